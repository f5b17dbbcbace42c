"""A watch over one org, on a database of its own; searches of several."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from bot.adapters.ledger import DatabaseLedger
from bot.domain.watch import AlertRule
from bot.use_cases.take_look import TakeLook
from bot.use_cases.tasks import Tasks
from bot.use_cases.watch import KeepWatch
from tests.support.finding import Paper, opened_with
from tests.support.watching import RememberedAlerts, WatchedOrg


@pytest.fixture
def org(clock):
    return WatchedOrg(clock)


@pytest.fixture
def alerts():
    return RememberedAlerts()


@pytest_asyncio.fixture
async def ledger(clock, database_url) -> AsyncIterator[DatabaseLedger]:
    opened = await DatabaseLedger.open(database_url, clock)
    clock.hold_while(lambda: opened.busy)
    yield opened
    await opened.close()


@pytest.fixture
def watching(clock, ledger, org, alerts) -> Callable[..., KeepWatch]:
    """Make a process that keeps watch, under a name of its own."""

    def make(*rules: AlertRule, owner: str = "one", orgs: Any = None, board: Any = alerts) -> KeepWatch:
        named = {one.name: one for one in orgs or [org]}
        look = TakeLook(named, named, ledger.watches, clock)
        return KeepWatch(rules, look, ledger.watches, board.put, board.close, Tasks(), clock, owner)

    return make


@pytest.fixture
def paper():
    return Paper()


@pytest.fixture
def opened(paper):
    return partial(opened_with, paper)
