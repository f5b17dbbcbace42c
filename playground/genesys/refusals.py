"""What the platform says when it says no: codes, texts and the one shape of an error body.

The codes and texts are the ones its published definition lists for these operations:
https://developer.genesys.cloud/devapps/api-explorer
"""

from collections.abc import Mapping, Sequence
from typing import Any

CONFLICT_TEXT = "The request conflicts with the current state of the target resource."

TEXTS: Mapping[str, tuple[int, str]] = {
    "bad.request": (400, "The request could not be understood by the server due to malformed syntax."),
    "invalid.value": (400, "Value [%s] is not valid for field type [%s]. Allowable values are: %s"),
    "not.a.user": (
        400,
        "This request requires a user context. Client credentials cannot be used for requests to this resource.",
    ),
    "communication.state.required": (400, "Can only update a communication's state to disconnected."),
    "conversation.error.call.disconnected": (400, "The call is already disconnected."),
    "conversation.error.participant.no.active.conversations": (400, "Participant has no active conversations"),
    "postino.error.wrong.org": (400, "Request organization is incorrect for this conversation."),
    "authentication.required": (401, "No authentication bearer token specified in authorization header."),
    "bad.credentials": (401, "Invalid login credentials."),
    "missing.any.permissions": (
        403,
        "Unable to perform the requested action. You must have at least one of the following permissions assigned: %s",
    ),
    "not.authorized": (403, "You are not authorized to perform the requested action."),
    "not.found": (404, "The requested resource was not found."),
    "conversation.error.conversation.not.found": (404, "The conversation does not exist."),
    "conversation.error.not.conversation.participant": (404, "User is not a participant in the conversation."),
    "method.not.allowed": (405, "HTTP 405 Method Not Allowed"),
    "conflict": (409, CONFLICT_TEXT),
    "unsupported.media.type": (
        415,
        (
            "Unsupported Media Type - Unsupported or incorrect media type, "
            "such as an incorrect Content-Type value in the header."
        ),
    ),
    "too.many.requests": (429, "Rate limit exceeded the maximum. Retry the request in [%s] seconds"),
    "internal.server.error": (
        500,
        "The server encountered an unexpected condition which prevented it from fulfilling the request.",
    ),
    "service.unavailable": (
        503,
        "Service Unavailable - The server is currently unavailable (because it is overloaded or down for maintenance).",
    ),
    "request.timeout": (504, "The request timed out."),
}

_FIRST_CODE_OF = {
    400: "bad.request",
    401: "bad.credentials",
    403: "not.authorized",
    404: "not.found",
    405: "method.not.allowed",
    409: "conflict",
    415: "unsupported.media.type",
    429: "too.many.requests",
    500: "internal.server.error",
    503: "service.unavailable",
    504: "request.timeout",
}


class RefusalError(Exception):
    """A request that ends in an error answer. `body` is what is sent, but for the trace id."""

    def __init__(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def error_body(
    code: str, *params: object, status: int | None = None, message: str | None = None, fields: Sequence[str] = ()
) -> dict[str, Any]:
    """Compose the platform's ErrorBody, all but its `contextId`, which the server fills in with the trace id."""
    usual, text = TEXTS.get(code, (500, ""))
    text = message or text
    return {
        "message": text % tuple(str(one) for one in params) if params else text.replace("[%s]", "").replace("%s", ""),
        "code": code,
        "status": status or usual,
        "messageParams": {str(place): str(one) for place, one in enumerate(params)},
        "details": [{"errorCode": code, "fieldName": one} for one in fields],
        "errors": [],
    }


def refusal(
    code: str,
    *params: object,
    status: int | None = None,
    message: str | None = None,
    fields: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
) -> RefusalError:
    """Make the refusal with this official code; `status` and `message` override what the code usually has."""
    body = error_body(code, *params, status=status, message=message, fields=fields)
    return RefusalError(body["status"], body, headers)


def body_for(status: int, retry_after: str = "60") -> dict[str, Any]:
    """Compose the body that the platform would send with this status when nobody said anything closer."""
    code = _FIRST_CODE_OF.get(status, "internal.server.error")
    return error_body(code, *((retry_after,) if code == "too.many.requests" else ()), status=status)
