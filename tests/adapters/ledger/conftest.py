"""A ledger on each of the two databases; a test that asks for `url` or `ledger` runs on both."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from bot.adapters.ledger import DatabaseLedger, migrate
from tests.support.clock import JumpingClock

type_of_open = Callable[..., Awaitable[DatabaseLedger]]


@pytest.fixture
def clock():
    """A clock that stands still: a database's thread is at work while the loop has nothing to do."""
    return JumpingClock()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "migrated.db"
    await migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_name(postgres):
    name = postgres.database()
    await migrate(postgres.url(name))
    return name


@pytest.fixture
def file(migrated_file, tmp_path):
    """A SQLite file with empty tables."""
    return shutil.copy(migrated_file, tmp_path / "hangup.db")


@pytest.fixture
def name(migrated_name, postgres):
    """The name of a PostgreSQL database with empty tables."""
    return postgres.database(template=migrated_name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The address of a database with empty tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{request.getfixturevalue('file')}"
    return request.getfixturevalue("postgres").url(request.getfixturevalue("name"))


@pytest_asyncio.fixture
async def open_ledger(clock) -> AsyncIterator[type_of_open]:
    """Open ledgers that are closed after the test."""
    opened: list[DatabaseLedger] = []

    async def open_one(url: str, **options: Any) -> DatabaseLedger:
        opened.append(await DatabaseLedger.open(url, clock, **options))
        return opened[-1]

    yield open_one
    for ledger in opened:
        await ledger.close()


@pytest_asyncio.fixture
async def ledger(open_ledger, url):
    return await open_ledger(url)


@pytest_asyncio.fixture
async def other(open_ledger, url):
    """The same ledger as another process sees it."""
    return await open_ledger(url)
