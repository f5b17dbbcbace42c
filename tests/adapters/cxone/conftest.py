"""The adapter against documents shaped as the platform's references describe them."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import pytest_asyncio

from bot.adapters.cxone.auth import AccessKey
from bot.adapters.cxone.client import CxoneConversations, Options
from bot.adapters.cxone.hosts import Addresses
from bot.domain.exchange import Org
from tests.adapters.cxone.tenant import Tenant
from tests.support.clock import JumpingClock

Open = Callable[..., CxoneConversations]


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


@pytest_asyncio.fixture
async def http(tenant: Tenant) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(tenant)) as client:
        yield client


@pytest.fixture
def keys() -> list[AccessKey]:
    """What the next sign-ins use: the last one stands."""
    return [AccessKey("KEY1", "s3cret")]


@pytest.fixture
def opened(clock: JumpingClock, http: httpx.AsyncClient, keys: list[AccessKey]) -> Open:
    """Make the adapter, with other addresses or options."""

    def make(
        addresses: Addresses | None = None, options: Options | None = None, tenant_id: str | None = None
    ) -> CxoneConversations:
        return CxoneConversations(
            Org("manila", platform="cxone", region="niceincontact.com"),
            addresses or Addresses(),
            lambda: keys[-1],
            clock=clock,
            http=http,
            tenant_id=tenant_id,
            options=options,
        )

    return make


@pytest.fixture
def conversations(opened: Open) -> CxoneConversations:
    return opened()
