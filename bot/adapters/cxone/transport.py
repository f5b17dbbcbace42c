"""Requests to one org: each signed in, in its turn and with an id of its own; reads are tried again, writes never."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

import httpx
import stamina
import structlog

from bot.adapters.cxone import wire
from bot.adapters.cxone.auth import ACCEPTABLE, NotSignedInError, Session, SignIn
from bot.adapters.pace import Pace
from bot.adapters.refused_sign_in import as_refusal
from bot.domain.exchange import Exchange, Reply, Request, Silence
from bot.ports import Clock, Priority, count_request

READ_SECONDS = 6.0
WRITE_SECONDS = 10.0
READ_ATTEMPTS = 3
LONGEST_WAIT_SECONDS = 5.0
# No reliable `Retry-After` comes with a 429 here.
SLOW_DOWN_SECONDS = 2.0
LONGEST_BODY = 20_000_000
_CONTACT = re.compile(r"(?<=/contacts/)[0-9]+|(?<=/agents/)[0-9]+")
_NONE, _UNAUTHORIZED, _TOO_MANY, _TROUBLE, _BAD_GATEWAY = 204, 401, 429, 500, 502

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a read: exactly one of `reply` and `silence`; `text` is the whole body, the reply's is cut."""

    reply: Reply | None
    silence: Silence | None = None
    text: str = ""

    @property
    def ok(self) -> bool:
        """Whether there was an answer, and it was yes."""
        return self.reply is not None and self.reply.ok

    @property
    def status(self) -> int | None:
        """The HTTP status, if there was an answer."""
        return self.reply.status if self.reply else None


class _TryAgainError(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__("a read that is worth another try")
        self.answer = answer


class Transport:
    """Sends for one org. `session` is the last one that was got, for whoever wants to know the host."""

    def __init__(
        self, name: str, sign_in: SignIn, *, clock: Clock, http: httpx.AsyncClient, version: int, per_minute: int
    ) -> None:
        self._name, self._sign_in, self._clock, self._http = name, sign_in, clock, http
        # The case of this path varies between the vendor's own clients; this is the one that most of them use.
        self.prefix = f"/incontactapi/services/v{version}.0"
        self._pace = Pace(clock, per_minute)
        self._turns = 0
        self.session: Session | None = None

    async def ready(self) -> None:
        """Take the turn of the next write now, and see to a session."""
        await self._pace.turn(Priority.ACT)
        self._turns += 1
        await self.sign_in()

    async def sign_in(self) -> bool:
        """See to a session; a failure is met again by whoever needs one."""
        try:
            self.session = await self._sign_in.get()
        except NotSignedInError:
            return False
        return True

    async def get(
        self, path: str, query: Mapping[str, str | int] | None = None, *, priority: Priority, attempts: int = 1
    ) -> Answer:
        """Read; tried again after a 5xx, a lost connection or a 429, as often as `attempts` says."""
        try:
            async for attempt in stamina.retry_context(on=_TryAgainError, attempts=attempts, wait_initial=0.2):
                with attempt:
                    return await self._get_once(path, query or {}, priority, last=attempt.num >= attempts)
        except _TryAgainError as gave_up:
            return gave_up.answer
        raise AssertionError("a retry context ends by a return or an error")  # pragma: no cover

    async def post(self, path: str) -> Exchange:
        """Write, once, without a body."""
        if self._turns:
            self._turns -= 1
        else:
            await self._pace.turn(Priority.ACT)
        request = Request("POST", f"{self.prefix}{path}", None, self._clock.now())
        try:
            answer = await self._deliver("POST", path, {}, WRITE_SECONDS)
        except NotSignedInError as refused:
            without = self._without_session(refused)
            return Exchange(request, without.reply, without.silence, sent=False)
        reply = answer.reply
        if reply is not None and reply.ok and answer.text.lstrip().startswith("<"):
            # A page where an empty answer was due: a proxy's sign-in, and no acceptance.
            reply = replace(reply, status=_BAD_GATEWAY)
        return Exchange(request, reply, answer.silence)

    async def _get_once(self, path: str, query: Mapping[str, str | int], priority: Priority, *, last: bool) -> Answer:
        try:
            await self._pace.turn(priority)
            answer = await self._deliver("GET", path, query, READ_SECONDS)
            if answer.status == _UNAUTHORIZED:  # the token may have died: sign in anew, once
                await self._pace.turn(priority)
                answer = await self._deliver("GET", path, query, READ_SECONDS)
        except NotSignedInError as refused:
            answer = self._without_session(refused)
        status = answer.status
        if answer.silence is Silence.CONNECTION or (status is not None and status >= _TROUBLE):
            raise _TryAgainError(answer)
        if answer.reply is not None and status == _TOO_MANY and not last:
            wait = answer.reply.retry_after if answer.reply.retry_after is not None else SLOW_DOWN_SECONDS
            if wait <= LONGEST_WAIT_SECONDS:
                await self._clock.sleep(wait)
                raise _TryAgainError(answer)
        return answer

    def _without_session(self, refused: NotSignedInError) -> Answer:
        """Nothing was sent: for the caller that is a 401 or 429 of the platform, its trouble, or no connection."""
        reply = refused.reply
        log.warning("platform.not_signed_in", org=self._name, status=reply and reply.status)
        if reply is None:
            return Answer(None, refused.silence or Silence.CONNECTION)
        passed_on = reply.status == _TOO_MANY or reply.status >= _TROUBLE
        return Answer(reply if passed_on else as_refusal(reply))

    async def _deliver(self, method: str, path: str, query: Mapping[str, str | int], seconds: float) -> Answer:
        """Send at once; raises `NotSignedInError` with nothing sent."""
        session = self.session = await self._sign_in.get()
        answer = await self._exchange(method, path, query, session, seconds)
        reply = answer.reply
        if reply is not None and reply.status == _UNAUTHORIZED:
            self._sign_in.forget(session.token)
        log.info(
            "platform.answered" if reply else "platform.silent",
            org=self._name,
            method=method,
            path=_logged(method, path, reply),
            status=reply.status if reply else str(answer.silence),
            code=reply.code if reply else None,
            trace_id=reply.trace_id if reply else None,
        )
        return answer

    async def _exchange(
        self, method: str, path: str, query: Mapping[str, str | int], session: Session, seconds: float
    ) -> Answer:
        trace_id = str(uuid4())
        # Without `Accept` the platform answers that it knows no way to render data.
        count_request()
        headers = {**ACCEPTABLE, "Authorization": f"Bearer {session.token}", wire.TRACE_HEADER: trace_id}
        try:
            async with self._clock.timeout(seconds):
                answer = await self._http.request(
                    method,
                    f"{session.api_url}{self.prefix}{path}",
                    headers=headers,
                    params=dict(query) or None,
                    follow_redirects=False,
                )
        except (TimeoutError, httpx.TimeoutException):
            return Answer(None, Silence.TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL):
            return Answer(None, Silence.CONNECTION)
        # JSON is UTF-8, whatever a header claims; a charset that Python doesn't know must not lose an answer.
        text = answer.content[:LONGEST_BODY].decode("utf-8", "replace")
        return Answer(wire.reply_from(answer.status_code, answer.headers, text, trace_id=trace_id), None, text)


def _logged(method: str, path: str, reply: Reply | None) -> str:
    """Give a path for the log: digits that a read shows to be no contact's may be a customer's number."""
    known = method != "GET" or (reply is not None and reply.ok and reply.status != _NONE)
    return path if known else _CONTACT.sub("…", path)
