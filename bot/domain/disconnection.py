"""A disconnection: one lead's demand that one participant leaves one conversation, with its whole life."""

import itertools
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.conversation import Conversation
from bot.domain.participant import Standing

READ_BACK_SECONDS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 4.0, 4.0)
LEASE_SECONDS = 30.0
RENEW_SECONDS = 5.0
RESEND_WITHIN_SECONDS = 30.0
RECENT_SECONDS = 60.0
RECHECK_SECONDS = (60.0, 300.0)
WRITE_WITHIN_SECONDS = 2.0


def waits_of(looks: int, waits: tuple[float, ...] = READ_BACK_SECONDS) -> tuple[float, ...]:
    """Plan so many looks (at least one) over the same time as all: the last one stays, early ones before later ones."""
    looks = max(1, min(looks, len(waits)))
    kept: list[int] = []
    for number in range(looks):
        # Most that leave do so at once: the gaps grow.
        wanted = round((number / (looks - 1)) ** 1.2 * (len(waits) - 1)) if looks > 1 else len(waits) - 1
        kept.append(min(max(wanted, kept[-1] + 1 if kept else 0), len(waits) - looks + number))
    bounds = [-1, *kept]
    return tuple(sum(waits[first + 1 : last + 1]) for first, last in itertools.pairwise(bounds))


class Act(StrEnum):
    """What is demanded."""

    DISCONNECT = "disconnect"
    END_CONVERSATION = "end_conversation"


class Outcome(StrEnum):
    """How far a disconnection has come; the last four are final."""

    REQUESTED = "requested"
    SENDING = "sending"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    REFUSED = "refused"
    NOT_SENT = "not_sent"

    @property
    def in_flight(self) -> bool:
        """Whether it is not settled yet."""
        return self in {Outcome.REQUESTED, Outcome.SENDING, Outcome.ACCEPTED}


class Phase(StrEnum):
    """What a lead decides by: is this participant talking, or waiting to, or gone."""

    CONNECTED = "connected"
    WAITING = "waiting"
    GONE = "gone"

    @classmethod
    def of(cls, standing: Standing) -> "Phase":
        """Tell the phase of a state; an unknown or idle state counts as waiting."""
        match standing:
            case Standing.CONNECTED:
                return cls.CONNECTED
            case Standing.WRAP_UP | Standing.ENDED:
                return cls.GONE
            case _:
                return cls.WAITING


@dataclass(frozen=True, slots=True)
class Preview:
    """What the lead saw when asked to confirm; for a whole conversation `phase` is connected while it lives."""

    phase: Phase
    others: int
    user_id: str | None = None

    @classmethod
    def of(cls, conversation: Conversation, participant_id: str | None) -> "Preview":
        """Take what matters for the decision from a conversation as it was just read."""
        people = sum(p.is_person and p.id != participant_id for p in conversation.live)
        if participant_id is None:
            return cls(Phase.GONE if conversation.ended else Phase.CONNECTED, people)
        found = conversation.participant(participant_id)
        if found is None:
            return cls(Phase.GONE, people)
        return cls(Phase.of(conversation.standing(found)), people, found.user_id)


class Change(StrEnum):
    """What is different from what the lead saw; hold, mute and recording do not count."""

    CONVERSATION_ENDED = "conversation_ended"
    LEFT = "left"
    MOVED = "moved"
    CONNECTED = "connected"
    WAITING = "waiting"
    PEOPLE_JOINED = "people_joined"
    PEOPLE_LEFT = "people_left"


def changes(seen: Preview, now: Conversation, participant_id: str | None) -> tuple[Change, ...]:
    """Compare what the lead saw with the conversation as it is now, the weightiest change first."""
    if now.ended:
        return (Change.CONVERSATION_ENDED,)
    current = Preview.of(now, participant_id)
    found: list[Change] = []
    if participant_id is not None and current.phase is Phase.GONE:
        gone = now.participant(participant_id)
        moved = gone is not None and now.stand_in_for(gone) is not None
        found.append(Change.MOVED if moved else Change.LEFT)
    elif current.phase is not seen.phase:
        found.append(Change.CONNECTED if current.phase is Phase.CONNECTED else Change.WAITING)
    if current.others != seen.others:
        found.append(Change.PEOPLE_JOINED if current.others > seen.others else Change.PEOPLE_LEFT)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in Slack the demand was made, so that the answer finds its way back, after a crash too."""

    user_id: str
    view_id: str = ""
    channel_id: str | None = None
    message_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Disconnection:
    """A demand and how far it has come.

    `id` is the reference that people quote; `key` is the view's id, so that a repeated submit joins the first;
    `participant_id` is None when the whole conversation is to end; `owner` is the process that is at work on it.
    """

    id: str
    key: str
    act: Act
    org: str
    conversation_id: str
    participant_id: str | None
    lead: str
    reason: str
    seen: Preview
    origin: Origin
    requested_at: datetime
    participant_name: str = ""
    note: str = ""
    outcome: Outcome = Outcome.REQUESTED
    owner: str | None = None
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    settled_at: datetime | None = None
    trace_id: str | None = None
    detail: str = ""
    cause: str | None = None
    settled_by_other: bool = False

    def reached(self, outcome: Outcome, at: datetime, **facts: object) -> "Disconnection":
        """Return this disconnection one step further, at a moment, with what became known."""
        stamps: dict[str, object] = {}
        match outcome:
            case Outcome.SENDING:
                stamps = {"sent_at": at}
            case Outcome.ACCEPTED:
                stamps = {"accepted_at": at}
            case Outcome.CONFIRMED | Outcome.NOT_CONFIRMED | Outcome.REFUSED | Outcome.NOT_SENT:
                stamps = {"settled_at": at}
            case Outcome.REQUESTED:
                pass
        return replace(self, outcome=outcome, **stamps, **facts)  # type: ignore[arg-type]

    def fixed_on(self, now: Conversation) -> str | None:
        """Say why this can't be asked of the platform at all, if that is so."""
        if self.participant_id is None:
            return now.fixed
        person = now.participant(self.participant_id)
        return person.fixed if person is not None else None


@dataclass(frozen=True, slots=True)
class PastAct:
    """What the ledger remembers of an act on a conversation: who, when, how far it came."""

    at: datetime
    by: str
    conversation_id: str
    participant_id: str | None
    outcome: Outcome
    id: str = ""
