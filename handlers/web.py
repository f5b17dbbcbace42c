"""What HTTP serves: Slack's requests, and the questions of whoever runs the bot."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

SLACK_PATH = "/slack/events"
LARGEST_BODY = 1024**2

Check = Callable[[], Awaitable[dict[str, str]]]


def web_app(app: AsyncApp, *, socket_mode: bool, check: Check, remarks: Check) -> web.Application:
    """Make the server; in Socket Mode Slack's path is not routed.

    `check` names each part that is not ready, `remarks` each that is not well though the process is ready.
    """
    server = web.Application(client_max_size=LARGEST_BODY)

    async def slack(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(request: web.Request) -> web.Response:
        wrong = await check()
        answer: dict[str, object] = {"status": "ready" if not wrong else "not ready"}
        if _near(request):
            answer["wrong"] = wrong
            answer["remarks"] = await remarks()
        return web.json_response(answer, status=200 if not wrong else 503)

    async def metrics(request: web.Request) -> web.Response:
        if not _near(request):
            return web.json_response({"error": "metrics are for this machine alone"}, status=403)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    if not socket_mode:
        server.router.add_post(SLACK_PATH, slack)
    server.router.add_get("/healthz", healthz)
    server.router.add_get("/readyz", readyz)
    server.router.add_get("/metrics", metrics)
    return server


def _near(request: web.Request) -> bool:
    """Tell whether the asker is on this machine, and not merely forwarded by a proxy on it."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
