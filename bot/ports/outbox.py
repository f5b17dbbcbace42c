"""What is still to be said, as a port."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.letter import Allowance, Backlog, Letter, Posting, Spot


class Outbox(Protocol):
    """What is still to be said in Slack, kept until it is said; each method raises `LedgerUnavailableError`."""

    async def put(self, letters: Sequence[Letter]) -> None:
        """Keep letters, all or none; each takes the place of those about the same subject that wait."""
        ...

    async def take(self, owner: str, now: datetime, until: datetime, allowed: Allowance) -> Posting | datetime | None:
        """Take the next letter that may be sent now, under a lease, and count it against the allowance.

        Else the moment at which the next may be; None if nothing waits. The allowance is shared by all processes, and
        letters to one channel are sent one after another.
        """
        ...

    async def sent(self, posting: Posting, at: datetime, spot: Spot | None = None) -> None:
        """Take a letter that was sent out for good, and note that its demand was told.

        `spot` is where Slack has it: an alert's card is changed there from now on.
        """
        ...

    async def later(self, posting: Posting, at: datetime, *, unsure: bool, rest: datetime) -> None:
        """Give a letter back, to be sent from a moment on; `unsure` whether Slack has it already.

        Until `rest` no process sends anything the way that it was to go.
        """
        ...

    async def replace(self, posting: Posting, letter: Letter) -> None:
        """Send another letter in the place of one."""
        ...

    async def follows(self, posting: Posting) -> bool:
        """Tell whether a post with the same reference waits for the same channel."""
        ...

    async def drop(self, posting: Posting, at: datetime, why: str) -> None:
        """Give a letter up, with a line in the ledger; its demand counts as told, since nobody will try again."""
        ...

    async def expire(self, now: datetime) -> Sequence[Letter]:
        """Drop the letters that are too old, with a line for each but refreshes; returns them."""
        ...

    async def overtaken(self, channel: str, message_ts: str, at: datetime) -> None:
        """Note that a card was changed at once, for a click: what waits for it is stale, and the allowance is less."""
        ...

    async def backlog(self) -> Backlog:
        """Count what waits."""
        ...
