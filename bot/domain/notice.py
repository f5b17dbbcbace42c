"""A notice: what a source outside told us, by a webhook, of a problem, of its end, or only that it is there."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from bot.domain.alert import Severity


class Tiding(StrEnum):
    """What a notice says of its problem."""

    FIRING = "firing"
    RESOLVED = "resolved"
    HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True)
class FailedCall:
    """A call of a platform's API that somebody else's script made, as the script tells it.

    `status` is None where there was no answer (a NICE CXone Studio script says -1 or nothing then). `content_type` is
    what the script sent its body as, `body` the start of that body, `answer` the start of what came back.
    """

    url: str
    method: str = "POST"
    status: int | None = None
    description: str = ""
    content_type: str = ""
    body: str = ""
    answer: str = ""
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What was told, freed from the form it came in; words without markup, each cut to a length that a card takes.

    `key` tells one problem of this source from another. `about` are further facts by name, as the source gave them.
    `signature` is the one that it came with: it counts once.
    """

    id: str
    source: str
    received_at: datetime
    key: str
    tiding: Tiding = Tiding.FIRING
    title: str = ""
    text: str = ""
    severity: Severity | None = None
    since: datetime | None = None
    conversation_id: str = ""
    participant_id: str = ""
    call: FailedCall | None = None
    about: tuple[tuple[str, str], ...] = field(default=())
    remark: str = ""
    signature: str = ""

    @property
    def problem_key(self) -> str:
        """The key of its alert."""
        return f"{self.source}/{self.key}"


def key_of(*parts: str) -> str:
    """Make a key of what tells a problem apart, for a source that gives none."""
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
