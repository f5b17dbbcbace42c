"""Is this request from Slack? Its signature, and its age, by our clock.

https://docs.slack.dev/authentication/verifying-requests-from-slack : HMAC-SHA256 over `v0:{timestamp}:{body}`; older
than five minutes is refused.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification

from bot.ports import Clock

OLDEST_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")

log = structlog.get_logger()


class Signature(AsyncRequestVerification):
    """The check, for whoever holds a request's raw bytes; as Bolt's middleware it stands in for Bolt's own."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        super().__init__(signing_secret)
        self._secret, self._clock = signing_secret.encode(), clock

    @property
    def verifier(self) -> Any:
        """Who is asked by Bolt's part of it."""
        return self

    def verify(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Tell whether Slack signed these bytes, lately. Header names are taken as HTTP does, in any case."""
        timestamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        if self._signed(body, timestamp, signature):
            return True
        self._debug_log_error(signature, timestamp, body)
        return False

    def is_valid(self, body: str | bytes, timestamp: str | None, signature: str | None) -> bool:
        """Answer Bolt, which asks so."""
        raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        return self._signed(raw, timestamp or "", signature or "")

    def _signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        # Refused before they are used: an odd one would raise, and Slack would see a 500.
        if not _TIMESTAMP.fullmatch(timestamp) or not signature.isascii():
            return False
        if abs(self._clock.now().timestamp() - int(timestamp)) > OLDEST_SECONDS:
            return False
        made = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"v0={made}", signature)

    @staticmethod
    def _debug_log_error(signature: str, timestamp: str, body: str | bytes) -> None:  # noqa: ARG004 - Bolt calls it so
        log.warning("slack.signature_refused", timestamp=timestamp[:20], bytes=len(body))
