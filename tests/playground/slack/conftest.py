"""A pretend Slack, and a small real Bolt app against it, over either transport."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import PretendSlack
from tests.support.clock import JumpingClock


class _VerifierClock(SignatureClock):
    def __init__(self, clock: JumpingClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt ignores NO_PROXY."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "")


@pytest.fixture
async def slack(clock: JumpingClock) -> AsyncIterator[PretendSlack]:
    pretend = PretendSlack(clock)
    await pretend.start()
    yield pretend
    await pretend.close()


@pytest.fixture
def client(slack: PretendSlack) -> AsyncWebClient:
    """The SDK's own client, with the app's bot token."""
    return AsyncWebClient(token=slack.bot_token, base_url=f"{slack.url}/api/")


@pytest.fixture
async def app(slack: PretendSlack, client: AsyncWebClient, clock: JumpingClock) -> AsyncApp:
    """A real Bolt app without listeners, not yet connected."""
    bolt = AsyncApp(signing_secret=slack.signing_secret, client=client)
    for middleware in bolt._async_middleware_list:
        if isinstance(middleware, AsyncRequestVerification):
            middleware.verifier.clock = _VerifierClock(clock)
    return bolt


@pytest.fixture
async def serve(slack: PretendSlack) -> AsyncIterator[Callable[[AsyncApp], Awaitable[str]]]:
    """Put a Bolt app behind HTTP, and have everything delivered there."""
    async with AsyncExitStack() as stack:

        async def start(bolt: AsyncApp) -> str:
            runner = web.AppRunner(bolt.web_app(path="/slack/events"), shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
            slack.deliver_over_http(url)
            return url

        yield start


@pytest.fixture
async def answering(slack: PretendSlack) -> AsyncIterator[Callable[..., Awaitable[list[web.Request]]]]:
    """Put a bare server in the app's place, which answers everything with one status and body."""
    async with AsyncExitStack() as stack:

        async def start(
            *, status: int = 200, text: str = "", json: Any = None, headers: Any = None
        ) -> list[web.Request]:
            seen: list[web.Request] = []

            async def handler(request: web.Request) -> web.Response:
                await request.read()
                seen.append(request)
                if json is None:
                    return web.Response(status=status, text=text, headers=headers)
                return web.json_response(json, status=status, headers=headers)

            server = web.Application()
            server.router.add_post("/slack/events", handler)
            runner = web.AppRunner(server, shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            slack.deliver_over_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
            return seen

        yield start


@pytest.fixture
async def connect(slack: PretendSlack) -> AsyncIterator[Callable[[AsyncApp], Awaitable[AsyncSocketModeHandler]]]:
    """Connect a Bolt app through Socket Mode."""
    async with AsyncExitStack() as stack:

        async def start(bolt: AsyncApp) -> AsyncSocketModeHandler:
            handler = AsyncSocketModeHandler(bolt, slack.app_token)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()
            await slack.settles(lambda: slack.sockets.connected)
            return handler

        yield start


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield session


@pytest.fixture
async def hanging(slack: PretendSlack, clock: JumpingClock) -> AsyncIterator[Callable[[float], Awaitable[None]]]:
    """Put a bare server in the app's place, which acknowledges after so many seconds."""
    async with AsyncExitStack() as stack:

        async def start(seconds: float) -> None:
            async def handler(_: web.Request) -> web.Response:
                await clock.sleep(seconds)
                return web.Response()

            server = web.Application()
            server.router.add_post("/slack/events", handler)
            runner = web.AppRunner(server, shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            slack.deliver_over_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")

        yield start


@pytest.fixture
def refused() -> Callable[[Awaitable[Any]], Awaitable[str]]:
    """Await a call that Slack refuses, and give Slack's name for why."""

    async def why(call: Awaitable[Any]) -> str:
        with pytest.raises(SlackApiError) as caught:
            await call
        return str(caught.value.response["error"])

    return why
