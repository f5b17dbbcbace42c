"""Bots in processes of their own, beside a pretend Slack and a pretend platform."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.bootstrap import SystemClock
from handlers.manifest import manifest
from playground.genesys import PretendGenesys
from playground.slack import PretendSlack
from playground.slack.people import BOT_TOKEN, SIGNING_SECRET


@asynccontextmanager
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


LEADS = {"look_up": ["U0LEADA"], "disconnect": ["U0LEADA"]}


def order(slack: PretendSlack, genesys: PretendGenesys, database_url: str, *, access: Any = LEADS, **more: Any) -> str:
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
        "access": access,
        "port": 0,
    }
    return json.dumps({"settings": settings, **more})


class Running:
    """A bot in a process of its own, and the steps that it has reported."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.steps: list[str] = []
        self.address = ""

    def goes_ahead(self, seconds: float) -> None:
        """Set the clock of a bot that is `told`."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"ahead": seconds}).encode() + b"\n")

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
        stdin=asyncio.subprocess.PIPE,
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
