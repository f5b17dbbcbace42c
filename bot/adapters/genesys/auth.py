"""The token of one org: client credentials, fetched when needed, forgotten when refused."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from bot.adapters.genesys.wire import reply_from
from bot.domain.exchange import Reply, Silence
from bot.ports import Clock

EARLY = timedelta(seconds=60)
TOKEN_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """An OAuth client's id and secret; the secret never appears in a `repr`."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Credentials(client_id={self.client_id!r})"


class TokenRefusedError(Exception):
    """No token: the login host refused the client, or did not answer."""

    def __init__(self, reply: Reply | None, silence: Silence | None) -> None:
        super().__init__("no token")
        self.reply = reply
        self.silence = silence


class Token:
    """The bearer token of one OAuth client.

    https://developer.genesys.cloud/authorization/platform-auth/use-client-credentials : a form post to the login host
    with HTTP Basic; the answer has `access_token` and `expires_in` seconds, and no refresh token.
    """

    def __init__(
        self, http: httpx.AsyncClient, clock: Clock, login_url: str, credentials: Callable[[], Credentials]
    ) -> None:
        self._http, self._clock, self._url = http, clock, f"{login_url}/oauth/token"
        self._credentials = credentials
        self._value: str | None = None
        self._until: datetime | None = None
        self._lock = asyncio.Lock()

    async def get(self) -> str:
        """Give a token that is good for a minute at least; raises `TokenRefusedError`."""
        async with self._lock:
            if self._value is None or self._until is None or self._clock.now() >= self._until:
                await self._fetch()
            return self._value or ""

    def forget(self, value: str) -> None:
        """Drop a token that was refused, unless it was replaced already."""
        if self._value == value:
            self._value = None

    async def _fetch(self) -> None:
        client = self._credentials()
        try:
            async with self._clock.timeout(TOKEN_SECONDS):
                answer = await self._http.post(
                    self._url,
                    data={"grant_type": "client_credentials"},
                    auth=httpx.BasicAuth(client.client_id, client.client_secret),
                )
        except (TimeoutError, httpx.TimeoutException):
            raise TokenRefusedError(None, Silence.TIMEOUT) from None
        except httpx.HTTPError:
            raise TokenRefusedError(None, Silence.CONNECTION) from None
        try:
            given = answer.json() if answer.is_success else {}
        except ValueError:
            given = {}
        if not isinstance(given, dict) or not isinstance(given.get("access_token"), str):
            # The body of a token endpoint is never kept: on success it is the token itself.
            raise TokenRefusedError(reply_from(answer.status_code, answer.headers, ""), None)
        self._value = given["access_token"]
        lifetime = given.get("expires_in")
        seconds = lifetime if isinstance(lifetime, int) and lifetime > 0 else 300
        self._until = self._clock.now() + timedelta(seconds=seconds) - min(EARLY, timedelta(seconds=seconds / 2))
