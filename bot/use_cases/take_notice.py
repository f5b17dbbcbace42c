"""Take a notice in: write it down before its sender is answered, and see to it afterwards."""

from dataclasses import dataclass

from bot.domain.notice import Notice, Tiding
from bot.ports import Inbox, Watches
from bot.use_cases.see_to_notices import SeeToNotices
from bot.use_cases.tasks import Tasks


@dataclass(frozen=True, slots=True)
class TakeNotice:
    """The use case behind every webhook; whoever is let in here was known by their secret."""

    inbox: Inbox
    watches: Watches
    see_to: SeeToNotices
    tasks: Tasks

    async def __call__(self, notice: Notice) -> bool:
        """Write it down; False where it takes the place of one that waits. Raises `LedgerUnavailableError`."""
        await self.watches.heard(notice.source, notice.received_at)
        if notice.tiding is Tiding.HEARTBEAT:
            return True
        new = await self.inbox.put(notice)
        self.tasks.start(self.see_to(), f"notice {notice.id}")
        return new
