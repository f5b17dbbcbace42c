"""The sign-in of one org: an access key, exchanged for a token when needed, forgotten when refused."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog

from bot.adapters.cxone.hosts import Addresses, area_of, host_of
from bot.adapters.cxone.wire import object_in, reply_from, text_in
from bot.adapters.refused_sign_in import without_secrets
from bot.domain.exchange import Fault, Reply, Silence
from bot.domain.family import area_in
from bot.ports import Clock

EARLY = timedelta(seconds=60)
SIGN_IN_SECONDS = 6.0
# A host that hangs or is in trouble is not asked again by everybody in turn.
REMEMBERED_SECONDS = 5.0
LONGEST_LIFE_SECONDS = 86_400
LONGEST_NAME = 40
ACCEPTABLE = {"Accept": "application/json"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AccessKey:
    """An access key of an employee of the tenant; the secret never appears in a `repr`."""

    key_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """What a sign-in leads to: the token (never in a `repr`), and where it is to be shown.

    `discovered` is the area that discovery names, whatever the settings say; `unread` what it named instead of one.
    """

    token: str = field(repr=False)
    api_url: str
    area: str | None
    until: datetime
    discovered: str | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a tenant is at home: its API, its area, and what discovery called an area and is none."""

    api_url: str
    area: str | None = None
    unread: str = ""


class NotSignedInError(Exception):
    """No token, or no host to show it to: refused (`reply`), or no answer (`silence`: how). Nothing was sent."""

    def __init__(self, reply: Reply | None, silence: Silence | None, *, at: str = "") -> None:
        super().__init__("not signed in")
        self.reply, self.silence, self.at = reply, silence, at

    @property
    def lasting(self) -> bool:
        """Whether the next request would most likely meet the same: silence, or a 5xx."""
        return self.reply is None or self.reply.status >= 500  # noqa: PLR2004 - HTTP's range


