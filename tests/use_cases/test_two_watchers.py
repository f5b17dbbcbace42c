"""Two processes of the real bot on one PostgreSQL keep watch: one looks at a time, and one may die."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.ledger import migrate
from bot.bootstrap import SystemClock
from playground.documents import Named, agent, call_with, customer
from playground.genesys import PretendGenesys
from playground.slack import PretendSlack
from tests.support.bots import order, running, world
from tests.support.reading import Shown

pytestmark = pytest.mark.slow
CALL = "ca119999-0000-4000-8000-000000000000"
AGENT = Named("a9e27000-0000-4000-8000-000000000001", "Tan Wei Ling")
QUEUE = Named("90e0e000-0000-4000-8000-000000000001", "Cards")
INCIDENTS = "C0INCID"
RULE = {"name": "rings", "kind": "stuck_state", "states": ["alerting"], "longer_than": "1 s", "every": "5 s"}
PATIENCE = 30.0


async def until(condition: Callable[[], Any], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - other programs take their time, and nobody tells
            await asyncio.sleep(0.05)


def a_call(genesys: PretendGenesys, state: str) -> None:
    now = SystemClock().now()
    genesys.holds(call_with(CALL, now, customer("Hannah Berg", "+442079460018"), agent(AGENT, QUEUE, state=state)))


def looks(genesys: PretendGenesys) -> int:
    """Count the looks: each asks for what is live, and for the wrap-ups that are owed."""
    return sum("details/query" in one["path"] for one in genesys.requests) // 2


def cards(slack: PretendSlack) -> list[str]:
    return [Shown(one).words for one in slack.messages(INCIDENTS) if one.get("thread_ts") in {None, one["ts"]}]


async def test_two_processes_look_once_and_the_one_that_is_left_sees_the_end(postgres):
    url = postgres.url(postgres.database())
    await migrate(url)
    async with world() as (slack, genesys):
        a_call(genesys, "alerting")
        orders = json.loads(order(slack, genesys, url, watch=1, every=1))
        orders["settings"]["alerts"] = {"channel": INCIDENTS, "rules": [RULE]}
        began = SystemClock().now()
        async with running(json.dumps(orders)) as doomed, running(json.dumps(orders)):
            await until(lambda: cards(slack))
            seen = looks(genesys)
            await until(lambda: looks(genesys) >= seen + 2)
            # Due at whole multiples of five seconds: each of them was looked at once.
            slots = (SystemClock().now() - began) // timedelta(seconds=5) + 1
            assert looks(genesys) <= slots
            # Between two looks, so that nothing is left under a lease.
            await asyncio.sleep(1.5)
            doomed.process.kill()
            a_call(genesys, "connected")
            await until(lambda: "Tan Wei Ling is connected now" in cards(slack)[0])
        assert len(cards(slack)) == 1
