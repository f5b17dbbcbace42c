"""What is to be watched and when, and what the rules need to know of the past, as a port."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.disconnection import Disconnection
from bot.domain.watch import Watch, WatchState
from bot.domain.watch.own import Refused


class Watches(Protocol):
    """When each rule is due at each org, one list for all processes; each method raises `LedgerUnavailableError`."""

    async def plan(self, watches: Sequence[Watch]) -> None:
        """Keep what is not kept yet; what is due later than now planned is due then."""
        ...

    async def retire(self, owner: str, known: Sequence[Watch], until: datetime) -> Sequence[Watch]:
        """Take over every watch that is not among the known ones, whoever is at it; they are to be dropped."""
        ...

    async def claim(self, owner: str, known: Sequence[Watch], now: datetime, until: datetime) -> Sequence[Watch]:
        """Take, under a lease, all of the known watches that are due and that nobody is at, org by org."""
        ...

    async def keep(self, watch: Watch, state: WatchState, until: datetime) -> bool:
        """Note what is known and prolong the lease; False, and nothing noted, if it is another's by now."""
        ...

    async def done(self, watch: Watch, state: WatchState, due_at: datetime) -> bool:
        """Note what is known, and when it is due again; False, and nothing noted, if it is another's by now."""
        ...

    async def drop(self, watch: Watch) -> None:
        """Forget a watch of one's own."""
        ...

    async def find(self, rule: str, org: str) -> Watch | None:
        """Find a watch."""
        ...

    async def heard(self, source: str, at: datetime) -> None:
        """Note that a source was heard."""
        ...

    async def last_heard(self, sources: Sequence[str]) -> Mapping[str, datetime]:
        """Tell when each of the sources was heard last; one that never was is left out."""
        ...

    async def unconfirmed(self, org: str, since: datetime) -> Sequence[Disconnection]:
        """List the demands that were settled since a moment as not confirmed, and are so still, the oldest first."""
        ...

    async def refusals(self, org: str, since: datetime) -> Sequence[Refused]:
        """List the demands that the platform refused since a moment, the oldest first."""
        ...
