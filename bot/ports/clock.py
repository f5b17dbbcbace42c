"""The time, as a port."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time, and waiting for it. Tests hand in one that jumps; nothing else in the house asks the system."""

    def now(self) -> datetime:
        """Tell the present moment, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        ...

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """Bound a block in time; raises `TimeoutError` past so many seconds, as `asyncio.timeout` does."""
        ...
