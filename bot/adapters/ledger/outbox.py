"""The outbox in the ledger's database: letters wait here until Slack has taken them, then leave nothing behind."""

from collections.abc import Sequence
from datetime import datetime

from bot.adapters.ledger import letters, sendings
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.lanes import AnyLane
from bot.domain.letter import Allowance, Backlog, Letter, Posting, Way, card_subject


class DatabaseOutbox:
    """The port `Outbox`, on the ledger's own lanes: SQLite has one writing connection for each process."""

    def __init__(self, *, writing: AnyLane, reading: AnyLane) -> None:
        self._writing, self._reading = writing, reading

    async def put(self, written: Sequence[Letter]) -> None:
        """Keep letters, all or none; each takes the place of those about the same subject that wait."""
        await self._writing.run(lambda connection: letters.put(connection, written))

    async def take(self, owner: str, now: datetime, until: datetime, allowed: Allowance) -> Posting | datetime | None:
        """Take the next letter that may be sent now; else the moment when one may be, or None if nothing waits."""
        return await self._writing.run(lambda connection: sendings.take(connection, owner, now, until, allowed))

    async def sent(self, posting: Posting, at: datetime) -> None:
        """Take a letter that was sent out for good, and note that its demand was told."""
        await self._writing.run(lambda connection: letters.sent(connection, posting, at))

    async def later(self, posting: Posting, at: datetime, *, unsure: bool, rest: datetime) -> None:
        """Give a letter back, to be sent from a moment on; until `rest` nobody sends anything its way."""

        async def work(connection: AsyncConnection) -> None:
            await letters.later(connection, posting, at, unsure=unsure)
            await sendings.pause(connection, posting.letter.way, rest)

        await self._writing.run(work)

    async def replace(self, posting: Posting, letter: Letter) -> None:
        """Send another letter in the place of one."""
        await self._writing.run(lambda connection: letters.replace(connection, posting, letter))

    async def follows(self, posting: Posting) -> bool:
        """Tell whether a post with the same reference waits for the same channel."""
        return await self._reading.run(lambda connection: letters.follows(connection, posting))

    async def drop(self, posting: Posting, at: datetime, why: str) -> None:
        """Give a letter up, with a line in the ledger; its demand counts as told, since nobody will try again."""
        await self._writing.run(lambda connection: letters.drop(connection, posting, at, why))

    async def expire(self, now: datetime) -> Sequence[Letter]:
        """Drop the letters that are too old, with a line for each but refreshes; returns them."""
        return await self._writing.run(lambda connection: letters.expire(connection, now))

    async def overtaken(self, channel: str, message_ts: str, at: datetime) -> None:
        """Note that a card was changed at once: what waits for it is stale, and the allowance is less."""

        async def work(connection: AsyncConnection) -> None:
            await letters.forget(connection, card_subject(channel, message_ts))
            await sendings.count(connection, Way.UPDATE, channel, at)

        await self._writing.run(work)

    async def backlog(self) -> Backlog:
        """Count what waits."""
        return await self._reading.run(letters.backlog)
