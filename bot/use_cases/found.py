"""What a search found, where was looked, and what of it the lead is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.communication import Media
from bot.domain.conversation import Conversation
from bot.domain.exchange import Fault, Org
from bot.domain.participant import STAFF
from bot.domain.sighting import Refusal, Sighting
from bot.domain.suspicion import Suspect
from bot.domain.wanted import Sought, Wanted, folded


@dataclass(frozen=True, slots=True)
class Looked:
    """Where was looked, and what came of it. `name` is what was found under the name that was typed, if it was.

    `unknown`: the org has no active agent, or no queue, of that name. `late`: it has not answered yet. `place` is its
    platform and region, for people. `total` is how many the org says there are. `said`: why it could not be asked for
    just this, in words, as where several agents bear the name; `choices` are the queues' names that fit. `cut`:
    its list was not read to the end, and what the rest holds is not known.
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
    total: int = 0
    said: str = ""
    choices: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """Conversations' ids that fit several orgs, and nothing says which: the lead is asked."""

    ids: tuple[str, ...]
    orgs: tuple[Org, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at one moment: the likely culprit first.

    `part` counts the platform's own pages, `start` is how many stand on those before it, and `more` says whether there
    is another; `total` is what the platforms say there is in all, `hidden` how many of the listed ones the lead may not
    look up. `token` stands for what was wanted where that
    holds a customer's number. `org`: it was asked alone, by its name. `followed`: this is what an org answered that was
    late. `unsure` are ids of a message that nobody was asked for, `chosen` the orgs that the lead has named for such.
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
    token: str = ""
    org: str = ""
    followed: bool = False
    unsure: tuple[Unsure, ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def opens(self) -> Sighting | None:
        """The hit whose card is opened at once: the only one, unless it comes late, when the lead is elsewhere."""
        return self.only if not self.followed else None

    @property
    def listed(self) -> bool:
        """Whether there is more to say than the card that is opened."""
        return self.opens is None or self.incomplete

    @property
    def only(self) -> Sighting | None:
        """The single hit, if there is just one."""
        alone = len(self.suspects) == self.total == 1 and self.part == 1 and not self.hidden and not self.unsure
        return self.suspects[0].sighting if alone else None

    @property
    def incomplete(self) -> bool:
        """Whether somewhere could not be looked, or not yet, so that there may be more."""
        return any(one.refusal is not None or one.late or one.said or one.cut for one in self.looked)

    @property
    def cut(self) -> bool:
        """Whether some org's list was not read to its end."""
        return any(one.cut for one in self.looked)

    @property
    def unclear(self) -> bool:
        """Whether it is not clear for some org whom the name means."""
        return any(one.said for one in self.looked)

    @property
    def late(self) -> tuple[Looked, ...]:
        """Where no answer has come from yet."""
        return tuple(one for one in self.looked if one.late)

    @property
    def queues(self) -> dict[str, tuple[Looked, ...]]:
        """The queues' names to choose from where several fit, each with where it is, however it is written there."""
        places: dict[str, dict[str, Looked]] = {}
        names: dict[str, str] = {}
        for one in self.looked:
            for name in one.choices:
                names.setdefault(folded(name), name)
                places.setdefault(folded(name), {})[one.org] = one
        return {names[key]: tuple(at.values()) for key, at in places.items()}

    @property
    def outcomes(self) -> dict[str, str]:
        """What came of it in each org, in a few words, for the ledger."""
        by_org: dict[str, list[Looked]] = {}
        for one in self.looked:
            by_org.setdefault(one.org, []).append(one)
        seen = Counter(one.sighting.org for one in self.suspects)
        # What a message names twice, by id and by number, is one.
        counts = seen if self.wanted.kind is Sought.MESSAGE else None
        return {org: _outcome(its, counts[org] if counts is not None else None) for org, its in by_org.items()}

    @property
    def name(self) -> str:
        """The name of what was found, as the platform writes it."""
        return next((one.name for one in self.looked if one.name), self.wanted.text)


def _outcome(looked: Sequence[Looked], count: int | None) -> str:
    words = []
    if answered := [one for one in looked if not (one.late or one.refusal or one.said or one.choices or one.unknown)]:
        words.append(f"{sum(one.total for one in answered) if count is None else count} found")
    words += ["the list was not read to its end"] if any(one.cut for one in looked) else []
    for one in looked:
        if one.late:
            words.append("no answer yet")
        elif one.refusal is not None:
            words.append(_refused(one.refusal))
        elif one.said:
            words.append("not clear who is meant")
        elif one.choices:
            words.append(f"{len(one.choices)} queues to choose from")
        elif one.unknown:
            words.append("not known there")
    return ", ".join(dict.fromkeys(words))


def _refused(refusal: Refusal) -> str:
    if refusal.reply is not None and refusal.reply.fault is Fault.SIGN_IN:
        return "could not sign in"
    return "refused" if refusal.reply or refusal.missing else "no answer"


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
