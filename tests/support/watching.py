# ruff: noqa: ARG002 - a stand-in takes what its port takes
"""An org whose searches and conversations are as a test says, and a channel that remembers its alerts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.alert import Problem
from bot.domain.conversation import Conversation
from bot.domain.exchange import Analytics, Exchange, Org, Reading, Reply, TokenProbe
from bot.domain.sighting import ANY, Agents, Filter, Findings, Queue, Queues, Refusal, Sighting
from bot.ports import Clock, Located, Priority


@dataclass
class WatchedOrg:
    """Both ports to one org. `delay` is how long each answer takes; `asked` is what was asked."""

    clock: Clock
    name: str = "genesys"
    sightings: Sequence[Sighting] = ()
    conversations: dict[str, Conversation] = field(default_factory=dict)
    truncated: bool = False
    refusal: Refusal | None = None
    status: int | None = 200
    delay: float = 0.0
    known: Sequence[Queue] = ()
    wanted: Filter = ANY
    asked: list[str] = field(default_factory=list)

    org: Org = field(init=False)

    def __post_init__(self) -> None:
        self.org = Org(self.name)

    async def live(self, which: Filter = ANY, *, priority: Priority = Priority.REFRESH) -> Findings:
        assert priority is Priority.REFRESH
        self.wanted = which
        await self._asked("live")
        shown = () if self.refusal is not None else tuple(self.sightings)
        total = len({one.conversation_id for one in shown})
        return Findings(
            self.clock.now(), shown, total, truncated=self.truncated, asked=("POST live",), refusal=self.refusal
        )

    async def read(self, conversation_id: str, *, priority: Priority = Priority.LOOK_UP) -> Reading:
        assert priority is Priority.REFRESH
        await self._asked(f"read {conversation_id}")
        found = self.conversations.get(conversation_id)
        return Reading(self.clock.now(), found, reply=None if found else Reply(404))

    async def probe_token(self, at: Org | None = None) -> TokenProbe:
        await self._asked("token")
        return TokenProbe(self.clock.now(), self.name, accepted=self.status == 200, status=self.status)

    async def _asked(self, what: str) -> None:
        self.asked.append(what)
        if self.delay:
            await self.clock.sleep(self.delay)

    def locate(self, text: str) -> Located | None:
        return Located(text)

    async def ready(self) -> None:
        raise AssertionError("a watch never writes")

    async def disconnect(self, conversation: Conversation, participant_id: str, *, reason: str) -> Exchange:
        raise AssertionError("a watch never writes")

    async def end(self, conversation_id: str) -> Exchange:
        raise AssertionError("a watch never writes")

    async def recall(self, conversation_id: str) -> Analytics | None:
        raise AssertionError("a watch needs no records")

    async def agents(self, named: str) -> Agents:
        raise AssertionError("a watch looks for nobody")

    async def queues(self, named: str) -> Queues:
        await self._asked(f"queues {named}")
        found = tuple(one for one in self.known if named.casefold() in one.name.casefold())
        return Queues(self.clock.now(), found, len(found), ("POST queues",), refusal=self.refusal)

    async def of_agent(self, agent_id: str) -> Findings:
        raise AssertionError("a watch looks for nobody")

    async def of_queue(self, queue_id: str, *, page: int = 1) -> Findings:
        raise AssertionError("a watch looks for no queue")

    async def of_number(self, e164: str, *, page: int = 1) -> Findings:
        raise AssertionError("a watch looks for nobody")


@dataclass
class RememberedAlerts:
    """What was raised, as often as it was, and what was closed; `open` is what is raised and not closed."""

    raised: list[Problem] = field(default_factory=list)
    closed: list[tuple[str, str]] = field(default_factory=list)
    open: dict[str, Problem] = field(default_factory=dict)

    async def put(self, problem: Problem) -> None:
        self.raised.append(problem)
        self.open[problem.key] = problem

    async def close(self, key: str, outcome: str, *, at: datetime, by: str | None = None) -> None:
        self.closed.append((key, outcome))
        self.open.pop(key, None)
