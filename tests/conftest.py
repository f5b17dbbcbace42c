"""Fixtures that every floor uses."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import stamina

from bot.adapters.ledger import migrate
from playground.postgres import PostgresServer
from playground.town import Town, build
from tests.support.clock import JumpingClock
from tests.support.databases import a_postgres


@pytest.fixture(scope="session", autouse=True)
def _alone() -> Iterator[None]:
    """No proxy of the machine's stands between the bot and the pretend servers; a retried read waits for nobody."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        os.environ[name] = ""
    stamina.set_testing(True, attempts=3, cap=True)
    yield
    stamina.set_testing(False)


@pytest_asyncio.fixture
async def clock() -> AsyncIterator[JumpingClock]:
    """Virtual time for this test's loop: it jumps whenever everybody waits."""
    jumping = JumpingClock()
    with jumping.attached(asyncio.get_running_loop()):
        yield jumping


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    """A ledger of this test's own."""
    path = tmp_path / "hangup.db"
    shutil.copy(migrated, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests, each with databases of its own."""
    with a_postgres() as server:
        yield server


@pytest_asyncio.fixture
async def town(clock: JumpingClock, database_url: str) -> AsyncIterator[Town]:
    """The pretend world around the real bot, over signed HTTP."""
    built = await build(clock, database_url=database_url)
    clock.hold_while(lambda: built.bot.ledger.busy)
    yield built
    await built.close()
