"""What HTTP serves: Slack's requests, and the questions of whoever runs the bot."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address

import structlog
from aiohttp import ClientPayloadError, web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

SLACK_PATH = "/slack/events"
LARGEST_BODY = 1024**2
READINESS_SECONDS = 3.0
# Slack itself waits for three seconds; whoever takes longer to say something is not Slack.
BODY_SECONDS = 10.0
# Whoever set one of these stands between us and the asker.
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")

Check = Callable[[], Awaitable[dict[str, str]]]
Verify = Callable[[bytes, Mapping[str, str]], bool]

log = structlog.get_logger()


def web_app(
    app: AsyncApp,
    *,
    socket_mode: bool,
    check: Check,
    remarks: Check,
    verify: Verify | None = None,
    metrics_token: str | None = None,
) -> web.Application:
    """Make the server; in Socket Mode Slack's path is not routed.

    `check` names each part that is not ready, `remarks` each that is not well though the process is ready, `verify`
    tells from a request's raw bytes and headers whether Slack signed it (None: a middleware of `app` does),
    `metrics_token` is what opens the details to other machines.
    """
    server = web.Application(client_max_size=LARGEST_BODY)
    readiness = _Readiness(check)

    async def slack(request: web.Request) -> web.Response:
        asked = await _asked(request, verify)
        return asked if isinstance(asked, web.Response) else await to_aiohttp_response(await app.async_dispatch(asked))

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(request: web.Request) -> web.Response:
        wrong = await readiness.wrong()
        answer: dict[str, object] = {"status": "ready" if not wrong else "not ready"}
        if _trusted(request, metrics_token):
            answer["wrong"] = wrong
            answer["remarks"] = await remarks()
        return web.json_response(answer, status=200 if not wrong else 503)

    async def metrics(request: web.Request) -> web.Response:
        if not _trusted(request, metrics_token):
            error = "metrics are for this machine, and for whoever shows the token in HANGUP_METRICS_TOKEN"
            return web.json_response({"error": error}, status=401, headers={"WWW-Authenticate": "Bearer"})
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    if not socket_mode:
        server.router.add_post(SLACK_PATH, slack)
    server.router.add_get("/healthz", healthz)
    server.router.add_get("/readyz", readyz)
    server.router.add_get("/metrics", metrics)
    return server


class _Readiness:
    """One check at a time, remembered for seconds: however many ask, the ledger is asked rarely."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._asking = asyncio.Lock()
        self._known: tuple[float, dict[str, str]] | None = None

    async def wrong(self) -> dict[str, str]:
        async with self._asking:
            loop = asyncio.get_running_loop()
            if self._known is None or loop.time() - self._known[0] >= READINESS_SECONDS:
                wrong = await self._check()
                self._known = (loop.time(), wrong)
            return self._known[1]


async def _body(request: web.Request) -> bytes | web.Response:
    """Read the body; for one that does not arrive, or is not packed as it says, the answer to it."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        return web.json_response({"error": "the body did not arrive in time"}, status=408)
    except (web.RequestPayloadError, ClientPayloadError):
        return web.json_response({"error": "the body can't be read"}, status=400)


async def _asked(request: web.Request, verify: Verify | None) -> AsyncBoltRequest | web.Response:
    """Read what Slack asks; for what is not Slack's, or can't be read, the answer to it."""
    raw = await _body(request)
    if isinstance(raw, web.Response):
        return raw
    if verify is not None and not verify(raw, request.headers):
        return web.json_response({"error": "invalid request"}, status=401)
    asked = _bolt_request(raw, request)
    if asked is None:
        log.warning("slack.request_not_understood", bytes=len(raw))
        return web.json_response({"error": "not understood"}, status=400)
    return asked


def _bolt_request(raw: bytes, request: web.Request) -> AsyncBoltRequest | None:
    """Read a request as Bolt does; None for what it can't read: it raises all kinds of errors then."""
    try:
        return AsyncBoltRequest(body=raw.decode("utf-8"), query=request.query_string, headers=dict(request.headers))
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None


def _trusted(request: web.Request, token: str | None) -> bool:
    """Tell whether the asker may see more than a status: from this machine, or with the token."""
    return _near(request) or bool(token and _shows(request, token))


def _shows(request: web.Request, token: str) -> bool:
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(
        shown.strip().encode("utf-8", "surrogateescape"), token.encode()
    )


def _near(request: web.Request) -> bool:
    """Tell whether the asker is on this machine, and not merely forwarded by a proxy on it."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
