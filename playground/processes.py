"""Bots in processes of their own, in front of one pretend Slack that delivers to each in turn."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import IO, Any, Self

from bot.ports import Clock
from handlers.manifest import manifest
from handlers.web import SLACK_PATH
from playground.stories import ALL_ORGS, PretendOrg
from playground.town import Surroundings, alerts_of, playground_values, studio_of, surround

Json = dict[str, Any]


class DidNotStartError(Exception):
    """A bot's process ended before it listened; the text says why, as far as it told."""


class BotProcess:
    """One process. It is told its settings on standard input and says its address on standard output, as JSON lines.

    It ends when it is told to, and when this process is gone, since its standard input ends then.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.address = ""

    @classmethod
    async def start(cls, module: str, order: Mapping[str, Any], log: IO[str] | None = None) -> Self:
        """Start `python -m module`, hand it its order, and wait for its address; raises `DidNotStartError`.

        Nothing of the order stands on the command line or in the environment. `log` takes its standard error.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the one who started it, who then ends it in order
        )
        bot = cls(process)
        said: Json = {}
        try:
            said = await bot._ask(order)
        finally:
            bot.address = str(said.get("address", ""))
            if not bot.address:
                bot.kill()
                await bot.ended()
        if not bot.address:
            raise DidNotStartError(str(said.get("error") or "a bot's process ended before it listened"))
        return bot

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """Tell the process's number."""
        return self._process.pid

    def kill(self) -> None:
        """End it in the middle of whatever it does (SIGKILL)."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    def stop(self) -> None:
        """Ask it to finish what it does, and end (SIGTERM)."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()

    async def ended(self) -> int:
        """Wait for its end; gives its exit status."""
        await self._process.communicate()
        return await self._process.wait()

    async def _ask(self, order: Mapping[str, Any]) -> Json:
        if self._process.stdin is None or self._process.stdout is None:
            return {}
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        said: Json = json.loads(line) if line.startswith(b"{") else {}
        return said


@dataclass(slots=True)
class TownOfProcesses(Surroundings):
    """Everything that runs, each bot in a process of its own."""

    bots: list[BotProcess]

    @property
    def addresses(self) -> list[str]:
        """Where the bots listen."""
        return [bot.address for bot in self.bots]

    async def close(self) -> None:
        """End the bots, then what is around them."""
        await end(self.bots)
        await Surroundings.close(self)


async def end(bots: Sequence[BotProcess]) -> None:
    """Ask all of them to end, and wait until they have."""
    for bot in bots:
        bot.stop()
    await asyncio.gather(*(bot.ended() for bot in bots))


async def build_apart(
    clock: Clock,
    *,
    module: str,
    processes: int,
    database_url: str,
    orgs: Sequence[PretendOrg] = ALL_ORGS,
    socket_mode: bool = False,
    slack_port: int = 0,
    log: IO[str] | None = None,
) -> TownOfProcesses:
    """Build the pretend world and start so many bots on one database, which must have been migrated.

    `module` is what a bot's process runs. Raises `OSError` when a port is in use and `DidNotStartError`; whatever was
    started by then is ended.
    """
    around = await surround(clock, orgs=orgs, slack_port=slack_port)
    async with AsyncExitStack() as started:
        started.push_async_callback(around.close)
        around.slack.use_manifest(manifest(None if socket_mode else around.slack.url))
        values = playground_values(around.slack, around.orgs, orgs, database_url=database_url, socket_mode=socket_mode)
        order = {"settings": {**values, "alerts": alerts_of(orgs, quick=True), "port": 0}}
        bots: list[BotProcess] = []
        started.push_async_callback(end, bots)
        for _ in range(processes):
            bots.append(await BotProcess.start(module, order, log))  # noqa: PERF401 - each is ended if the next fails
        around.stories.studio = studio_of(clock, bots[0].address)
        if not socket_mode:
            around.slack.deliver_over_http(*(bot.address + SLACK_PATH for bot in bots))
        started.pop_all()
    return TownOfProcesses(around.slack, around.orgs, around.stories, bots)
