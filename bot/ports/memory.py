"""The ledger and its kill switch, as ports, and what is written down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Conversation
from bot.domain.disconnection import Disconnection, PastAct
from bot.domain.pause import Pause


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a demand when it was written.

    `joined`: a demand with the same key was there already, and `disconnection` is that one. `rival`: somebody
    else's act on the same target is in flight, so this one was written down as not sent.
    """

    disconnection: Disconnection
    joined: bool = False
    rival: Disconnection | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: who did what to whom, when, and how it stood.

    `step` is an outcome or a verb (`looked_up`, `explained`, `revealed`, `erased`, …). `note` and `snapshot` are
    personal: they can be erased, and are then empty. `region` is where the org is, in the vendor's word
    (`apse1.pure.cloud`, `au1`): None leaves it to the ledger, which knows the orgs; empty is an org whose region
    is not known, or none; read back, None is a line of a time when it was not kept.
    """

    at: datetime
    by: str
    step: str
    org: str
    region: str | None = field(default=None, kw_only=True)
    conversation_id: str
    participant_id: str | None = None
    disconnection_id: str = ""
    reason: str = ""
    note: str = ""
    detail: str = ""
    trace_id: str | None = None
    snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the ledger's chain: the number of the last line, and its hash. Whoever keeps it can prove a loss."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Card:
    """Where a conversation's card stands in Slack."""

    org: str
    conversation_id: str
    channel_id: str
    message_ts: str
    posted_at: datetime


class Ledger(Protocol):
    """The memory: every demand and every step of it, written before anything is answered or sent.

    Each method raises `LedgerUnavailableError` when the database can't be written or read.
    """

    async def place(self, demand: Disconnection) -> Placed:
        """Write a demand, once for its key, and keep others off the same target while it is in flight.

        The exclusion holds across processes: one demand in flight for each (org, conversation, participant), and a
        demand to end the conversation excludes, and is excluded by, every demand on it.
        """
        ...

    async def record(self, step: Disconnection, *, snapshot: Conversation | None = None) -> bool:
        """Write the next step. False, and nothing written, if the demand is owned by another process by now."""
        ...

    async def withdraw(self, disconnection_id: str, at: datetime) -> None:
        """Mark a demand as not sent that was written too late to count, and free its key."""
        ...

    async def renew(self, disconnection_id: str, owner: str, until: datetime) -> bool:
        """Prolong the lease; False if somebody else owns it by now."""
        ...

    async def claim(self, disconnection_id: str, owner: str, until: datetime, now: datetime) -> Disconnection | None:
        """Take over a demand whose lease has run out; None if it was settled, renewed or claimed meanwhile."""
        ...

    async def mark_told(self, disconnection_id: str, at: datetime) -> None:
        """Note that people were told how a demand ended."""
        ...

    async def take_untold(self, owner: str, until: datetime, now: datetime, since: datetime) -> Disconnection | None:
        """Take, under a lease, a demand settled after `since` whose end nobody was told; None if there is none."""
        ...

    async def expired(self, now: datetime) -> Sequence[Disconnection]:
        """List the demands in flight whose lease has run out."""
        ...

    async def find(self, disconnection_id: str) -> Disconnection | None:
        """Find a demand by its id."""
        ...

    async def past_acts(self, org: str, conversation_id: str, since: datetime) -> Sequence[PastAct]:
        """List the acts on a conversation since a moment, the oldest first."""
        ...

    async def plan_recheck(self, disconnection_id: str, due: datetime, number: int) -> None:
        """Note that a demand that was not confirmed is to be read again; `number` counts from 1."""
        ...

    async def take_recheck(self, now: datetime) -> tuple[Disconnection, int] | None:
        """Take one recheck that is due, so that no other process takes it; None if none is due."""
        ...

    async def enter(self, entry: Entry) -> None:
        """Write a line that is no step of a demand: a look-up, a refusal of access, an explanation."""
        ...

    async def entries(
        self,
        *,
        conversation_id: str | None = None,
        by: str | None = None,
        org: str | None = None,
        limit: int = 100,
    ) -> Sequence[Entry]:
        """List the latest lines, the newest first; those of a conversation, of a person or of an org, if asked so."""
        ...

    async def claim_announcement(self, day: str, at: datetime) -> Head | None:
        """Claim the day's announcement of the head; None if it was claimed already, by whichever process."""
        ...

    async def release_announcement(self, day: str) -> None:
        """Give a claim back, of an announcement that certainly did not go out."""
        ...

    async def keep_card(self, card: Card) -> None:
        """Remember where a card stands, or that it stands there anew."""
        ...

    async def card(self, org: str, conversation_id: str, channel_id: str) -> Card | None:
        """Find the latest card of a conversation in a channel."""
        ...

    async def check(self) -> None:
        """Prove that the ledger can be read and written."""
        ...


class Switch(Protocol):
    """The kill switch, one for all processes. Each method raises `LedgerUnavailableError`."""

    async def paused(self) -> Pause | None:
        """Read it anew; None while it is off."""
        ...

    async def pause(self, pause: Pause) -> Pause:
        """Turn it on, and enter that; returns the pause that holds, which is an earlier one if it was on already."""
        ...

    async def resume(self, by: str, at: datetime) -> Pause | None:
        """Turn it off, and enter that; returns the pause that ended, None if it was off already."""
        ...
