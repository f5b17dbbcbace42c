"""Programs in processes of their own: the bot, the bare app, and the pretend world."""

import asyncio
import contextlib
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from playground.slack.people import BOT_TOKEN, SIGNING_SECRET

LONGEST_LINE = 2**28
START_SECONDS = 60.0
# At rest is who asks for nothing, so many looks in a row.
LOOKS, LOOK_SECONDS, LONGEST_REST_SECONDS = 3, 0.15, 10.0
ROOT = Path(__file__).parents[1]
# Nothing of the caller's own settings, proxies included, reaches what is measured.
KEPT = {"PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV"}


@dataclass(slots=True)
class Program:
    """A process, where it listens, and how many seconds it took until it did."""

    process: asyncio.subprocess.Process
    port: int = 0
    seconds: float = 0.0

    @property
    def url(self) -> str:
        """Where Slack sends to."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    @property
    def megabytes(self) -> float:
        """How much memory is resident now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


@dataclass(slots=True)
class World(Program):
    """The pretend world, which does what it is asked, one line after another."""

    told: dict[str, Any] = field(default_factory=dict)
    patient: bool = True

    async def asks(self, do: str, **details: Any) -> Any:
        """Have something done and give the answer."""
        reader, writer = self.process.stdout, self.process.stdin
        if reader is None or writer is None:
            raise RuntimeError("the world has no pipes")
        writer.write(json.dumps({"do": do, **details}).encode() + b"\n")
        line = await reader.readline()
        if not line:
            raise RuntimeError("the pretend world has ended")
        return json.loads(line)

    async def rests(self) -> None:
        """Wait, unless in haste, until nothing more is asked of the world for a while."""
        until, before, quiet = perf_counter() + LONGEST_REST_SECONDS, -1, 0
        while self.patient and quiet < LOOKS and perf_counter() < until:
            asked = await self.asks("count")
            quiet = quiet + 1 if asked == before else 0
            before = asked
            await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def world(*, patient: bool = True) -> AsyncIterator[World]:
    """Run the pretend Slack and the pretend platform."""
    process = await _spawned("bench.world", stdin=asyncio.subprocess.PIPE)
    try:
        made = World(process, patient=patient)
        made.told = await made.asks("tell")
        yield made
    finally:
        await _ended(process)


@asynccontextmanager
async def bare(told: Mapping[str, Any]) -> AsyncIterator[Program]:
    """Run the bare Bolt app."""
    order = {"token": BOT_TOKEN, "signing_secret": SIGNING_SECRET, "slack_api_url": told["slack"], "port": free_port()}
    async with _serving("bench.bare", json.dumps(order), port=order["port"]) as program:
        yield program


@asynccontextmanager
async def hangup(told: Mapping[str, Any], folder: Path, database_url: str) -> AsyncIterator[Program]:
    """Run `hangup run`, which lets every lead of the world disconnect."""
    port = free_port()
    config = folder / "bench.toml"
    config.write_text(
        f"[orgs.genesys]\nregion = 'apse1.pure.cloud'\nclient_id = 'pretend-client'\n"
        f"client_secret_env = 'BENCH_CLIENT_SECRET'\napi_url = '{told['genesys']}'\nlogin_url = '{told['genesys']}'\n"
        f"requests_per_minute = 3000\n[access]\ndisconnect = {told['leads']}\n",
        encoding="utf-8",
    )
    environment = {
        "HANGUP_CONFIG": str(config),
        "BENCH_CLIENT_SECRET": "pretend-secret",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": told["slack"],
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "LOG_FORMAT": "json",
    }
    async with _serving("bot", "run", port=port, environment=environment) as program:
        yield program


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def _serving(
    module: str, *arguments: str, port: int, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Program]:
    began = perf_counter()
    process = await _spawned(module, *arguments, environment=environment)
    try:
        yield await _ready(process, port, began)
    finally:
        await _ended(process)


async def _ready(process: asyncio.subprocess.Process, port: int, began: float) -> Program:
    while perf_counter() - began < START_SECONDS and process.returncode is None:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            seconds = perf_counter() - began
            writer.close()
            return Program(process, port, seconds)
        await asyncio.sleep(0.005)
    raise RuntimeError(f"a program did not start: status {process.returncode}")


async def _spawned(
    module: str, *arguments: str, stdin: int = asyncio.subprocess.DEVNULL, environment: Mapping[str, str] | None = None
) -> asyncio.subprocess.Process:
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("COVERAGE")}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE if stdin == asyncio.subprocess.PIPE else asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
        cwd=ROOT,
        env={**kept, **(environment or {})},
    )


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End it there and then: what it still had to do is of no interest any more."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()
