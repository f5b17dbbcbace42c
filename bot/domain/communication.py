"""One medium's leg of a participant: a call, an email, a message thread, a callback."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Media(StrEnum):
    """The media type of a communication, in the field's word for one of them."""

    CALL = "call"
    CALLBACK = "callback"
    CHAT = "chat"
    COBROWSE = "cobrowse"
    EMAIL = "email"
    MESSAGE = "message"
    INTERNAL_MESSAGE = "internal message"
    SCREEN_MONITORING = "screen monitoring"
    SCREENSHARE = "screen share"
    SOCIAL = "social expression"
    VIDEO = "video"
    VOICEMAIL = "voicemail"
    WORK_ITEM = "work item"
    FAX = "fax"
    DIGITAL = "digital contact"
    OTHER = "other"


class State(StrEnum):
    """The state of one communication; a word that is not listed is `UNKNOWN` and kept raw beside it."""

    CONNECTED = "connected"
    TRANSMITTING = "transmitting"
    UPLOADING = "uploading"
    CONVERTING = "converting"
    DIALING = "dialing"
    CONTACTING = "contacting"
    OFFERING = "offering"
    ALERTING = "alerting"
    PARKED = "parked"
    SCHEDULED = "scheduled"
    NONE = "none"
    DISCONNECTED = "disconnected"
    TERMINATED = "terminated"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, word: str) -> "State":
        """Read a platform's word, whatever its case."""
        try:
            return cls(word.strip().lower())
        except ValueError:
            return cls.UNKNOWN


ENDED_STATES = frozenset({State.DISCONNECTED, State.TERMINATED})
IN_TRANSITION_STATES = frozenset(
    {
        State.ALERTING,
        State.DIALING,
        State.CONTACTING,
        State.OFFERING,
        State.TRANSMITTING,
        State.UPLOADING,
        State.CONVERTING,
    }
)


@dataclass(frozen=True, slots=True)
class Communication:
    """A leg: what medium, in which state, since when; `raw_state` is the platform's own word."""

    id: str
    media: Media
    state: State
    raw_state: str = ""
    direction: str | None = None
    held: bool = False
    muted: bool = False
    confined: bool = False
    alerting_since: datetime | None = None
    connected_at: datetime | None = None
    held_since: datetime | None = None
    ended_at: datetime | None = None
    scheduled_for: datetime | None = None
    disconnect_type: str | None = None
    error: str | None = None
    peer_id: str | None = None
    wrapup_given: bool = False
    after_call_work: str | None = None
    after_call_work_required: bool = False

    @property
    def ended(self) -> bool:
        """Whether this leg is over: `disconnected` (the other side left) and `terminated` (both did) alike."""
        return self.state in ENDED_STATES

    @property
    def wrapup_pending(self) -> bool:
        """Whether the platform still waits for this leg's after-call work."""
        return (self.after_call_work or "").lower() == "pending" and not self.wrapup_given
