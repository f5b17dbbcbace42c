"""Access tokens: the access-key sign-in of User Hub, and the password grant of registered applications.

https://developer.niceincontact.com/Documentation/UserHubGettingStarted
https://developer.niceincontact.com/Documentation/GettingStarted
"""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from playground.cxone.refusals import RefusalError
from playground.pretend.exchange import Asked

CLIENT_ID = "pretend-app@pretend"
CLIENT_SECRET = "pretend-app-secret"


class Tokens:
    """The tokens that a tenant's sign-in gave out. `life` is in seconds; `claims` are what each token carries."""

    def __init__(self, key_id: str, key_secret: str, claims: Mapping[str, Any]) -> None:
        self.life = 3600
        self._key = (key_id, key_secret)
        self._claims = claims
        self._ends: dict[str, datetime] = {}
        self._refreshing: set[str] = set()

    def by_access_key(self, asked: Asked, now: datetime) -> dict[str, object]:
        """Answer `POST /authentication/v1/token/access-key`. Raises `RefusalError`."""
        try:
            sent = json.loads(asked.raw or "null")
        except ValueError:
            sent = None
        if not isinstance(sent, dict) or not {"accessKeyId", "accessKeySecret"} <= sent.keys():
            raise _refusal(400, "invalid_request", "accessKeyId and accessKeySecret are required")
        if (sent["accessKeyId"], sent["accessKeySecret"]) != self._key:
            raise _refusal(401, "invalid_grant", "Unauthorized")
        return self._granted(now)

    def by_password(self, asked: Asked, now: datetime) -> dict[str, object]:
        """Answer `POST /auth/token`, which knows no `client_credentials`. Raises `RefusalError`."""
        form = {name: values[0] for name, values in parse_qs(asked.raw).items()}
        if _client(asked.header("Authorization"), form) != (CLIENT_ID, CLIENT_SECRET):
            raise _refusal(401, "invalid_client", f"Client application '{CLIENT_ID}' not authorized for user")
        match form.get("grant_type"):
            case "password":
                if (form.get("username"), form.get("password")) != self._key:
                    words = f"Client application '{CLIENT_ID}' not authorized for user"
                    raise _refusal(401, "invalid_grant", words)
            case "refresh_token":
                if form.get("refresh_token") not in self._refreshing:
                    raise _refusal(400, "invalid_grant", "the refresh token is not known")
            case other:
                raise _refusal(400, "unsupported_grant_type", f"unsupported grant type: {other or 'none'}")
        return self._granted(now)

    def rotate(self, key_secret: str) -> None:
        """Take another secret from now on, and no token that the old one got."""
        self._key = (self._key[0], key_secret)
        self.revoke_all()

    def revoke_all(self) -> None:
        """Make every token given out so far worthless."""
        self._ends.clear()
        self._refreshing.clear()

    def check(self, authorization: str, now: datetime) -> None:
        """Raise 401 for a token that is not, or no longer, good."""
        kind, _, word = authorization.partition(" ")
        ends = self._ends.get(word)
        if kind.lower() != "bearer" or ends is None or now >= ends:
            raise RefusalError(401)

    def _granted(self, now: datetime) -> dict[str, object]:
        ends = now + timedelta(seconds=self.life)
        claims = {**self._claims, "iat": int(now.timestamp()), "exp": int(ends.timestamp())}
        word = ".".join((_part({"alg": "RS256", "typ": "JWT"}), _part(claims), secrets.token_urlsafe(32)))
        refresh = secrets.token_urlsafe(24)
        self._ends[word] = ends
        self._refreshing.add(refresh)
        return {
            "access_token": word,
            "token_type": "Bearer",
            "refresh_token": refresh,
            "expires_in": self.life,
            "id_token": word,
        }


def _part(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _client(authorization: str, form: Mapping[str, str]) -> tuple[str, str]:
    kind, _, word = authorization.partition(" ")
    if kind.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        client_id, _, client_secret = base64.b64decode(word, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return client_id, client_secret


def _refusal(status: int, error: str, words: str) -> RefusalError:
    return RefusalError(status, words, body={"error": error, "error_description": words}, says="body")
