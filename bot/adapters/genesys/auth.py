"""The token of one org: client credentials, fetched when needed, forgotten when refused."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import structlog

from bot.adapters.genesys.wire import reply_from
from bot.adapters.refused_sign_in import without_secrets
from bot.domain.exchange import Reply, Silence
from bot.ports import Clock

EARLY = timedelta(seconds=60)
TOKEN_SECONDS = 6.0
# A login host that hangs or is in trouble is not asked again by everybody in turn.
REMEMBERED_SECONDS = 5.0
LONGEST_LIFE_SECONDS = 172_800  # https://developer.genesys.cloud/devapps/api-explorer: OAuthClient, two days at most

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Credentials:
    """An OAuth client's id and secret; the secret never appears in a `repr`."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Credentials(client_id={self.client_id!r})"


class TokenRefusedError(Exception):
    """No token: the login host refused the client (`reply`), or did not answer (`silence`: how)."""

    def __init__(self, reply: Reply | None, silence: Silence | None) -> None:
        super().__init__("no token")
        self.reply = reply
        self.silence = silence

    @property
    def lasting(self) -> bool:
        """Whether the next request would most likely meet the same: silence, or a 5xx."""
        return self.reply is None or self.reply.status >= 500  # noqa: PLR2004 - HTTP's range


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
        self._fetches = 0
        self._failed: TokenRefusedError | None = None
        self._failed_until: datetime | None = None

    async def get(self) -> str:
        """Give a token that is good for a minute at least; raises `TokenRefusedError`.

        Whoever waits while a token is fetched shares what comes of it, a failure too. Silence and a 5xx of the login
        host stand for 5 s.
        """
        fetches = self._fetches
        async with self._lock:
            now = self._clock.now()
            if self._value is not None and self._until is not None and now < self._until:
                return self._value
            remembered = self._failed_until is not None and now < self._failed_until
            if self._failed is not None and (self._fetches > fetches or remembered):
                raise TokenRefusedError(self._failed.reply, self._failed.silence)
            return await self._fetch_once()

    def forget(self, value: str) -> None:
        """Drop a token that was refused, unless it was replaced already."""
        if self._value == value:
            self._value = None

    async def _fetch_once(self) -> str:
        """Fetch, and remember how it went; a caller that is cancelled leaves nothing behind for the others."""
        self._failed = self._failed_until = None
        try:
            value = await self._fetch()
        except TokenRefusedError as refused:
            self._failed, self._fetches = TokenRefusedError(refused.reply, refused.silence), self._fetches + 1
            if refused.lasting:
                self._failed_until = self._clock.now() + timedelta(seconds=REMEMBERED_SECONDS)
            raise
        self._fetches += 1
        return value

    async def _fetch(self) -> str:
        try:
            client = self._credentials()
        except (OSError, UnicodeDecodeError) as unreadable:
            log.error("platform.secret_unreadable", error=type(unreadable).__name__)  # noqa: TRY400 - no path in a log
            raise TokenRefusedError(Reply(401, message="Hangup can't read its client secret."), None) from None
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
        except (ValueError, RecursionError):
            given = {}
        value = given.get("access_token") if isinstance(given, dict) else None
        if not isinstance(value, str) or not value or not (value.isascii() and value.isprintable()):
            said = reply_from(answer.status_code, answer.headers, "" if answer.is_success else answer.text)
            told = without_secrets(
                said, answer.headers, answer.text, key_id=client.client_id, secret=client.client_secret
            )
            raise TokenRefusedError(told, None)
        self._value = value
        lifetime = given.get("expires_in")
        seconds = min(lifetime, LONGEST_LIFE_SECONDS) if isinstance(lifetime, int) and lifetime > 0 else 300
        self._until = self._clock.now() + timedelta(seconds=seconds) - min(EARLY, timedelta(seconds=seconds / 2))
        return value
