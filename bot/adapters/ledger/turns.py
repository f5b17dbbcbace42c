"""Turns: so many at a time; those whom somebody at Slack waits for go before the others."""

import asyncio
import heapq
import itertools


class Turns:
    """Gives out `width` turns; whoever came first goes first, after those that are `pressing`."""

    def __init__(self, width: int) -> None:
        self._free = width
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._number = itertools.count()

    async def take(self, *, pressing: bool = False) -> None:
        """Wait for a turn; who is cancelled meanwhile leaves nothing behind."""
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (not pressing, next(self._number), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back()  # it was given in the same moment
            raise

    def give_back(self) -> None:
        """End a turn: the next one's begins."""
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
