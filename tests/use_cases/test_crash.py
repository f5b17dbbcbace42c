"""`kill -9` at every step of the act, over all steps: what the next process finds, does and says."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap import SystemClock
from handlers.manifest import manifest
from handlers.web import SLACK_PATH
from playground.documents import typical
from playground.genesys import PretendGenesys
from playground.slack import PretendSlack
from playground.slack.people import BOT_TOKEN, SIGNING_SECRET
from tests.support.reading import Shown

STEPS = range(1, 22)
EXPECTED = {"confirmed", "not_confirmed", "not_sent"}

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def world() -> AsyncIterator[tuple[PretendSlack, PretendGenesys]]:
    clock = SystemClock()
    slack = PretendSlack(clock, enforce_rates=False)
    genesys = PretendGenesys(clock, region="apse1.pure.cloud", effect_delay=0.05)
    await slack.start()
    await genesys.start()
    slack.use_manifest(manifest(slack.url))
    yield slack, genesys
    await genesys.close()
    await slack.close()


def order(slack: PretendSlack, genesys: PretendGenesys, database_url: str, **more: Any) -> str:
    settings = {
        "slack_bot_token": BOT_TOKEN,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_api_url": slack.url + "/api/",
        "orgs": {
            "genesys": {
                "region": "apse1.pure.cloud",
                "client_id": "pretend-client",
                "client_secret": "pretend-secret",
                "api_url": genesys.url,
                "login_url": genesys.url,
            }
        },
        "database_url": database_url,
        "access": {"look_up": ["U0LEADA"], "disconnect": ["U0LEADA"]},
        "port": 0,
    }
    return json.dumps({"settings": settings, **more})


class Running:
    """A bot in a process of its own, and the steps that it has reported."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.steps: list[str] = []
        self.address = ""

    async def hears(self) -> bool:
        """Read one line; False at the end."""
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            return False
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            self.address = said.get("address", self.address)
            if "name" in said:
                self.steps.append(said["name"])
        return True


@asynccontextmanager
async def running(arguments: str) -> AsyncIterator[Running]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.process",
        arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    bot = Running(process)
    try:
        while not bot.address and await bot.hears():
            pass
        yield bot
    finally:
        if process.returncode is None:
            process.terminate()
        while await bot.hears():
            pass
        await process.wait()


async def demands(slack: PretendSlack, conversation_id: str) -> None:
    """Look up, press, submit; the process may be gone at any of it."""
    await slack.types("U0LEADA", "C0LEADS", f"/conversation {conversation_id}")
    await slack.settles(lambda: conversation_id in str(slack.messages("C0LEADS")))
    card = slack.messages("C0LEADS")[-1]
    agent = next(b for b in Shown(card).buttons("disconnect") if "0002-" in b["value"] or "agent" in str(b))
    await slack.presses("U0LEADA", channel="C0LEADS", ts=card["ts"], action_id="disconnect", value=agent["value"])
    await slack.settles(lambda: slack.views("U0LEADA") and slack.views("U0LEADA")[-1].get("submit"))
    await slack.submits("U0LEADA", slack.views("U0LEADA")[-1]["id"], {"reason": "stuck", "note": ""})


async def test_a_kill_at_any_step_ends_in_one_recorded_outcome_and_at_most_one_write(world, database_url):
    slack, genesys = world
    reached: list[str] = []
    for step in STEPS:
        conversation_id = genesys.holds(
            typical("calls", f"dead{step:04d}-0000-4000-8000-000000000000", SystemClock().now())
        )
        async with running(order(slack, genesys, database_url, die_at=step)) as first:
            slack.deliver_over_http(first.address + SLACK_PATH)
            await demands(slack, conversation_id)
            while first.steps.count("after tell") < 2 and await first.hears():
                pass
        for view in slack.views("U0LEADA"):
            await slack.closes("U0LEADA", view["id"])
        reached.append(first.steps[-1])
        async with running(order(slack, genesys, database_url, ahead=31.0)):
            pass
        ledger = await DatabaseLedger.open(database_url, SystemClock())
        try:
            acts = await ledger.past_acts("genesys", conversation_id, SystemClock().now().replace(year=2020))
        finally:
            await ledger.close()
        writes = [r for r in genesys.requests if r["method"] == "PATCH" and conversation_id in r["path"]]
        assert len(writes) <= 1, (step, first.steps)
        assert all(act.outcome.value in EXPECTED for act in acts), (step, acts)
        told = str(slack.messages(slack.direct_channel("U0LEADA"))) + str(slack.messages("C0LEADS"))
        assert all(act.id in told for act in acts), (step, first.steps)
        assert len(acts) == (0 if first.steps == ["before place"] else 1), (step, first.steps)
    # The last fuse is longer than the act: every step was killed at.
    assert reached[-1] == reached[-2] == "after tell"
