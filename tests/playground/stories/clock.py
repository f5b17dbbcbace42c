"""A clock for a person at a browser: time passes as on the wall, and hurries while nobody has anything to press."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from tests.support.clock import JumpingClock

TICK_SECONDS = 0.05
LEISURE = 0.2


class WaitingClock(JumpingClock):
    """Wall time, cut short where somebody waits for the platform.

    A clock that jumped whenever the loop is idle would spend a trigger's three seconds while the browser draws. So
    this one passes as on the wall, and jumps only while `waiting()` holds: while a view in front shows that a
    demand is under way, when no trigger is left to run out. It never jumps while `hold_while` says so.
    """

    def __init__(self) -> None:
        super().__init__()
        self.jumping = False
        self._is_waiting: Callable[[], bool] = lambda: False
        self._told: bool | None = None
        self._pace = 1.0

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Let time pass until the block ends."""
        passing = asyncio.create_task(self._pass())
        try:
            with self.attached(asyncio.get_running_loop()):
                yield
        finally:
            passing.cancel()

    def hurry_while(self, waiting: Callable[[], bool]) -> None:
        """Name what has to hold for time to be cut short; it is looked at between two ticks."""
        self._is_waiting = waiting

    @contextmanager
    def at_leisure(self) -> Iterator[None]:
        """Let time pass slower than on the wall, for somebody else's turn, until the block ends."""
        self._told, self._pace = False, LEISURE
        self.jumping = False
        yield
        self._told, self._pace = None, 1.0

    @contextmanager
    def in_a_hurry(self) -> Iterator[None]:
        """Cut time short whatever the views show, until the block ends."""
        self._told = self.jumping = True
        yield
        self._told = None

    async def _pass(self) -> None:
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = loop.time()
            self.jumping = self._is_waiting() if self._told is None else self._told
            self.advance((now - last) * self._pace)
            last = now
