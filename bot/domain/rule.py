"""One rule of the access table: whom it reaches, what it is about, and how two of them can contradict each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Self

from bot.domain.conversation import Conversation
from bot.domain.participant import STAFF, Participant, Purpose


class Role(StrEnum):
    """What somebody is to Hangup; each may do all that the one before may."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """The place in the order."""
        return list(Role).index(self)


class Action(StrEnum):
    """What somebody wants to do, as the settings name it."""

    LOOK_UP = "look_up"
    REVEAL = "reveal"
    DISCONNECT = "disconnect"
    END_CONVERSATION = "end_conversation"
    PAUSE = "pause"
    ALERT_SETTINGS = "alert_settings"

    @property
    def words(self) -> str:
        """Say the action in words that follow `may not`."""
        return _WORDS[self]

    @property
    def about_conversation(self) -> bool:
        """Whether it is done to a conversation, so that org, division and queue mean something."""
        return self not in {Action.PAUSE, Action.ALERT_SETTINGS}

    @property
    def needs(self) -> frozenset["Action"]:
        """What must not be denied for it: what may not be looked up may not be acted on either."""
        return frozenset({self, Action.LOOK_UP} if self.about_conversation else {self})

    @property
    def about_people(self) -> bool:
        """Whether it is done to somebody on a conversation, so that the purpose means something."""
        return self in {Action.REVEAL, Action.DISCONNECT, Action.END_CONVERSATION}


_WORDS = {
    Action.LOOK_UP: "look up conversations",
    Action.REVEAL: "see masked data",
    Action.DISCONNECT: "disconnect participants",
    Action.END_CONVERSATION: "end whole conversations",
    Action.PAUSE: "pause or resume Hangup",
    Action.ALERT_SETTINGS: "change what alerts are raised",
}


class Kind(StrEnum):
    """A participant's purpose, as coarse as a rule needs it: what is neither staff nor outsider counts as a flow."""

    AGENT = "agent"
    CUSTOMER = "customer"
    EXTERNAL = "external"
    FLOW = "flow"

    @classmethod
    def of(cls, person: Participant) -> "Kind":
        """Tell a participant's kind."""
        if person.purpose in STAFF or person.purpose == Purpose.STATION:
            return cls.AGENT
        return {Purpose.CUSTOMER.value: cls.CUSTOMER, Purpose.EXTERNAL.value: cls.EXTERNAL}.get(
            str(person.purpose), cls.FLOW
        )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an action is about, as far as it is known; None is what was not looked at yet.

    `queues` are those of the live legs, each with its id and its name; `purposes` are those of whom the act reaches.
    The ids decide nothing: they say what a refusal was about. With `closed`, what is not known speaks against the lead.
    """

    org: str | None = None
    divisions: frozenset[str] | None = None
    queues: frozenset[tuple[str, str]] | None = None
    purposes: frozenset[Kind] | None = None
    conversation_id: str = ""
    participant_id: str = ""
    closed: bool = False

    @classmethod
    def of(cls, conversation: Conversation, participant_id: str | None = None) -> Self:
        """Take them from a conversation as it was read, for one participant, or for everybody who is live."""
        people = conversation.live or conversation.participants
        target = None if participant_id is None else conversation.participant(participant_id)
        reached = people if participant_id is None else (target,) if target is not None else ()
        return cls(
            conversation.org,
            frozenset(conversation.division_ids),
            frozenset((p.queue_id or "", p.queue_name or "") for p in people if p.queue_id or p.queue_name),
            frozenset(Kind.of(person) for person in reached),
            conversation.id,
            participant_id or "",
        )

    @property
    def complete(self) -> bool:
        """Whether the conversation was read, so that nothing is left open."""
        return self.closed or self.queues is not None


ANYTHING = Circumstances()


@dataclass(frozen=True, slots=True)
class Rule:
    """Allow or deny actions under conditions; an empty condition is none. `number` counts from 1 as in the settings.

    An allow reaches its role and those above, a deny its role and those below: more is never less.
    """

    number: int
    allows: bool
    actions: frozenset[Action]
    role: Role | None = None
    purposes: frozenset[str] = frozenset()
    queues: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    orgs: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    because: str = ""

    def reaches(self, role: Role | None) -> bool:
        """Whether somebody of this role (None: of none) is meant; an allow never means who has no role."""
        if self.allows:
            return role is not None and (self.role is None or role.rank >= self.role.rank)
        return self.role is None or role is None or role.rank <= self.role.rank

    def holds(self, about: Circumstances, channel_id: str) -> bool:
        """Whether the conditions hold. An allow must fit all of what it is about; for a deny one is enough.

        Before the conversation was read, what is not known yet speaks for the lead; a channel that is not known
        never does.
        """
        known = None if about.queues is None else [frozenset(names) for names in about.queues]
        channel = [frozenset({channel_id})] if channel_id else None
        return (
            self._fits(self.orgs, _each(None if about.org is None else {about.org}), open_mind=not about.complete)
            and self._fits(self.divisions, _each(about.divisions), open_mind=not about.complete)
            and self._fits(self.queues, known, open_mind=not about.complete)
            and self._fits(self.purposes, _each(about.purposes), open_mind=not about.complete)
            and self._fits(self.channels, channel, open_mind=False)
        )

    def _fits(self, wanted: frozenset[str], facts: list[frozenset[str]] | None, *, open_mind: bool) -> bool:
        if not wanted:
            return True
        if facts is None:
            return self.allows is open_mind
        met = [bool(_lower(names) & _lower(wanted)) for names in facts]
        return bool(met) and all(met) if self.allows else any(met)

    def _conditions(self) -> tuple[frozenset[str], ...]:
        return self.purposes, self.queues, self.divisions, self.orgs, self.channels


def contradiction(rules: Iterable[Rule]) -> tuple[Rule, Rule, Action] | None:
    """Find an allow that a deny takes back entirely, for one action and one of each of its conditions; None if none.

    A deny that is narrower than the allow is no contradiction: it is an exception.
    """
    rules = tuple(rules)
    for allow, deny in product((r for r in rules if r.allows), (r for r in rules if not r.allows)):
        shared = sorted(action for action in allow.actions if action.needs & deny.actions)
        if shared and deny.reaches(allow.role or Role.VIEWER) and _takes_back(allow, deny):
            return allow, deny, shared[0]
    return None


def _takes_back(allow: Rule, deny: Rule) -> bool:
    pairs = zip(allow._conditions(), deny._conditions(), strict=True)  # noqa: SLF001 - of the same class
    return all(not denied or (allowed and _lower(allowed) & _lower(denied)) for allowed, denied in pairs)


def _lower(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str.casefold, names))


def _each(names: Iterable[str] | None) -> list[frozenset[str]] | None:
    return None if names is None else [frozenset({name}) for name in names]
