"""The same sentences at both platforms."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from bot.domain.conversation import Conversation
from tests.adapters.contract import stage as stages
from tests.adapters.contract.stage import Stage
from tests.support.clock import JumpingClock


@pytest_asyncio.fixture(params=["genesys", "cxone"])
async def stage(request: pytest.FixtureRequest, clock: JumpingClock) -> AsyncIterator[Stage]:
    """Give the call of one platform, started."""
    async with httpx.AsyncClient(timeout=600, follow_redirects=False) as http:
        made: Stage = getattr(stages, request.param)(clock, http, clock.now())
        await made.pretend.start()
        made.conversations = made.opened()
        yield made
        await made.pretend.close()


@pytest_asyncio.fixture
async def seen(stage: Stage) -> Conversation:
    """Read the call."""
    found = (await stage.conversations.read(stage.conversation_id)).conversation
    assert found is not None
    return found
