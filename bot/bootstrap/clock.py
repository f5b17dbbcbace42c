"""The system's time."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime


class SystemClock:
    """The one place that asks the system for the time."""

    def now(self) -> datetime:
        """Tell the present moment, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        await asyncio.sleep(seconds)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """Bound a block in time."""
        return asyncio.timeout(seconds)
