"""One Genesys Cloud org over HTTP: reads are tried again, writes never."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx
import stamina
import structlog

from bot.adapters.genesys import wire
from bot.adapters.genesys.auth import Credentials, Token, TokenRefusedError
from bot.adapters.genesys.link import link_to, read_pasted
from bot.adapters.genesys.regions import region_of_host
from bot.adapters.genesys.routes import Routes
from bot.adapters.pace import Pace
from bot.adapters.refused_sign_in import as_refusal
from bot.domain.conversation import Conversation
from bot.domain.exchange import Analytics, Exchange, Fault, Org, Reading, Reply, Request, Silence, TokenProbe
from bot.ports import Clock, Located, Priority, count_request

READ_SECONDS = 6.0
WRITE_SECONDS = 10.0
READ_ATTEMPTS = 3
LONGEST_WAIT_SECONDS = 5.0
PER_MINUTE = 300

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an org answers, without a slash at the end."""

    api_url: str
    login_url: str


@dataclass(frozen=True, slots=True)
class _Question:
    method: str
    path: str
    body: Mapping[str, object] | None
    priority: Priority


class _TryAgainError(Exception):
    def __init__(self, silence: Silence | None, reply: Reply | None) -> None:
        super().__init__("a read that is worth another try")
        self.silence, self.reply = silence, reply


