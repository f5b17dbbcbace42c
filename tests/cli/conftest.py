import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import structlog

from bot.bootstrap import SystemClock
from playground.town import Surroundings, surround


@pytest_asyncio.fixture
async def around() -> AsyncIterator[Surroundings]:
    """A pretend Slack and pretend platforms without a bot, by the system's clock: a program of its own has no other."""
    built = await surround(SystemClock())
    yield built
    await built.close()


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Undo what a command set up for its own log, whose stream is closed by the next test."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()
