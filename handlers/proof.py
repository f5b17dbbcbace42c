"""Who posts a notice: shown by a secret in a header, or by a signature over the body and the time."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

from bot.settings.webhooks import WebhookSettings

TOKEN_HEADER = "X-Hangup-Token"  # noqa: S105 - a header's name
TIME_HEADER, SIGNATURE_HEADER = "X-Hangup-Timestamp", "X-Hangup-Signature"
OLDEST_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def shows_itself(source: WebhookSettings, raw: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    """Tell whether a request bears the source's secret, or a signature of it that is at most five minutes old.

    The signature is `v1=` and the hex HMAC-SHA256, keyed with the secret, of `v1:{timestamp}:{body}`.
    """
    try:
        secret = source.known_secret()
    except (OSError, ValueError):
        return False
    if source.proof == "hmac":
        return _signed(secret, raw, headers.get(TIME_HEADER, ""), headers.get(SIGNATURE_HEADER, ""), now)
    scheme, _, bearer = headers.get("Authorization", "").partition(" ")
    shown = headers.get(TOKEN_HEADER) or (bearer if scheme.lower() == "bearer" else "")
    return hmac.compare_digest(shown.strip().encode("utf-8", "surrogateescape"), secret.encode())


def signature_of(secret: str, raw: bytes, timestamp: str) -> str:
    """Sign a body as a source does."""
    made = hmac.new(secret.encode(), b"v1:" + timestamp.encode() + b":" + raw, hashlib.sha256)
    return f"v1={made.hexdigest()}"


def _signed(secret: str, raw: bytes, timestamp: str, signature: str, now: datetime) -> bool:
    if not _TIMESTAMP.fullmatch(timestamp) or not signature.isascii():
        return False
    if abs(now.timestamp() - int(timestamp)) > OLDEST_SECONDS:
        return False
    return hmac.compare_digest(signature_of(secret, raw, timestamp), signature)
