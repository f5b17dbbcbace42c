"""The page in a real Chromium, against the pretend Slack, with a recording stand-in for the app."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Page

from playground.slack import PretendSlack
from tests.support.browser import page_at
from tests.support.clock import JumpingClock

MAYA = "U0LEADA"
MANIFEST = {
    "features": {
        "slash_commands": [
            {"command": "/conversation", "description": "Who is on it", "usage_hint": "<id or link> | help"},
            {"command": "/disconnect", "description": "Let somebody leave", "usage_hint": "<conversation>"},
        ],
        "shortcuts": [{"type": "message", "name": "Explain this", "callback_id": "explain", "description": "Why?"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {"interactivity": {"is_enabled": True}},
}
Opened = Callable[..., AbstractAsyncContextManager[Page]]


class App:
    """What the app was told, and how it answers: `status` and `body` for everything, or `act(payload)` first."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.status = 200
        self.body: Any = None
        self.act: Callable[[dict[str, Any]], Any] = lambda _: None

    async def answer(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        payload = json.loads(str(form["payload"])) if "payload" in form else form
        self.told.append(payload)
        answered = self.act(payload)
        body = self.body if answered is None else answered
        return web.Response(status=self.status) if body is None else web.json_response(body, status=self.status)


@pytest.fixture
def clock() -> JumpingClock:
    """Stands still, so that what a browser takes to draw costs no virtual time."""
    return JumpingClock()


@pytest.fixture
async def slack(clock: JumpingClock) -> AsyncIterator[PretendSlack]:
    pretend = PretendSlack(clock, manifest=MANIFEST)
    await pretend.start()
    yield pretend
    await pretend.close()


@pytest.fixture
async def app(slack: PretendSlack) -> AsyncIterator[App]:
    app = App()
    server = web.Application()
    server.router.add_post("/slack/events", app.answer)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.deliver_over_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield app
    await runner.cleanup()


@pytest.fixture
def opened(slack: PretendSlack, app: App) -> Opened:
    """Open the page as Maya in #team-leads (or as `user` in `channel`)."""

    def open_page(
        width: int = 1280, *, user: str = MAYA, channel: str = "C0LEADS", **more: Any
    ) -> AbstractAsyncContextManager[Page]:
        return page_at(f"{slack.url}/?user={user}&channel={channel}", width, **more)

    return open_page
