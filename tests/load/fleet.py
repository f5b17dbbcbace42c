"""The two bots, killed and started again, and the database that locks up and goes away."""

import asyncio
import random
from collections import Counter
from typing import IO, Any

from handlers.web import SLACK_PATH
from playground.postgres import PostgresServer
from playground.processes import BotProcess, DidNotStartError, end
from playground.slack import PretendSlack

MODULE = "tests.load.process"
TABLES = ("chain", "disconnections", "outbox")


class Fleet:
    """Two bots behind one Slack. `counts`: kills, and starts that Slack's faults prevented."""

    def __init__(self, slack: PretendSlack, order: dict[str, Any], log: IO[str]) -> None:
        self._slack, self._order, self._log = slack, order, log
        self.bots: list[BotProcess] = []
        self.counts: Counter[str] = Counter()

    async def start(self, size: int = 2) -> None:
        self.bots = list(await asyncio.gather(*(self._one() for _ in range(size))))
        self._route()

    async def stop(self) -> None:
        await end(self.bots)

    async def suffers(self, every: float, seconds: float) -> None:
        """Kill one of them at a time, each in its turn, and start another in its place at once."""
        loop = asyncio.get_running_loop()
        began, number = loop.time(), 0
        while (due := began + every * (number + 1)) < began + seconds:
            await asyncio.sleep(max(0.0, due - loop.time()))
            place = number % len(self.bots)
            self.bots[place].kill()
            await self.bots[place].ended()
            self.counts["kills"] += 1
            self.bots[place] = await self._one()
            self._route()
            number += 1

    async def _one(self) -> BotProcess:
        while True:
            try:
                return await BotProcess.start(MODULE, self._order, self._log)
            except DidNotStartError:
                self.counts["starts that failed"] += 1

    def _route(self) -> None:
        self._slack.deliver_over_http(*(bot.address + SLACK_PATH for bot in self.bots))


class DatabaseTrouble:
    """Locks the tables for moments, a part of the time, and takes the whole server away once."""

    def __init__(self, server: PostgresServer, name: str, seed: int, part: float) -> None:
        self._server, self._name, self._random, self._part = server, name, random.Random(seed), part  # noqa: S311 - chance
        self.counts: Counter[str] = Counter()

    async def happens(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        away_at = began + seconds / 2
        while loop.time() < began + seconds:
            locked = self._random.uniform(0.2, 0.8)
            await asyncio.sleep(locked / self._part * self._random.uniform(0.2, 0.4))
            if self.counts["database: away"] == 0 and loop.time() > away_at:
                self.counts["database: away"] += 1
                await asyncio.to_thread(self._server.goes_away)
                await asyncio.sleep(self._random.uniform(0.3, 1.0))
                await asyncio.to_thread(self._server.comes_back)
            else:
                self.counts["database: locked"] += 1
                await asyncio.to_thread(self._lock, self._random.choice(TABLES), locked)

    def _lock(self, table: str, seconds: float) -> None:
        with self._server.connect(self._name) as connection, connection.transaction():
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            connection.execute("SELECT pg_sleep(%s)", (seconds,))
