"""Verdicts: what Slack's answer to a letter means for it.

https://docs.slack.dev/reference/methods/chat.postMessage and https://docs.slack.dev/reference/methods/chat.update
"""

from dataclasses import dataclass
from enum import Enum, auto

import aiohttp
from slack_sdk.errors import SlackApiError

BUSY = "ratelimited"
TOO_MANY = 429
SERVER_ERROR = 500
LONGEST_WAIT = 3600.0

_SLACKS_OWN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_THREAD = frozenset({"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"})
# The app itself is shut out: that is no letter's fault, and a reinstalled app may send them all.
_SHUT_OUT = frozenset(
    {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed", "org_login_required"}
)
_UNFIT = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_attachments", "no_text"}
)


class Fate(Enum):
    """What is to become of a letter that Slack did not take."""

    WAIT = auto()  # Slack is slow, down or busy: the same again later
    SHUT_OUT = auto()  # nothing can be said until somebody reinstalls the app
    GONE = auto()  # the message that was to be changed is no more
    LOOSE = auto()  # the thread is no more
    UNFIT = auto()  # Slack does not take these blocks
    ELSEWHERE = auto()  # the channel does not take it


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one attempt.

    `retry_after` is Slack's own, in seconds; `unsure`: Slack may have done it all the same.
    """

    fate: Fate
    code: str
    retry_after: float | None = None
    unsure: bool = False


def verdict_of(error: BaseException) -> Verdict:
    """Read a refusal or a silence."""
    if not isinstance(error, SlackApiError):
        # A connection that was never made has carried nothing.
        return Verdict(Fate.WAIT, type(error).__name__, unsure=not isinstance(error, aiohttp.ClientConnectorError))
    status = int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0) or 0)
    code = _code_of(error)
    if status == TOO_MANY or code in {BUSY, "rate_limited"}:
        return Verdict(Fate.WAIT, BUSY, retry_after=_retry_after(error))
    if status >= SERVER_ERROR or code in _SLACKS_OWN:
        return Verdict(Fate.WAIT, code or str(status), unsure=True)
    if not code:
        return Verdict(Fate.WAIT, f"HTTP {status}", unsure=True)
    for codes, fate in ((_SHUT_OUT, Fate.SHUT_OUT), (_GONE, Fate.GONE), (_THREAD, Fate.LOOSE), (_UNFIT, Fate.UNFIT)):
        if code in codes:
            return Verdict(fate, code)
    return Verdict(Fate.ELSEWHERE, code)


def _code_of(error: SlackApiError) -> str:
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""


def _retry_after(error: SlackApiError) -> float:
    """Read `Retry-After`: whole seconds; what is missing or no number counts as one.

    https://docs.slack.dev/apis/web-api/rate-limits
    """
    given = str(getattr(error.response, "headers", {}).get("Retry-After", ""))
    return min(float(given), LONGEST_WAIT) if given.isdecimal() else 1.0
