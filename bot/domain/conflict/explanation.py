"""An explanation: one cause, how certain it is, what proves it, and what to do now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cause(StrEnum):
    """Why the platform refused, in order of precedence."""

    DUPLICATE_REQUEST = "duplicate_request"
    CONVERSATION_ENDED = "conversation_ended"
    WRAP_UP_PENDING = "wrap_up_pending"
    WRONG_PARTICIPANT = "wrong_participant"
    PARTICIPANT_ALREADY_DISCONNECTED = "participant_already_disconnected"
    PARTICIPANT_IN_TRANSITION = "participant_in_transition"
    CONCURRENT_ACTION = "concurrent_action"
    STUCK_CONVERSATION = "stuck_conversation"
    OWNED_BY_FLOW = "owned_by_flow"
    UNKNOWN_CONVERSATION = "unknown_conversation"
    PERMISSION_DENIED = "permission_denied"
    NO_USER_CONTEXT = "no_user_context"
    REJECTED_PAYLOAD = "rejected_payload"
    UNSUPPORTED_ROUTE = "unsupported_route"
    WRONG_REGION = "wrong_region"
    RATE_LIMITED = "rate_limited"
    PLATFORM_UNAVAILABLE = "platform_unavailable"
    NOT_PROVEN = "not_proven"


class Certainty(StrEnum):
    """How sure an explanation is: the evidence is there; only the wording or a part of it; neither."""

    PROVEN = "proven"
    LIKELY = "likely"
    UNPROVEN = "unproven"


class Retry(StrEnum):
    """Whether pressing again helps."""

    YES = "yes"
    NO = "no"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact, where it was seen and when; `by` is a lead's Slack id where the fact is about somebody's act.

    `happened_at` is when it came about, by the platform's clock, which need not agree with ours.
    """

    fact: str
    source: str
    at: datetime | None = None
    by: str | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a lead needs to know about a refusal; plain sentences without markup, ids only in the evidence's `by`.

    `clause` is the headline as it goes on behind a colon: a name at its beginning keeps its capital, a word does not.
    """

    cause: Cause
    certainty: Certainty
    headline: str
    evidence: tuple[Evidence, ...] = ()
    also: tuple[tuple[Cause, Certainty], ...] = ()
    ruled_out: tuple[str, ...] = ()
    retry: Retry = Retry.NO
    retry_after_s: int | None = None
    next_steps: tuple[str, ...] = ()
    trace_id: str | None = None
    stand_in_id: str | None = None
    clause: str = ""
