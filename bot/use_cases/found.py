"""What a search found, where was looked, and what of it the lead is told."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.communication import Media
from bot.domain.conversation import Conversation
from bot.domain.participant import STAFF
from bot.domain.sighting import Refusal, Sighting
from bot.domain.suspicion import Suspect
from bot.domain.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Looked:
    """Where was looked, and what came of it. `name` is what was found under the name that was typed, if it was.

    `unknown`: the org has no active agent, or no queue, of that name. `late`: it has not answered yet. `place` is its
    platform and region, for people.
    """

    org: str
    asked: tuple[str, ...] = ()
    name: str = ""
    unknown: bool = False
    unseen: tuple[str, ...] = ()
    refusal: Refusal | None = None
    names_at: datetime | None = None
    late: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at one moment: the likely culprit first.

    `part` counts the platform's own pages, `start` is how many stand on those before it, and `more` says whether there
    is another; `total` is what the platforms say there is in all, `hidden` how many of the listed ones the lead may not
    look up. `queues` are the names to choose from where several fit. `token` stands for what was wanted where that
    holds a customer's number. `followed`: this is what orgs answered that were late.
    """

    wanted: Wanted
    at: datetime
    suspects: tuple[Suspect, ...] = ()
    total: int = 0
    part: int = 1
    start: int = 0
    more: bool = False
    hidden: int = 0
    looked: tuple[Looked, ...] = ()
    queues: tuple[str, ...] = ()
    token: str = ""
    followed: bool = False

    @property
    def only(self) -> Sighting | None:
        """The single hit, if there is just one."""
        alone = len(self.suspects) == self.total == 1 and self.part == 1 and not self.hidden
        return self.suspects[0].sighting if alone else None

    @property
    def refused(self) -> bool:
        """Whether somewhere could not be looked, or not yet, so that there may be more."""
        return any(one.refusal is not None or one.late for one in self.looked)

    @property
    def late(self) -> tuple[Looked, ...]:
        """Where no answer has come from yet."""
        return tuple(one for one in self.looked if one.late)

    @property
    def name(self) -> str:
        """The name of what was found, as the platform writes it."""
        return next((one.name for one in self.looked if one.name), self.wanted.text)


def sighting_of(conversation: Conversation) -> Sighting:
    """See a conversation that was read as a search would: an agent first, then whoever is live."""
    people = conversation.live or conversation.participants
    staff = [one for one in people if one.purpose in STAFF]
    one = next(iter(staff or people), None)
    if one is None:
        return Sighting(conversation.org, conversation.id, started_at=conversation.started_at)
    return Sighting(
        conversation.org,
        conversation.id,
        media=next(iter(conversation.media), Media.OTHER),
        standing=conversation.standing(one),
        raw_state=one.raw_state,
        since=one.since,
        started_at=conversation.started_at,
        participant_id=one.id,
        purpose=one.purpose,
        agent_id=one.user_id,
        agent_name=(one.name or "") if one in staff else "",
        queue_id=one.queue_id,
        queue_name=one.queue_name or conversation.queue_name or "",
        held=one.held,
        direction=one.direction,
        division_ids=conversation.division_ids,
        purposes=frozenset(p.purpose for p in conversation.live),
    )
