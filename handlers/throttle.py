"""How much of one source is taken in a minute: what is too much is told to come again."""

from collections import deque
from datetime import datetime

MINUTE = 60.0


class Throttle:
    """A sliding minute for each source, in this process."""

    def __init__(self) -> None:
        self._taken: dict[str, deque[datetime]] = {}

    def wait_for(self, source: str, per_minute: int, now: datetime) -> float:
        """Count one request; returns 0, or in how many seconds there is room for it."""
        taken = self._taken.setdefault(source, deque())
        # What lies ahead was counted before the clock was put back.
        while taken and not 0 <= (now - taken[0]).total_seconds() < MINUTE:
            taken.popleft()
        if len(taken) >= per_minute:
            return MINUTE - (now - taken[0]).total_seconds()
        taken.append(now)
        return 0.0
