"""The real adapter against a pretend org over HTTP, on the clock that jumps."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from bot.adapters.genesys.auth import Credentials
from bot.adapters.genesys.client import Endpoint, GenesysConversations
from bot.adapters.genesys.routes import Routes
from bot.domain.exchange import Org
from playground.documents import Named, agent, call_with, customer, derived, waiting_in
from playground.genesys import PretendGenesys
from tests.support.clock import JumpingClock

CALL = "ca110001-0000-4000-8000-000000000000"
CUSTOMER, QUEUE, AGENT = (derived(CALL, place) for place in (1, 2, 3))
CARDS = Named("90e0e000-0000-4000-8000-000000000001", "Cards – Lost and Stolen")
WEI_LING = Named("a9e27000-0000-4000-8000-000000000001", "Tan Wei Ling")

Open = Callable[..., GenesysConversations]


@pytest_asyncio.fixture
async def platform(clock: JumpingClock) -> AsyncIterator[PretendGenesys]:
    """The pretend org, with one call."""
    org = PretendGenesys(clock)
    await org.start()
    org.holds(
        call_with(CALL, clock.now(), customer("Jordan Rivera", "+15550100"), waiting_in(CARDS), agent(WEI_LING, CARDS))
    )
    yield org
    await org.close()


@pytest_asyncio.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=600) as client:
        yield client


@pytest.fixture
def credentials() -> list[Credentials]:
    """What the next tokens are asked with: the last one stands."""
    return [Credentials("pretend-client", "pretend-secret")]


@pytest.fixture
def opened(
    platform: PretendGenesys, clock: JumpingClock, http: httpx.AsyncClient, credentials: list[Credentials]
) -> Open:
    """Make the adapter, with other routes, another pace or another address."""

    def make(routes: Routes | None = None, *, per_minute: int = 300, url: str = "") -> GenesysConversations:
        return GenesysConversations(
            Org("singapore", host="api.apse1.pure.cloud", region="apse1.pure.cloud"),
            Endpoint(url or platform.url, platform.url),
            lambda: credentials[-1],
            clock=clock,
            http=http,
            routes=routes,
            per_minute=per_minute,
        )

    return make


@pytest.fixture
def conversations(opened: Open) -> GenesysConversations:
    return opened()


@pytest.fixture
def asked(platform: PretendGenesys) -> Callable[[], list[str]]:
    """List what the platform was asked, in short."""
    return lambda: [f"{one['method']} {one['path']}" for one in platform.requests]


@pytest.fixture
def wrong(credentials: list[Credentials]) -> Credentials:
    """Credentials that the login host refuses."""
    return replace(credentials[0], client_secret="old")
