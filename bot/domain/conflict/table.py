"""The table: every cause with its row, in order of precedence. The first that holds is the cause."""

from collections.abc import Callable, Mapping

from bot.domain.conflict import acts, answers, departures, movements
from bot.domain.conflict.explanation import Cause, Retry
from bot.domain.conflict.finding import Finding
from bot.domain.conflict.scene import Scene

Row = Callable[[Scene], Finding | None]

TABLE: Mapping[Cause, Row] = {
    Cause.DUPLICATE_REQUEST: acts.duplicate_request,
    Cause.CONVERSATION_ENDED: departures.conversation_ended,
    Cause.WRAP_UP_PENDING: departures.wrap_up_pending,
    Cause.WRONG_PARTICIPANT: departures.wrong_participant,
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: departures.participant_already_disconnected,
    Cause.PARTICIPANT_IN_TRANSITION: movements.participant_in_transition,
    Cause.CONCURRENT_ACTION: acts.concurrent_action,
    Cause.STUCK_CONVERSATION: movements.stuck_conversation,
    Cause.OWNED_BY_FLOW: movements.owned_by_flow,
    Cause.UNKNOWN_CONVERSATION: answers.unknown_conversation,
    Cause.PERMISSION_DENIED: answers.permission_denied,
    Cause.NO_USER_CONTEXT: answers.no_user_context,
    Cause.REJECTED_PAYLOAD: answers.rejected_payload,
    Cause.UNSUPPORTED_ROUTE: answers.unsupported_route,
    Cause.WRONG_REGION: answers.wrong_region,
    Cause.RATE_LIMITED: answers.rate_limited,
    Cause.PLATFORM_UNAVAILABLE: answers.platform_unavailable,
}

RETRY: Mapping[Cause, Retry] = {
    Cause.DUPLICATE_REQUEST: Retry.NO,
    Cause.CONVERSATION_ENDED: Retry.NO,
    Cause.WRAP_UP_PENDING: Retry.NO,
    Cause.WRONG_PARTICIPANT: Retry.AFTER,
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: Retry.NO,
    Cause.PARTICIPANT_IN_TRANSITION: Retry.AFTER,
    Cause.CONCURRENT_ACTION: Retry.AFTER,
    Cause.STUCK_CONVERSATION: Retry.NO,
    Cause.OWNED_BY_FLOW: Retry.AFTER,
    Cause.UNKNOWN_CONVERSATION: Retry.NO,
    Cause.PERMISSION_DENIED: Retry.NO,
    Cause.NO_USER_CONTEXT: Retry.NO,
    Cause.REJECTED_PAYLOAD: Retry.NO,
    Cause.UNSUPPORTED_ROUTE: Retry.NO,
    Cause.WRONG_REGION: Retry.NO,
    Cause.RATE_LIMITED: Retry.AFTER,
    Cause.PLATFORM_UNAVAILABLE: Retry.AFTER,
    Cause.NOT_PROVEN: Retry.AFTER,
}

# Seconds until pressing again makes sense, where the platform itself names none.
WAITS: Mapping[Cause, int] = {
    Cause.PARTICIPANT_IN_TRANSITION: 5,
    Cause.CONCURRENT_ACTION: 5,
    Cause.OWNED_BY_FLOW: 30,
    Cause.RATE_LIMITED: 60,
    Cause.PLATFORM_UNAVAILABLE: 30,
    Cause.NOT_PROVEN: 10,
}


def holding(scene: Scene) -> tuple[Finding, ...]:
    """List the rows that hold in the table's order; those by wording or by a part only stand behind all others.

    A request that went to a wrong address stands before all.
    """
    found = [finding for row in TABLE.values() if (finding := row(scene)) is not None]
    return tuple(sorted(found, key=lambda finding: (not finding.foremost, not finding.tabled)))
