"""Access tokens of the client credentials grant, and the request window of each.

https://developer.genesys.cloud/authorization/platform-auth/use-client-credentials
https://developer.genesys.cloud/platform/api/rate-limits
"""

import base64
import binascii
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from playground.genesys.refusals import RefusalError, refusal

LIFE = timedelta(seconds=86400)
WINDOW = timedelta(seconds=60)


@dataclass
class _Token:
    ends: datetime
    window_ends: datetime
    count: int = 0


@dataclass(frozen=True)
class Spent:
    """How much of its window a token has used: requests, requests allowed, seconds until the window ends."""

    count: int
    allowed: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Say it as the platform's answers do."""
        return {
            "inin-ratelimit-count": str(self.count),
            "inin-ratelimit-allowed": str(self.allowed),
            "inin-ratelimit-reset": str(self.reset),
        }


class Tokens:
    """The tokens that one login host gave out."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self._client = (client_id, client_secret)
        self._tokens: dict[str, _Token] = {}

    def grant(self, authorization: str, form: str, now: datetime) -> Mapping[str, object]:
        """Answer `POST /oauth/token`. Raises `RefusalError` in the login host's own shape, which is not ErrorBody."""
        grant_type = parse_qs(form).get("grant_type", [""])[0]
        if grant_type != "client_credentials":
            raise _login_refusal(400, "unsupported_grant_type", f"unsupported grant type: {grant_type or 'none'}")
        client_id, client_secret = _basic(authorization)
        if client_id != self._client[0]:
            raise _login_refusal(400, "invalid_client", "client not found")
        if client_secret != self._client[1]:
            raise _login_refusal(401, "invalid_client", "authentication failed")
        word = secrets.token_urlsafe(40)
        self._tokens[word] = _Token(ends=now + LIFE, window_ends=now + WINDOW)
        return {"access_token": word, "token_type": "bearer", "expires_in": int(LIFE.total_seconds())}

    def rotate(self, client_secret: str) -> None:
        """Take another secret from now on, and no token that the old one got."""
        self._client = (self._client[0], client_secret)
        self.revoke_all()

    def revoke_all(self) -> None:
        """Make every token given out so far worthless."""
        self._tokens.clear()

    def spend(self, authorization: str, allowed: int, now: datetime) -> Spent:
        """Count one request against the token. Raises 401 for a token that is not, or no longer, good."""
        kind, _, word = authorization.partition(" ")
        if kind.lower() != "bearer" or not word:
            raise refusal("authentication.required")
        token = self._tokens.get(word)
        if token is None or now >= token.ends:
            raise refusal("bad.credentials")
        if now >= token.window_ends:
            token.count, token.window_ends = 0, now + WINDOW
        token.count += 1
        return Spent(token.count, allowed, max(1, math.ceil((token.window_ends - now).total_seconds())))


def _basic(authorization: str) -> tuple[str, str]:
    kind, _, word = authorization.partition(" ")
    try:
        client_id, _, client_secret = base64.b64decode(word, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        kind = ""
        client_id = client_secret = ""
    if kind.lower() != "basic":
        raise _login_refusal(400, "invalid_request", "client credentials are missing")
    return client_id, client_secret


def _login_refusal(status: int, error: str, words: str) -> RefusalError:
    return RefusalError(status, {"error": error, "description": words, "error_description": words})
