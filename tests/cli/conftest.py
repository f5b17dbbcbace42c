from collections.abc import AsyncIterator

import pytest_asyncio

from bot.bootstrap import SystemClock
from playground.town import Surroundings, surround


@pytest_asyncio.fixture
async def around() -> AsyncIterator[Surroundings]:
    """A pretend Slack and pretend platforms without a bot, by the system's clock: a program of its own has no other."""
    built = await surround(SystemClock())
    yield built
    await built.close()
