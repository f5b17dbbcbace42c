"""What a platform's search saw of live conversations: who is on them, in which state, since when. Less than a read."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.communication import Media
from bot.domain.exchange import Reply, Silence
from bot.domain.participant import GONE, OUTSIDERS, STAFF, Standing


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody of the org, as its directory knows them."""

    id: str
    name: str = ""
    email: str = ""
    org: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the org, as its directory knows it."""

    id: str
    name: str = ""
    org: str = ""
    division_id: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One party of a live conversation, as a search saw it; times are aware and in UTC.

    `since` is when the present state began, `started_at` when the conversation did, as far as the search tells. A
    customer who waits in a queue is a party with the purpose `acd`. `purposes` are those of everybody who was live on
    the conversation, this party included; None where the search does not tell who else there is. `also` are the other
    parties that were seen, where this one stands for the whole conversation.
    """

    org: str
    conversation_id: str
    media: Media = Media.OTHER
    standing: Standing = Standing.UNKNOWN
    raw_state: str = ""
    since: datetime | None = None
    started_at: datetime | None = None
    participant_id: str | None = None
    purpose: str = ""
    agent_id: str | None = None
    agent_name: str = ""
    queue_id: str | None = None
    queue_name: str = ""
    held: bool = False
    direction: str | None = None
    division_ids: tuple[str, ...] = ()
    purposes: frozenset[str] | None = None
    also: tuple["Sighting", ...] = ()

    @property
    def is_agent(self) -> bool:
        """Whether this party is an agent or a colleague."""
        return self.purpose in STAFF

    @property
    def waiting(self) -> bool:
        """Whether this is a customer who waits in a queue."""
        return self.purpose == "acd"

    @property
    def agent_alone(self) -> bool:
        """Whether an agent is live and is known to have no customer; nobody is alone where that is not told."""
        live = self.is_agent and self.standing not in GONE
        return live and self.purposes is not None and not self.purposes & OUTSIDERS

    @property
    def customer_alone(self) -> bool:
        """Whether a customer is live and is known to have nobody: no agent, and no queue or flow that has them."""
        return self.purpose in OUTSIDERS and self.purposes is not None and self.purposes <= OUTSIDERS


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a search has no answer: the platform's refusal, or its silence.

    `missing` are the permissions of which one would do, `fix` says who can add them and where, in the platform's words.
    """

    reply: Reply | None = None
    silence: Silence | None = None
    missing: tuple[str, ...] = ()
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which live conversations are meant: those that fit each given set; an empty one fits anything."""

    queue_ids: frozenset[str] = frozenset()
    agent_ids: frozenset[str] = frozenset()
    media: frozenset[Media] = frozenset()


ANY = Filter()


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found at one moment.

    `total` is how many the platform says there are, `start` how many of them come before the listed ones, `truncated`
    whether more are there than are listed. `cut`: the list was not read to its end, and no page has the rest.
    `asked` names in a lead's words what was asked for, `unseen` says in sentences what that can't show, `lacking` are
    the permissions without which there is less to see. `names_at` is when the oldest of the names was read.
    """

    at: datetime
    sightings: tuple[Sighting, ...] = ()
    total: int = 0
    start: int = 0
    truncated: bool = False
    cut: bool = False
    asked: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    names_at: datetime | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Agents:
    """Who in the directory fits a name or an e-mail; `as_of` is when that was read."""

    as_of: datetime
    found: tuple[Agent, ...] = ()
    total: int = 0
    asked: tuple[str, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Queues:
    """Which queues fit a name; `as_of` is when that was read."""

    as_of: datetime
    found: tuple[Queue, ...] = ()
    total: int = 0
    asked: tuple[str, ...] = ()
    refusal: Refusal | None = None
