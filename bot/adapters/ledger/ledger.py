"""`DatabaseLedger`: the memory of what was demanded and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from bot.adapters.ledger import announcements, cards, chain, demands, entries, pulse, rechecks, switches
from bot.adapters.ledger.alert_memory import DatabaseAlerts
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.entries import Wanted
from bot.adapters.ledger.inbox import DatabaseInbox
from bot.adapters.ledger.lanes import BUSY_SECONDS, Lanes
from bot.adapters.ledger.outbox import DatabaseOutbox
from bot.adapters.ledger.snapshots import snapshot_of
from bot.adapters.ledger.watches import DatabaseWatches
from bot.adapters.ledger.whereabouts import Regions, nowhere
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Disconnection, PastAct
from bot.domain.pause import Pause
from bot.ports import Card, Clock, Entry, Head, Placed


class DatabaseLedger:
    """A ledger over SQLite or PostgreSQL; every method raises `LedgerUnavailableError` if that fails."""

    def __init__(self, clock: Clock, lanes: Lanes) -> None:
        self._clock = clock
        self._lanes = lanes
        self._writing, self._reading = lanes.writing, lanes.reading

    @classmethod
    async def open(
        cls, url: str, clock: Clock, *, busy_seconds: float = BUSY_SECONDS, regions: Regions = nowhere
    ) -> Self:
        """Make a ledger of the database at `url`; it connects at first use, so that a start needs no database.

        `busy_seconds` is how long a lock of another program is waited for; `regions` tells where an org is, since every
        line bears it. Raises `SettingsError` for an address that no ledger can be kept in.
        """
        return cls(clock, Lanes.to(url, busy_seconds=busy_seconds, regions=regions))

    @property
    def busy(self) -> bool:
        """Whether the database is at work for this process; a clock that jumps when all are idle must know."""
        return self._writing.busy or self._reading.busy

    @property
    def outbox(self) -> DatabaseOutbox:
        """What is still to be said, in the same database."""
        return DatabaseOutbox(writing=self._writing, reading=self._reading)

    @property
    def inbox(self) -> DatabaseInbox:
        """What was told from outside, in the same database."""
        return DatabaseInbox(writing=self._writing)

    @property
    def watches(self) -> DatabaseWatches:
        """What is to be watched, and when, in the same database."""
        return DatabaseWatches(writing=self._writing, reading=self._reading)

    @property
    def alerts(self) -> DatabaseAlerts:
        """What is raised, in the same database."""
        return DatabaseAlerts(writing=self._writing, reading=self._reading)

    async def close(self) -> None:
        """Let what is being written end, and let go of the database."""
        await self._lanes.close()

    async def place(self, demand: Disconnection) -> Placed:
        """Write a demand, once for its key, and keep others off the same target while it is in flight.

        Cancelled while it is being written, it is still written, and `withdraw` waits for that. It goes first: Slack
        waits three seconds for it.
        """
        return await self._writing.run(
            lambda connection: demands.place(connection, demand, self._clock.now()), pressing=True
        )

    async def record(self, step: Disconnection, *, snapshot: Conversation | None = None) -> bool:
        """Write the next step; False if another process owns the demand, or if it is settled or withdrawn."""

        async def work(connection: AsyncConnection) -> bool:
            # Written out here, where on SQLite another thread does it: the event loop has acknowledgements to send.
            text = None if snapshot is None else snapshot_of(snapshot)
            return await demands.record(connection, step, self._clock.now(), text)

        return await self._writing.run(work)

    async def withdraw(self, disconnection_id: str, at: datetime) -> None:
        """Mark a demand as not sent that was written too late to count, and free its key."""
        await self._writing.idle()
        await self._writing.run(lambda connection: demands.withdraw(connection, disconnection_id, at))

    async def renew(self, disconnection_id: str, owner: str, until: datetime) -> bool:
        """Prolong the lease; False if somebody else owns the demand by now, or if it is settled."""
        return await self._writing.run(lambda connection: demands.renew(connection, disconnection_id, owner, until))

    async def claim(self, disconnection_id: str, owner: str, until: datetime, now: datetime) -> Disconnection | None:
        """Take over a demand whose lease has run out; None if it was settled, renewed or claimed meanwhile."""
        return await self._writing.run(
            lambda connection: demands.claim(connection, disconnection_id, owner, until, now)
        )

    async def mark_told(self, disconnection_id: str, at: datetime) -> None:
        """Note that people were told how a demand ended."""
        await self._writing.run(lambda connection: demands.mark_told(connection, disconnection_id, at))

    async def take_untold(self, owner: str, until: datetime, now: datetime, since: datetime) -> Disconnection | None:
        """Take, under a lease, a demand settled after `since` whose end nobody was told; None if there is none."""
        return await self._writing.run(lambda connection: demands.take_untold(connection, owner, until, now, since))

    async def expired(self, now: datetime) -> Sequence[Disconnection]:
        """List the demands in flight whose lease has run out."""
        return await self._reading.run(lambda connection: demands.expired(connection, now))

    async def find(self, disconnection_id: str) -> Disconnection | None:
        """Find a demand by its id."""
        return await self._reading.run(lambda connection: demands.find(connection, disconnection_id))

    async def past_acts(self, org: str, conversation_id: str, since: datetime) -> Sequence[PastAct]:
        """List the acts on a conversation since a moment, and those still in flight, the oldest first."""
        return await self._reading.run(lambda connection: demands.past_acts(connection, org, conversation_id, since))

    async def plan_recheck(self, disconnection_id: str, due: datetime, number: int) -> None:
        """Note that a demand that was not confirmed is to be read again; `number` counts from 1."""
        await self._writing.run(lambda connection: rechecks.plan(connection, disconnection_id, due, number))

    async def take_recheck(self, now: datetime) -> tuple[Disconnection, int] | None:
        """Take one recheck that is due, so that no other process takes it; None if none is due."""
        return await self._writing.run(lambda connection: rechecks.take(connection, now))

    async def enter(self, entry: Entry) -> None:
        """Write a line that is no step of a demand."""
        await self._writing.run(lambda connection: entries.append(connection, entry))

    async def entries(
        self,
        *,
        conversation_id: str | None = None,
        by: str | None = None,
        org: str | None = None,
        limit: int = 100,
    ) -> Sequence[Entry]:
        """List the latest lines, the newest first; those of a conversation, of a person or of an org, if asked so."""
        wanted = Wanted(conversation_id, by, org)
        lines = await self._reading.run(lambda connection: entries.latest(connection, wanted, limit))
        return tuple(line.entry for line in lines)

    async def head(self) -> Head:
        """Tell the end of the chain."""
        return await self._reading.run(chain.head)

    async def claim_announcement(self, day: str, at: datetime) -> Head | None:
        """Claim the day's announcement of the head; None if it was claimed already, by whichever process."""
        return await self._writing.run(lambda connection: announcements.claim(connection, day, at))

    async def release_announcement(self, day: str) -> None:
        """Give a claim back, of an announcement that certainly did not go out."""
        await self._writing.run(lambda connection: announcements.release(connection, day))

    async def keep_card(self, card: Card) -> None:
        """Remember where a card stands, or that it stands there anew."""
        await self._writing.run(lambda connection: cards.keep(connection, card))

    async def card(self, org: str, conversation_id: str, channel_id: str) -> Card | None:
        """Find the latest card of a conversation in a channel."""
        return await self._reading.run(lambda connection: cards.find(connection, org, conversation_id, channel_id))

    async def paused(self) -> Pause | None:
        """Read the kill switch anew; None while it is off."""
        return await self._reading.run(switches.paused, pressing=True)

    async def pause(self, pause: Pause) -> Pause:
        """Turn the kill switch on, and enter that; returns the pause that holds."""
        return await self._writing.run(lambda connection: switches.pause(connection, pause))

    async def resume(self, by: str, at: datetime) -> Pause | None:
        """Turn the kill switch off, and enter that; returns the pause that ended."""
        return await self._writing.run(lambda connection: switches.resume(connection, by, at))

    async def check(self) -> None:
        """Prove that the ledger is of this version and can be read and written."""
        await self._writing.run(lambda connection: pulse.beat(connection, self._clock.now()))
