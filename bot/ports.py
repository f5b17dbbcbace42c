"""What the core asks of the outside, as Protocols; `bot/adapters` answers, `bot/bootstrap.py` brings them together."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from bot.domain.conflict import Explanation
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Change, Disconnection, PastAct
from bot.domain.exchange import Analytics, Exchange, Org, Reading, TokenProbe
from bot.domain.letter import Allowance, Backlog, Letter, Posting, Urgency, Way


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


class Priority(IntEnum):
    """Whose request goes first when an org's limit is near; lower goes first."""

    ACT = 0
    READ_BACK = 1
    LOOK_UP = 2
    REFRESH = 3


@dataclass(frozen=True, slots=True)
class Located:
    """What pasted text points at: a conversation's id (None: a link without one) and the link's region.

    `mine` is false for a link of a region that is not this org's.
    """

    conversation_id: str | None
    region: str | None = None
    mine: bool = True


class Conversations(Protocol):
    """One org's conversations. A refusal or silence comes back as data: it is evidence, not an exception."""

    org: Org

    def locate(self, text: str) -> Located | None:
        """Read an id or a link that somebody pasted; None for what is neither."""
        ...

    async def read(self, conversation_id: str, *, priority: Priority = Priority.LOOK_UP) -> Reading:
        """Read a conversation as it is now."""
        ...

    async def disconnect(self, conversation: Conversation, participant_id: str, *, reason: str) -> Exchange:
        """Ask, once, that a participant leaves; never sent again from here.

        `conversation` is the fresh read (some routes' payload depends on the participant's media); `reason` is the
        lead's, as a code.
        """
        ...

    async def end(self, conversation_id: str) -> Exchange:
        """Ask, once, that everybody leaves; it writes a system wrap-up code over the agent's."""
        ...

    async def recall(self, conversation_id: str) -> Analytics | None:
        """Ask the platform's records of a conversation, live or gone; None if they can't be asked."""
        ...

    async def probe_token(self, at: Org | None = None) -> TokenProbe:
        """Ask whether a host takes this org's credentials: this org's own, or another's, `at`."""
        ...


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
    """One line of the ledger: who did what to whom, when, and how it stood; `step` is an outcome or a verb."""

    at: datetime
    by: str
    step: str
    org: str
    conversation_id: str
    participant_id: str | None = None
    disconnection_id: str = ""
    reason: str = ""
    note: str = ""
    detail: str = ""
    trace_id: str | None = None
    snapshot: str | None = None


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

    async def entries(self, *, conversation_id: str | None = None, limit: int = 100) -> Sequence[Entry]:
        """List the latest lines, the newest first."""
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

    async def sent(self, posting: Posting, at: datetime) -> None:
        """Take a letter that was sent out for good, and note that its demand was told."""
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


class Roster(Protocol):
    """Who belongs to which Slack user group."""

    async def groups_of(self, user_id: str, among: frozenset[str]) -> frozenset[str]:
        """Tell which of the groups in `among` a user belongs to; an unanswered question denies."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to tell about a disconnection at one moment.

    `may_end`: the lead may end the conversation, where that may help; `again`: what changed has settled, and pressing
    again makes sense; `first` is the other lead's demand that this one came second to, and how it ended.
    """

    disconnection: Disconnection
    conversation: Conversation | None = None
    explanation: Explanation | None = None
    exchange: Exchange | None = None
    changes: tuple[Change, ...] = ()
    correction: bool = False
    may_end: bool = False
    again: bool = False
    first: Disconnection | None = None


class Metrics(Protocol):
    """What is counted."""

    def reached(self, demand: Disconnection) -> None:
        """Count a step of a demand."""
        ...

    def explained(self, explanation: Explanation) -> None:
        """Count an explanation."""
        ...

    def waiting(self, letters: int, oldest_seconds: float) -> None:
        """Note how many letters wait in the outbox, and for how long the oldest has."""
        ...

    def said(self, way: Way, urgency: Urgency) -> None:
        """Count a letter that was sent."""
        ...

    def repeated(self, way: Way) -> None:
        """Count a letter that is sent though it may have been before."""
        ...

    def dropped(self, urgency: Urgency, why: str) -> None:
        """Count a letter that was given up."""
        ...


class Messenger(Protocol):
    """How the bot tells people what became of their demand; a failure to tell is tried elsewhere, never lost."""

    async def tell(self, report: Report) -> None:
        """Show how a disconnection stands: in the view it came from, on the card, in its thread, else directly."""
        ...