class GenesysConversations:
    """The port `Conversations` for one org.

    Rate limits: https://developer.genesys.cloud/platform/api/rate-limits (300 requests a minute for each token).
    """

    def __init__(
        self,
        org: Org,
        endpoint: Endpoint,
        credentials: Callable[[], Credentials],
        *,
        clock: Clock,
        http: httpx.AsyncClient,
        routes: Routes | None = None,
        per_minute: int = PER_MINUTE,
    ) -> None:
        self.org = org
        self._endpoint, self._clock, self._http = endpoint, clock, http
        self._routes = routes or Routes()
        self._credentials = credentials
        self._turns = 0
        self._token = Token(http, clock, endpoint.login_url, credentials)
        self._pace = Pace(clock, per_minute)

    async def discover(self) -> None:
        """Ask nothing: an org's region and hosts are in its settings."""

    def locate(self, text: str) -> Located | None:
        """Read an id or a link to one of this org's conversations; None for what is neither."""
        pasted = read_pasted(text)
        if pasted is None:
            return None
        mine = pasted.region is None or pasted.region.domain == self.org.region
        return Located(pasted.conversation_id, pasted.region.domain if pasted.region else None, mine=mine)

    async def read(self, conversation_id: str, *, priority: Priority = Priority.LOOK_UP) -> Reading:
        """Read a conversation; tried again after a 5xx, a lost connection or a short 429, but not as a read-back."""
        attempts = READ_ATTEMPTS if priority in {Priority.LOOK_UP, Priority.REFRESH} else 1
        path = wire.conversation_path(conversation_id)
        reply, silence = await self.ask("GET", path, None, priority, attempts)
        at = self._clock.now()
        if reply is None or not reply.ok:
            return Reading(at=at, reply=reply, silence=silence)
        document = wire.document_in(reply.body, conversation_id)
        if document is None:
            # 200 with something else than this conversation: a proxy's page. It is an answer, and no conversation.
            strange = replace(wire.reply_from(502, {}, reply.body), trace_id=reply.trace_id)
            return Reading(at=at, reply=replace(strange, fault=Fault.UNREADABLE, asked="the conversation"))
        conversation = wire.conversation_from(document, org=self.org.name)
        # The id that was asked for stands: it is what a write will name.
        read = replace(conversation, id=conversation_id, link=self._link(conversation_id), place=self.org.place)
        return Reading(at=at, conversation=read)

    async def still_there(self, conversation_id: str, participant_id: str) -> bool | None:  # noqa: ARG002 - the port's
        """Ask nothing: a read is one request, and tells more."""
        return None

    async def ready(self) -> None:
        """Take the turn of the next write now, and see to a token."""
        await self._pace.turn(Priority.ACT)
        self._turns += 1
        with contextlib.suppress(TokenRefusedError):
            await self._token.get()

    async def disconnect(self, conversation: Conversation, participant_id: str, *, reason: str) -> Exchange:
        """Ask, once, that a participant leaves, by the route that the org's settings name."""
        path = wire.participant_path(conversation.id, participant_id)
        if self._routes.route == "disconnect":
            return await self._write("POST", f"{path}/disconnect", self._routes.payload_for(reason))
        return await self._write("PATCH", path, {"state": "disconnected"})

    async def end(self, conversation_id: str) -> Exchange:
        """Tear the conversation down.

        https://developer.genesys.cloud/devapps/api-explorer#post-api-v2-conversations--conversationId--disconnect
        """
        return await self._write("POST", f"{wire.conversation_path(conversation_id)}/disconnect", None)

    async def recall(self, conversation_id: str) -> Analytics | None:
        """Ask the records; needs the permission analytics:conversationDetail:view."""
        path = wire.details_path(conversation_id)
        reply, _ = await self.ask("GET", path, None, Priority.READ_BACK, 1)
        if reply is None:
            return None
        return wire.analytics_from(reply.status, reply.body, at=self._clock.now(), path=path)

    async def probe_token(self, at: Org | None = None) -> TokenProbe:
        """Ask who we are, here or at another org's host.

        https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-tokens-me
        """
        if at is not None:
            return await self._probe_elsewhere(at)
        reply, _ = await self.ask("GET", "/api/v2/tokens/me", None, Priority.LOOK_UP, 1)
        return TokenProbe(
            at=self._clock.now(),
            host=self.org.host,
            accepted=reply is not None and reply.ok,
            status=reply.status if reply else None,
        )

    async def _probe_elsewhere(self, at: Org) -> TokenProbe:
        """Try our own credentials there; the other org's would only show that the other org is well.

        Credentials go to the vendor's own hosts alone, never to a gateway that another org is reached through.
        """
        if at.platform != self.org.platform or not _trusted(at, self._endpoint):
            return TokenProbe(at=self._clock.now(), host=at.host, accepted=False)
        elsewhere = GenesysConversations(
            at, Endpoint(at.api_url, at.login_url), self._credentials, clock=self._clock, http=self._http
        )
        return await elsewhere.probe_token()

    def _link(self, conversation_id: str) -> str | None:
        """Link to the interaction's page, unless this org answers at an address of its own."""
        region = region_of_host(self.org.host)
        return link_to(region, conversation_id) if region else None

    async def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        priority: Priority = Priority.LOOK_UP,
        attempts: int = READ_ATTEMPTS,
    ) -> tuple[Reply | None, Silence | None]:
        """Ask something that changes nothing: a GET, or a query that is posted. Exactly one of both is there.

        A success is given with its whole body; it is tried again after a 5xx, a lost connection or a short 429.
        """
        asking = _Question(method, path, body, priority)
        try:
            async for attempt in stamina.retry_context(on=_TryAgainError, attempts=attempts, wait_initial=0.2):
                with attempt:
                    return await self._ask_once(asking, last=attempt.num >= attempts)
        except _TryAgainError as gave_up:
            return gave_up.reply, gave_up.silence
        raise AssertionError("a retry context ends by a return or an error")  # pragma: no cover

    async def _ask_once(self, asking: _Question, *, last: bool) -> tuple[Reply | None, Silence | None]:
        try:
            reply, silence = await self._send(asking)
            if reply is not None and reply.status == 401:  # noqa: PLR2004 - the token may have died: fetch another, once
                reply, silence = await self._send(asking)
        except TokenRefusedError as refused:
            reply, silence = self._without_token(refused)
        if silence is Silence.CONNECTION or (reply is not None and reply.status >= 500):  # noqa: PLR2004
            raise _TryAgainError(silence, reply)
        if reply is not None and reply.status == 429 and not last:  # noqa: PLR2004
            wait = reply.retry_after if reply.retry_after is not None else 1.0
            if wait <= LONGEST_WAIT_SECONDS:
                await self._clock.sleep(wait)
                raise _TryAgainError(None, reply)
        return reply, silence

    async def _write(self, method: str, path: str, body: Mapping[str, object] | None) -> Exchange:
        if self._turns:
            self._turns -= 1
        else:
            await self._pace.turn(Priority.ACT)
        request = Request(method, path, body, self._clock.now())
        try:
            reply, silence = await self._deliver(method, path, body, WRITE_SECONDS)
        except TokenRefusedError as refused:
            reply, silence = self._without_token(refused)
            return Exchange(request, reply, silence, sent=False)
        if reply is not None and reply.ok and reply.body.lstrip().startswith("<"):
            # A page where an empty answer was due: a proxy's sign-in, and no acceptance.
            reply = replace(reply, status=502)
        return Exchange(request, reply, silence)

    def _without_token(self, refused: TokenRefusedError) -> tuple[Reply | None, Silence | None]:
        """Nothing was sent: for the caller that is a 401 or 429 of the platform, its trouble, or no connection."""
        reply = refused.reply
        log.warning("platform.token_refused", org=self.org.name, status=reply and reply.status)
        if reply is None:
            return None, refused.silence or Silence.CONNECTION
        return (reply if reply.status == 429 or reply.status >= 500 else as_refusal(reply)), None  # noqa: PLR2004

    async def _send(self, asking: _Question) -> tuple[Reply | None, Silence | None]:
        """Send a question, when its turn has come; raises `TokenRefusedError` with nothing sent."""
        await self._pace.turn(asking.priority)
        return await self._deliver(asking.method, asking.path, asking.body, READ_SECONDS, whole=True)

    async def _deliver(
        self, method: str, path: str, body: Mapping[str, object] | None, seconds: float, *, whole: bool = False
    ) -> tuple[Reply | None, Silence | None]:
        """Send at once; raises `TokenRefusedError` with nothing sent."""
        token = await self._token.get()
        reply, silence = await self._exchange(Request(method, path, body), token, seconds, whole=whole)
        if reply is not None and reply.status == 401:  # noqa: PLR2004
            self._token.forget(token)
        log.info(
            "platform.answered" if reply else "platform.silent",
            org=self.org.name,
            method=method,
            path=path.partition("?")[0],
            status=reply.status if reply else str(silence),
            code=reply.code if reply else None,
            trace_id=reply.trace_id if reply else None,
        )
        return reply, silence

    async def _exchange(
        self, request: Request, token: str, seconds: float, *, whole: bool
    ) -> tuple[Reply | None, Silence | None]:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        count_request()
        try:
            async with self._clock.timeout(seconds):
                answer = await self._http.request(
                    request.method,
                    f"{self._endpoint.api_url}{request.path}",
                    headers=headers,
                    json=dict(request.body) if request.body is not None else None,
                )
        except (TimeoutError, httpx.TimeoutException):
            return None, Silence.TIMEOUT
        except httpx.HTTPError:
            return None, Silence.CONNECTION
        # JSON is UTF-8, whatever a header claims; a charset that Python doesn't know must not lose an answer.
        text = answer.content.decode("utf-8", "replace")
        if whole and answer.is_success:
            # What was asked for is read whole; `Reply` cuts a body for Details at 2,000 characters.
            return Reply(answer.status_code, trace_id=wire.trace_id_in(answer.headers), body=text), None
        return wire.reply_from(answer.status_code, answer.headers, text), None


def _trusted(at: Org, own: Endpoint) -> bool:
    """Tell whether our credentials may be shown there: at a known region's own hosts, or in the playground."""
    hosts = [urlsplit(url).hostname or "" for url in (at.api_url, at.login_url)]
    if all(region_of_host(host) is not None for host in hosts):
        return True
    mine = urlsplit(own.api_url).hostname or ""
    return all(host == mine == "127.0.0.1" for host in hosts)
