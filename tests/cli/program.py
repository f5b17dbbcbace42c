"""Hangup as a program of its own, beside a pretend Slack and pretend platforms."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from handlers.manifest import manifest
from handlers.web import SLACK_PATH
from playground.genesys.platform import CLIENT_SECRET
from playground.slack.people import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from playground.town import Surroundings

ROOT = Path(__file__).parents[2]
SECRETS = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, CLIENT_SECRET)
PATIENCE = 30.0


def environment(around: Surroundings, database_url: str, *, socket_mode: bool = False) -> dict[str, str]:
    """Set everything that `hangup run` needs, and nothing that this machine happens to have set."""
    way = {"SLACK_APP_TOKEN": APP_TOKEN} if socket_mode else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
    return {
        **{name: "" for name in os.environ if name.startswith(("SLACK_", "GENESYS_", "HANGUP_"))},
        **way,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": f"{around.slack.url}/api/",
        "GENESYS_REGION": "apse1.pure.cloud",
        "GENESYS_CLIENT_ID": "pretend-client-genesys",
        "GENESYS_CLIENT_SECRET": CLIENT_SECRET,
        "GENESYS_API_URL": around.genesys.url,
        "GENESYS_LOGIN_URL": around.genesys.url,
        "HANGUP_OPERATORS": "S0LEADS",
        "DATABASE_URL": database_url,
        "PORT": "0",
        "HOST": "127.0.0.1",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "DEBUG",
        "DYNO": "",
    }


class Program:
    """A running bot: what it logs, and where it listens."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode())
            self._news.set()
        self._news.set()

    @property
    def log(self) -> str:
        return "".join(self.lines)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    async def logs(self, event: str) -> dict[str, Any]:
        """Wait until it logs an event."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._news.clear()
                for entry in self.events:
                    if entry.get("event") == event:
                        return entry
                assert not self._reading.done(), f"it ended without {event}: {self.log}"
                await self._news.wait()

    async def address(self) -> str:
        return str((await self.logs("bot.listening"))["address"])

    async def ends(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal, and wait for its end; returns its status."""
        self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            status = await self.process.wait()
            await self._reading
        return status


@asynccontextmanager
async def started(
    env: dict[str, str], command: Sequence[str] = (sys.executable, "-m", "bot", "run"), cwd: Path = ROOT
) -> AsyncIterator[Program]:
    """Start a program, and end it when the block ends, if it runs still."""
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **env}, cwd=cwd, stderr=asyncio.subprocess.PIPE, start_new_session=True
    )
    program = Program(process)
    try:
        yield program
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        await program._reading


def install(around: Surroundings, address: str, *, socket_mode: bool) -> None:
    """Install the app in the pretend workspace, as its manifest says, and let Slack reach it."""
    around.slack.use_manifest(manifest(None if socket_mode else "https://bot.example.com"))
    if not socket_mode:
        around.slack.deliver_over_http(address + SLACK_PATH)


async def until(condition: Callable[[], object]) -> None:
    """Wait until something outside this loop has come true; real time, since another program takes it."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)
