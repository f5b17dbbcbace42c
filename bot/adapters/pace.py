"""The pace of one org's requests: never more than the platform allows, the weightiest first."""

import heapq
import itertools
from collections import deque
from datetime import datetime, timedelta

from bot.ports import Clock, Priority

WINDOW = timedelta(seconds=60)
RESERVED_FOR_ACTS = 0.2


class Pace:
    """At most `per_minute` requests in any 60 seconds; a fifth of them is kept for acts.

    A leaky bucket would let a burst through and then as many again within the platform's fixed minute; a sliding
    window does not, and waiting requests take their turn by priority, then by age.
    """

    def __init__(self, clock: Clock, per_minute: int) -> None:
        self._clock = clock
        self._limit = per_minute
        self._open_to_all = int(per_minute * (1 - RESERVED_FOR_ACTS))
        self._sent: deque[datetime] = deque()
        self._queue: list[tuple[Priority, int]] = []
        self._number = itertools.count()

    async def turn(self, priority: Priority) -> None:
        """Wait for this request's turn."""
        ticket = (priority, next(self._number))
        heapq.heappush(self._queue, ticket)
        try:
            while (wait := self._wait(ticket)) > 0:
                await self._clock.sleep(wait)
            self._sent.append(self._clock.now())
        finally:
            self._queue.remove(ticket)
            heapq.heapify(self._queue)

    def _wait(self, ticket: tuple[Priority, int]) -> float:
        """Tell how many seconds this ticket has to wait at least; 0 when it is its turn."""
        now = self._clock.now()
        while self._sent and now - self._sent[0] >= WINDOW:
            self._sent.popleft()
        # A clock that was set back: what it has still to come counts as sent now, so that nobody waits longer than
        # a window for it.
        for index in range(len(self._sent) - 1, -1, -1):
            if self._sent[index] <= now:
                break
            self._sent[index] = now
        limit = self._limit if ticket[0] is Priority.ACT else self._open_to_all
        ahead = sum(other < ticket for other in self._queue)
        over = len(self._sent) + ahead - limit
        if over < 0:
            return 0
        frees = self._sent[min(over, len(self._sent) - 1)] if self._sent else now
        return max((frees + WINDOW - now).total_seconds(), 0.01)
