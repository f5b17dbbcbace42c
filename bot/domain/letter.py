"""A letter: something to be said in Slack that waits in the outbox until it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Urgency(IntEnum):
    """Which letters go first when not all can; lower goes first."""

    ANSWER = 0
    ALERT = 1
    REFRESH = 2

    @property
    def keeps(self) -> timedelta:
        """How long it is tried to say this: the end of a demand for a day, a refresh only while it is fresh."""
        match self:
            case Urgency.ANSWER:
                return timedelta(hours=24)
            case Urgency.ALERT:
                return timedelta(hours=12)
            case Urgency.REFRESH:
                return timedelta(minutes=10)


class Way(StrEnum):
    """How a letter is said: in a message of its own, or by changing one that stands."""

    POST = "post"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, rendered, and what is to be done when it can't be delivered.

    `channel` is a channel's id, or a person's for a direct message; with `message_ts` that message is changed, with
    `thread_ts` it is an answer in a thread. Of the letters about one `subject` only the newest is sent. `reference` is
    the id that people quote, `lead` who is told by direct message when the channel does not take the letter, with
    nothing but the reason if the letter is `echoed` to them anyway. `tells` is the demand whose lead has been told once
    this is sent. `org` and `conversation_id` say whose card it is, `alert` which alert's; a thread's
    answer that is `broadcast` is seen by the whole channel.
    """

    channel: str
    text: str
    blocks: list[dict[str, object]]
    written_at: datetime
    urgency: Urgency = Urgency.ANSWER
    subject: str = ""
    message_ts: str | None = None
    thread_ts: str | None = None
    reference: str = ""
    lead: str = ""
    echoed: bool = False
    tells: str = ""
    org: str = ""
    conversation_id: str = ""
    posted_again: bool = False
    alert: str = ""
    broadcast: bool = False

    @property
    def way(self) -> Way:
        """How it is said."""
        return Way.POST if self.message_ts is None else Way.UPDATE

    @property
    def expires_at(self) -> datetime:
        """When it is given up."""
        return self.written_at + self.urgency.keeps


def card_subject(channel: str, message_ts: str) -> str:
    """Name the subject of all letters that change one card."""
    return f"card:{channel}:{message_ts}"


def alert_subject(alert_id: str) -> str:
    """Name the subject of all letters that post or change an alert's card."""
    return f"alert:{alert_id}"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message stands: the channel's id, a direct message's own one too, and Slack's timestamp."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A letter taken out to be sent, under a lease: nobody else sends it meanwhile.

    `attempts` counts the times before this one; `repeated` says that one of them may have reached Slack.
    """

    id: int
    owner: str
    letter: Letter
    attempts: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """How fast may be sent: so many letters a minute each way, and so many seconds between two posts in a channel.

    `reserved` is the part of it that is kept for answers.
    """

    per_minute: Mapping[Way, int] = field(default_factory=dict)
    channel_seconds: float = 1.0
    reserved: float = 0.2

    def of(self, way: Way, urgency: Urgency) -> int:
        """Tell how many letters of this urgency may go this way in a minute, all others counted in."""
        limit = self.per_minute[way]
        return limit if urgency is Urgency.ANSWER else int(limit * (1 - self.reserved))


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many letters wait, and since when the oldest of those that matter (no refreshes) does."""

    letters: int = 0
    since: datetime | None = None
