"""What was told from outside and is not dealt with yet, as a port."""

from datetime import datetime
from typing import Protocol

from bot.domain.notice import Notice


class Inbox(Protocol):
    """Notices, kept until each is dealt with, one list for all processes; raises `LedgerUnavailableError`."""

    async def put(self, notice: Notice) -> bool:
        """Keep a notice; False where its signature was used, or where it takes the place of one that waits."""
        ...

    async def take(self, owner: str, now: datetime, until: datetime) -> Notice | None:
        """Take the next notice under a lease; None if none is due."""
        ...

    async def done(self, notice: Notice, owner: str) -> None:
        """Let a notice go that was dealt with, unless a newer one has taken its place."""
        ...

    async def later(self, notice: Notice, owner: str, at: datetime) -> None:
        """Give a notice back, to be dealt with from a moment on."""
        ...
