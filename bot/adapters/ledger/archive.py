"""`Archive`: the ledger as those see it who answer for it: read in full, verified, kept for so long, erased."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.adapters.ledger import chain, entries, erasure, retention
from bot.adapters.ledger.entries import Line, Wanted
from bot.adapters.ledger.erasure import Erased
from bot.adapters.ledger.lanes import Lanes
from bot.adapters.ledger.verification import Verification, horizon
from bot.ports import Clock, Head

BATCH = 1000
Say = Callable[[str], None]


class Archive:
    """Works in small transactions, so that a bot which runs meanwhile goes on writing.

    Every method raises `LedgerUnavailableError` if the database fails.
    """

    def __init__(self, lanes: Lanes, clock: Clock) -> None:
        self._lanes, self._clock = lanes, clock

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str, clock: Clock) -> "AsyncIterator[Archive]":
        """Open the ledger at `url`, and let go of it at the end; raises `SettingsError` for no fit address."""
        lanes = Lanes.to(url)
        try:
            yield cls(lanes, clock)
        finally:
            await lanes.close()

    async def head(self) -> Head:
        """Tell the end of the chain."""
        return await self._lanes.reading.run(chain.head)

    async def latest(self, wanted: Wanted, limit: int) -> Sequence[Line]:
        """List the latest lines, the newest first."""
        return await self._lanes.reading.run(lambda connection: entries.latest(connection, wanted, limit))

    async def each(self, wanted: Wanted, until: int) -> AsyncIterator[Line]:
        """Give every line up to a number, the oldest first."""
        after: Line | None = None
        while lines := await self._following(wanted, after):
            for line in lines:
                if line.number <= until:
                    yield line
            after = lines[-1]
            if not wanted.by_time and after.number >= until:
                return

    async def verify(self, expected: Head | None, say: Say) -> Verification:
        """Go along the whole chain; `expected` is a head that was kept elsewhere."""
        walk = Verification(await self._lanes.reading.run(horizon), expected)
        while await self._lanes.reading.run(walk.step):
            say(f"Verified {walk.lines:,} lines…")
        walk.finish()
        return walk

    async def retain(self, days: int, by: str, say: Say) -> int:
        """Remove what is older than so many days; returns how many lines went. Begun anew where it was cut short."""
        now = self._clock.now()
        before = now - timedelta(days=days)
        writing = self._lanes.writing
        await writing.run(lambda connection: retention.mark(connection, before, now, by, f"{days} days"))
        first, through = await writing.run(retention.bounds)
        gone = max(0, through + 1 - first)
        while first <= through:
            first = await self._removed(first, through)
            say(f"{through + 1 - first:,} lines to go…")
        while await writing.run(lambda connection: retention.forget(connection, before)):
            say("Removing old demands…")
        return gone

    async def erase(self, conversation_id: str, by: str, reason: str) -> Erased:
        """Erase a conversation's notes, names and snapshots; raises `InputError` if there is none, or not now."""
        now = self._clock.now()
        return await self._lanes.writing.run(
            lambda connection: erasure.erase(connection, conversation_id, now, by, reason)
        )

    async def _following(self, wanted: Wanted, after: Line | None) -> Sequence[Line]:
        return await self._lanes.reading.run(lambda connection: entries.following(connection, wanted, after, BATCH))

    async def _removed(self, first: int, through: int) -> int:
        return await self._lanes.writing.run(lambda connection: retention.remove(connection, first, through))
