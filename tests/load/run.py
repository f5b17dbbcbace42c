"""A load run: a hundred leads, two bots on one PostgreSQL, faults on every edge; then what must hold is looked at."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.adapters.ledger import Archive, migrate
from bot.bootstrap import SystemClock
from handlers.manifest import manifest
from playground.documents import derived, typical
from playground.genesys import PretendGenesys
from playground.postgres import PostgresServer
from playground.slack import PretendSlack
from playground.slack.people import Channel, Person, UserGroup
from playground.stories import ORGS
from playground.town import playground_values
from tests.load import verdict
from tests.load.chance import Chance
from tests.load.figures import figures_of
from tests.load.fleet import DatabaseTrouble, Fleet
from tests.load.lead import Call, Lead, Notes
from tests.load.memory import demands, unsettled
from tests.load.plan import Plan

CHANNELS = 10
GROUP = "S0LOAD"
SHARED = 0.1
AGENT = 3  # who is third in a typical conversation
STOPPING = 8.0


@dataclass
class Result:
    """What came of a run: figures to print, and every breach of what must hold."""

    figures: dict[str, object] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


class Run:
    """One run on a database of its own."""

    def __init__(self, plan: Plan, server: PostgresServer, folder: Path) -> None:
        self._plan, self._server, self._log = plan, server, folder / "bots.log"
        self._name = server.database()
        self._url = server.url(self._name)
        self._random = random.Random(plan.seed)  # noqa: S311 - chance
        self._notes = Notes()
        self._chance = Chance(plan.seed, plan.chance, hangs_undone=plan.hangs_undone)
        self._calls: list[Call] = []
        clock = SystemClock()
        users = [f"U0LOAD{number:03d}" for number in range(plan.leads)]
        self._slack = PretendSlack(
            clock,
            people=[Person(user, user.lower(), f"Lead {user[-3:]}") for user in users],
            channels=[Channel(f"C0LOAD{number:02d}", f"desk-{number}") for number in range(CHANNELS)],
            groups=[UserGroup(GROUP, "leads", "Leads", tuple(users))],
        )
        self._orgs = {org.name: org.pretend(clock) for org in ORGS if org.name in {"genesys", "zurich"}}
        self._leads = [
            Lead(
                self._slack,
                user,
                f"C0LOAD{number % CHANNELS:02d}",
                random.Random(self._random.random()),  # noqa: S311 - chance
                self._notes,
            )
            for number, user in enumerate(users)
        ]

    async def __call__(self) -> Result:
        await migrate(self._url)
        await self._slack.start()
        for platform in self._orgs.values():
            await platform.start()
        self._slack.use_manifest(manifest(self._slack.url))
        try:
            with self._log.open("w", encoding="utf-8") as log:
                return await self._go(Fleet(self._slack, self._order(), log))
        finally:
            for platform in self._orgs.values():
                await platform.close()
            await self._slack.close()

    def _order(self) -> dict[str, Any]:
        values = playground_values(
            self._slack,
            self._orgs,
            [org for org in ORGS if org.name in self._orgs],
            database_url=self._url,
            socket_mode=False,
        )
        access = {"roles": {"operator": [GROUP]}}
        return {"settings": {**values, "access": access, "port": 0}, "lease": self._plan.lease}

    async def _go(self, fleet: Fleet) -> Result:
        loop, plan = asyncio.get_running_loop(), self._plan
        await fleet.start()
        began = loop.time()
        self._slack.faults.chance = self._chance.of_slack
        for platform in self._orgs.values():
            platform.faults.chance = self._chance.of_platform
        trouble = DatabaseTrouble(self._server, self._name, plan.seed, plan.chance)
        until = began + plan.traffic
        troubles = [
            asyncio.create_task(fleet.suffers(plan.kill_every, plan.kills_for)),
            asyncio.create_task(trouble.happens(plan.traffic)),
        ]
        try:
            async with asyncio.timeout_at(began + plan.bound - STOPPING):
                await asyncio.gather(*(self._works(lead, until) for lead in self._leads))
                await asyncio.gather(*troubles)
                left = await self._settles()
        except TimeoutError:
            for task in troubles:
                task.cancel()
            await asyncio.gather(*troubles, return_exceptions=True)
            left = await asyncio.to_thread(unsettled, self._server, self._name)
        await fleet.stop()
        return await self._judged(fleet, trouble, left, loop.time() - began)

    async def _works(self, lead: Lead, until: float) -> None:
        """Take calls one after the other; now and then one that another lead is at as well."""
        loop, rng = asyncio.get_running_loop(), lead.random
        await asyncio.sleep(rng.uniform(0, self._plan.traffic / 2))
        for _ in range(self._plan.journeys):
            if loop.time() >= until:
                return
            shares = bool(self._calls) and rng.random() < SHARED
            call = self._calls[-1] if shares else self._rings(rng)
            done = await lead.disconnects(call, lambda: loop.time() < until)
            self._notes.counts["journeys to the end" if done else "journeys given up"] += 1
            await asyncio.sleep(rng.uniform(1, 4))

    def _rings(self, rng: random.Random) -> Call:
        platform: PretendGenesys = rng.choice(list(self._orgs.values()))
        conversation_id = f"10ad{len(self._calls):04d}-0000-4000-8000-000000000000"
        platform.holds(typical("calls", conversation_id, SystemClock().now()))
        link = f"https://apps.{platform.region}/directory/#/analytics/interactions/{conversation_id}/admin"
        self._calls.append(Call(conversation_id, derived(conversation_id, AGENT), link))
        return self._calls[-1]

    async def _settles(self) -> tuple[int, int, int]:
        """Wait until nothing is in flight, and everybody was told."""
        while any(left := await asyncio.to_thread(unsettled, self._server, self._name)):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.3)
        return left

    async def _judged(self, fleet: Fleet, trouble: DatabaseTrouble, left: tuple[int, int, int], took: float) -> Result:
        kept = await asyncio.to_thread(demands, self._server, self._name)
        writes = [r for org in self._orgs.values() for r in org.requests if r["method"] == "PATCH"]
        submissions, calls = self._notes.submissions, self._slack.calls
        lines = await asyncio.to_thread(lambda: self._log.read_text(encoding="utf-8").splitlines())
        broken = [
            *(f"left over at the end: {left} (in flight, untold, letters)" for _ in range(any(left))),
            *verdict.of_submissions(submissions, kept),
            *verdict.of_outcomes(kept),
            *verdict.of_writes(writes, kept),
            *verdict.of_telling(calls, submissions, kept),
            *verdict.of_the_log(lines),
        ]
        async with Archive.opened(self._url, SystemClock()) as archive:
            broken += [str(finding) for finding in (await archive.verify(None, lambda _: None)).findings]
        faults: Counter[str] = self._chance.counts + trouble.counts
        figures = figures_of(
            plan=self._plan,
            took=took,
            notes=self._notes,
            demands=kept,
            faults=faults,
            fleet=fleet.counts,
            writes=writes,
            slack=self._slack,
        )
        return Result(figures, broken)
