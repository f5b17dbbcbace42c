"""What was asked of a platform and what it answered: evidence, kept as it was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.conversation import Conversation
from bot.domain.family import place_words


class Silence(StrEnum):
    """Why there is no answer. After a time-out nobody can know whether a write arrived."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"


class Fault(StrEnum):
    """Why an answer says nothing of what was asked.

    The sign-in was refused; or what every org has is not at the address that was asked; or what answered can't be read;
    or there is more of it than is read.
    """

    SIGN_IN = "sign_in"
    ADDRESS = "address"
    UNREADABLE = "unreadable"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Org:
    """One platform tenant. `host` is the API's host, `region` the vendor's domain (`apse1.pure.cloud`).

    `api_url` and `login_url` are where it answers, known for the orgs that are set up.
    """

    name: str
    platform: str = "genesys"
    host: str = ""
    region: str = ""
    api_url: str = ""
    login_url: str = ""

    @property
    def place(self) -> str:
        """Name platform and region, as a person would."""
        return place_words(self.platform, self.region)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was sent: `path` without the host, `body` as field names and values, or none."""

    method: str
    path: str
    body: Mapping[str, object] | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `status` 100..599; `code`, `message` and `fields` as its error body names them.

    `retry_after` is in seconds; `body` is the raw text, cut at 2,000 characters, never shown outside Details. `fault`:
    it says nothing of what was asked, and why; `asked` is then what that was, in a lead's words, and `unknown` what
    is not known without it.
    """

    status: int
    code: str | None = None
    message: str | None = None
    fields: tuple[str, ...] = ()
    trace_id: str | None = None
    retry_after: float | None = None
    body: str = ""
    fault: Fault | None = None
    asked: str = "what was asked for"
    unknown: str = ""

    @property
    def ok(self) -> bool:
        """Whether the platform said yes (2xx)."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the class of success

    def fault_words(self, where: str) -> str:
        """Say why the answer from somewhere (`there`, `at singapore`) is none; its own words with it."""
        said = (self.message or "").rstrip(". ")
        what = f"{self.asked[0].upper()}{self.asked[1:]}"
        if self.fault is Fault.ADDRESS:
            so = f", so it does not know {self.unknown}" if self.unknown else ""
            return f"Hangup did not find {self.asked} {where}{so}{f': {said}' if said else ''}."
        if self.fault is Fault.CUT:
            return f"{what} is too long {where} to be read to its end."
        if self.fault is Fault.UNREADABLE:
            return f"{what} could not be read {where}: what came is not the JSON that was due."
        return f"Hangup can't sign in {where}{f': {said}' if said else ''}."

    @property
    def did_nothing(self) -> bool:
        """Whether this answer proves that nothing was done: an unknown token, or too many requests."""
        return self.status in {401, 429}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A write and its answer: exactly one of `reply` and `silence` is there.

    `sent` is false where it is known that the write never left: there was no token to send it with.
    """

    request: Request
    reply: Reply | None = None
    silence: Silence | None = None
    sent: bool = True

    @property
    def accepted(self) -> bool:
        """Whether the platform accepted it; accepted is not done."""
        return self.reply is not None and self.reply.ok


@dataclass(frozen=True, slots=True)
class Reading:
    """One read of a conversation: the conversation, or the refusal, or silence."""

    at: datetime
    conversation: Conversation | None = None
    reply: Reply | None = None
    silence: Silence | None = None

    @property
    def status(self) -> int | None:
        """The HTTP status, if there was an answer."""
        return 200 if self.conversation is not None else self.reply.status if self.reply else None

    @property
    def not_found(self) -> bool:
        """Whether the platform said that it has no such conversation."""
        return self.status == 404  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Analytics:
    """What the platform's records say of a conversation: unknown to them, or its start and end."""

    at: datetime
    known: bool
    started_at: datetime | None = None
    ended_at: datetime | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class TokenProbe:
    """Whether an org's host takes our token for it."""

    at: datetime
    host: str
    accepted: bool
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Probes:
    """What was asked besides the conversation itself."""

    analytics: Analytics | None = None
    tokens: tuple[TokenProbe, ...] = field(default=())
