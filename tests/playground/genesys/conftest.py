"""A pretend org, a client of it, and one call to look at."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from playground.documents import agent, call_with, customer, waiting_in
from playground.genesys import PretendGenesys
from tests.playground.genesys.cast import CALL, CARDS, WEI_LING
from tests.support.clock import JumpingClock


@pytest_asyncio.fixture
async def genesys(clock: JumpingClock) -> AsyncIterator[PretendGenesys]:
    org = PretendGenesys(clock)
    await org.start()
    yield org
    await org.close()


@pytest.fixture
def call(genesys: PretendGenesys, clock: JumpingClock) -> str:
    return genesys.holds(
        call_with(CALL, clock.now(), customer("Jordan Rivera", "+15550100"), waiting_in(CARDS), agent(WEI_LING, CARDS))
    )


@pytest_asyncio.fixture
async def anonymous(genesys: PretendGenesys) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=genesys.url) as client:
        yield client


@pytest_asyncio.fixture
async def client(genesys: PretendGenesys, anonymous: httpx.AsyncClient) -> httpx.AsyncClient:
    granted = await anonymous.post(
        "/oauth/token", auth=("pretend-client", "pretend-secret"), data={"grant_type": "client_credentials"}
    )
    anonymous.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
    genesys.requests.clear()
    return anonymous