class SignIn:
    """The sign-in by access key, then discovery of the tenant's hosts.

    https://developer.niceincontact.com/Documentation/UserHubGettingStarted : a POST of JSON to
    `…/authentication/v1/token/access-key`; the answer has `access_token` and `expires_in` seconds.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        clock: Clock,
        addresses: Addresses,
        key: Callable[[], AccessKey],
        tenant_id: str | None = None,
    ) -> None:
        self._http, self._clock, self._addresses, self._key = http, clock, addresses, key
        self._tenant_id = tenant_id
        self._session: Session | None = None
        self._lock = asyncio.Lock()
        self._fetches = 0
        self._failed: NotSignedInError | None = None
        self._failed_until: datetime | None = None
        self._found: Found | None = None

    async def get(self) -> Session:
        """Give a session that is good for a minute at least; raises `NotSignedInError`.

        Whoever waits while one is fetched shares what comes of it, a failure too. Silence and a 5xx stand for 5 s.
        """
        fetches = self._fetches
        async with self._lock:
            now = self._clock.now()
            if self._session is not None and now < self._session.until:
                return self._session
            remembered = self._failed_until is not None and now < self._failed_until
            if self._failed is not None and (self._fetches > fetches or remembered):
                raise NotSignedInError(self._failed.reply, self._failed.silence, at=self._failed.at)
            return await self._fetch_once()

    def forget(self, token: str) -> None:
        """Drop a token that was refused, and where it was shown, unless it was replaced already."""
        if self._session is not None and self._session.token == token:
            self._session = self._found = None

    async def _fetch_once(self) -> Session:
        """Fetch, and remember how it went; a caller that is cancelled leaves nothing behind for the others."""
        self._failed = self._failed_until = None
        try:
            session = await self._fetch()
        except NotSignedInError as refused:
            self._failed = NotSignedInError(refused.reply, refused.silence, at=refused.at)
            self._fetches += 1
            if refused.lasting:
                self._failed_until = self._clock.now() + timedelta(seconds=REMEMBERED_SECONDS)
            raise
        self._fetches += 1
        self._session = session
        return session

    async def _fetch(self) -> Session:
        try:
            key = self._key()
        except (OSError, UnicodeDecodeError) as unreadable:
            log.error("platform.secret_unreadable", error=type(unreadable).__name__)  # noqa: TRY400 - no path in a log
            raise NotSignedInError(Reply(401, message="Hangup can't read its access key's secret."), None) from None
        url = f"{self._addresses.auth_url}/authentication/v1/token/access-key"
        body = {"accessKeyId": key.key_id, "accessKeySecret": key.secret}
        answer = await self._asked("POST", url, body)
        given = object_in(answer.text) or {} if answer.is_success else {}
        token = given.get("access_token")
        if not isinstance(token, str) or not token or not (token.isascii() and token.isprintable()) or " " in token:
            said = reply_from(answer.status_code, answer.headers, "" if answer.is_success else answer.text)
            told = without_secrets(said, answer.headers, answer.text, key_id=key.key_id, secret=key.secret)
            raise NotSignedInError(told, None, at=url)
        lifetime = given.get("expires_in")
        seconds = min(lifetime, LONGEST_LIFE_SECONDS) if isinstance(lifetime, int) and lifetime > 0 else 300
        until = self._clock.now() + timedelta(seconds=seconds) - min(EARLY, timedelta(seconds=seconds / 2))
        home = await self._home(token)
        return Session(token, home.api_url, self._addresses.home or home.area, until, home.area, home.unread)

    async def _home(self, token: str) -> Found:
        """Tell where the tenant's API answers: as configured, else as discovery says, which names an area too."""
        if self._addresses.api_url is not None:
            return Found(self._addresses.api_url)
        if self._found is None:
            self._found = await self._discovered(self._tenant_id or tenant_in(token))
        return self._found

    async def _discovered(self, tenant_id: str | None) -> Found:
        """Ask where a tenant is at home; the question needs no token.

        https://cxone.niceincontact.com/.well-known/cxone-configuration?tenantId=…
        """
        url = f"{self._addresses.discovery_url}/.well-known/cxone-configuration"
        if tenant_id is None:
            words = "The token names no tenant: set tenant_id, or api_url, in this org's settings."
            raise NotSignedInError(_homeless(Reply(401, message=words)), None, at=url)
        answer = await self._asked("GET", url, None, tenant_id)
        given = object_in(answer.text) or {} if answer.is_success else {}
        api_url = text_in(given.get("api_endpoint"))
        if api_url is None:
            said = reply_from(answer.status_code, answer.headers, "")
            raise NotSignedInError(said if _passing(said) else _homeless(replace(said, message=None)), None, at=url)
        if not self._addresses.trusts(api_url):
            words = "Discovery names a host that is not the vendor's, so no token was sent there: set api_url."
            log.error("platform.host_not_trusted", host=host_of(api_url))
            raise NotSignedInError(_homeless(Reply(401, message=words)), None, at=url)
        named = text_in(given.get("area")) or ""
        area = area_in(named)
        # What is no area names none: links and the ledger would bear a region that there is not.
        unread = named[:LONGEST_NAME] if named and not area else ""
        return Found(api_url.rstrip("/"), area or area_of(host_of(api_url)), unread)

    async def _asked(
        self, method: str, url: str, body: dict[str, str] | None, tenant_id: str | None = None
    ) -> httpx.Response:
        params = {"tenantId": tenant_id} if tenant_id is not None else None
        try:
            async with self._clock.timeout(SIGN_IN_SECONDS):
                return await self._http.request(
                    method, url, json=body, params=params, headers=ACCEPTABLE, follow_redirects=False
                )
        except (TimeoutError, httpx.TimeoutException):
            raise NotSignedInError(None, Silence.TIMEOUT, at=url) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise NotSignedInError(None, Silence.CONNECTION, at=url) from None


def _passing(reply: Reply) -> bool:
    """Tell a trouble of the moment."""
    return reply.status == 429 or reply.status >= 500  # noqa: PLR2004 - too many requests, and HTTP's range


def _homeless(reply: Reply) -> Reply:
    """Say that where the tenant is at home was not found out: the key is not what is wrong."""
    return replace(reply, fault=Fault.ADDRESS, asked="the address of the tenant's API")


def tenant_in(token: str) -> str | None:
    """Read the tenant from a token's claims; they are not verified, since they only say where to ask."""
    parts = token.split(".")
    if len(parts) < 2:  # noqa: PLR2004 - header.claims.signature
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims: Any = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, RecursionError):
        return None
    if not isinstance(claims, dict):
        return None
    named = next((claims[name] for name in ("tenantId", "tenant_id") if isinstance(claims.get(name), str)), None)
    return named if named and len(named) <= 100 and named.isprintable() else None  # noqa: PLR2004 - no id is longer
