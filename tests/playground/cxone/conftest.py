"""A pretend tenant, a client of it, and one call to look at."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from playground.cxone import PretendCxone
from playground.cxone.documents import contact
from tests.playground.cxone.cast import CALL, CARDS, KEY, WEI_LING
from tests.support.clock import JumpingClock


@pytest_asyncio.fixture
async def cxone(clock: JumpingClock) -> AsyncIterator[PretendCxone]:
    org = PretendCxone(clock)
    await org.start()
    yield org
    await org.close()


@pytest.fixture
def call(cxone: PretendCxone, clock: JumpingClock) -> str:
    return cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING)])


@pytest_asyncio.fixture
async def anonymous(cxone: PretendCxone) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=cxone.url) as client:
        yield client


@pytest_asyncio.fixture
async def client(cxone: PretendCxone, anonymous: httpx.AsyncClient) -> httpx.AsyncClient:
    granted = await anonymous.post("/authentication/v1/token/access-key", json=KEY)
    anonymous.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
    anonymous.headers["Accept"] = "application/json"
    cxone.requests.clear()
    return anonymous
