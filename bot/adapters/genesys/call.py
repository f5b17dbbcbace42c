"""What a script says of its failed call -> a conflict, by the same reading as a captured case."""

from urllib.parse import urlsplit

from bot.adapters.genesys.case import conflict_from_case
from bot.domain.conflict import Conflict
from bot.domain.notice import FailedCall, Notice


def conflict_of_call(call: FailedCall, notice: Notice) -> Conflict:
    """Read a call; what a description says stands for an answer's body where the script kept none."""
    at = notice.received_at.isoformat()
    answered = {
        "status": call.status,
        "headers": {"ININ-Correlation-Id": call.trace_id} if call.trace_id else {},
        "body": call.answer or ({"message": call.description} if call.description else None),
    }
    return conflict_from_case(
        {
            "now": at,
            "org": {"host": _host(call.url)},
            "request": {
                "method": call.method,
                "path": call.url,
                "body": call.body or None,
                "sent_at": (notice.since or notice.received_at).isoformat(),
                "participant_id": notice.participant_id or None,
            },
            "response": answered if call.status is not None else None,
            "error": None if call.status is not None else "connection",
        }
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
