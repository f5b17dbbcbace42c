"""Searches, directories and ledgers that hold what they are given, for the tests of finding."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from bot.adapters.phone_numbers import e164, within
from bot.domain.access import Access, Lead, Role
from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Org, Reading, Reply, TokenProbe
from bot.domain.links import Links
from bot.domain.participant import Participant, Standing
from bot.domain.sighting import Agent, Agents, Findings, Queue, Queues, Refusal, Sighting
from bot.ports import Entry, Located, Person, Priority
from bot.use_cases.find import Find
from bot.use_cases.look_up import LookUp
from bot.use_cases.permit import Permit
from bot.use_cases.refusals import Refusals
from bot.use_cases.tasks import Tasks
from bot.use_cases.which_org import WhichOrg
from tests.support.clock import START, JumpingClock

MAYA = Lead("U0MAYA")
FARAH = Agent("a-1", "Farah Aziz", "farah@cc.example", "one")
SEEN = Sighting(
    "one", "c-1", standing=Standing.CONNECTED, since=START, purpose="agent", queue_id="q-1", queue_name="Cards"
)


@dataclass
class Listed:
    """A search that lists what it was given."""

    name: str
    people: tuple[Agent, ...] = ()
    lines: tuple[Queue, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    asked: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
    cut: bool = False

    @property
    def org(self):
        return Org(self.name)

    async def agents(self, named):
        self.asked.append(named)
        found = (one for one in self.people if named.casefold() in f"{one.name} {one.email}".casefold())
        return Agents(START, tuple(found), refusal=self.refusal)

    async def queues(self, named):
        self.asked.append(named)
        found = tuple(one for one in self.lines if named.casefold() in one.name.casefold())
        return Queues(START, found, refusal=self.refusal)

    async def of_agent(self, agent_id):
        self.asked.append(agent_id)
        return Findings(START, self.sightings, len(self.sightings), asked=("status",), cut=self.cut)

    async def of_queue(self, queue_id, *, page=1):
        return await self.of_agent(f"{queue_id}, page {page}")

    async def of_number(self, number, *, page=1):
        return await self.of_agent(number if page == 1 else f"{number}, page {page}")


@dataclass
class Known:
    """A roster of people, by id."""

    people: dict[str, Person] = field(default_factory=dict)

    async def groups_of(self, user_id, among):  # noqa: ARG002 - nobody is in any
        return frozenset()

    async def person(self, user_id):
        return self.people.get(user_id)


@dataclass
class Paper:
    """A ledger that may be closed."""

    entries: list[Entry] = field(default_factory=list)
    closed: bool = False

    async def enter(self, entry):
        if self.closed:
            raise LedgerUnavailableError("closed")
        self.entries.append(entry)

    async def paused(self):
        return None

    async def past_acts(self, org, conversation_id, since):  # noqa: ARG002 - nothing was done
        return ()


@dataclass
class FirstOf:
    """The use case, of which the first part is all that most tests want."""

    find: Find

    def __getattr__(self, name):
        return getattr(self.find, name)

    async def __call__(self, lead, wanted, **more):
        async with aclosing(self.find(lead, wanted, **more)) as parts:
            return await anext(parts)

    async def whole(self, lead, wanted, **more):
        async with aclosing(self.find(lead, wanted, **more)) as parts:
            return [found async for found in parts]


@dataclass
class Reads:
    """Conversations that answer each read in one way."""

    reading: Reading

    @property
    def org(self):
        return Org("one")

    def locate(self, text):
        return Located(text)

    async def read(self, conversation_id, *, priority=Priority.LOOK_UP):  # noqa: ARG002 - one way
        return self.reading

    async def recall(self, conversation_id):  # noqa: ARG002 - nothing is known
        return None

    async def probe_token(self, at=None):
        return TokenProbe(START, "one", accepted=at is None)


def talking(queue="Cards"):
    leg = Communication("l-1", Media.CALL, State.CONNECTED)
    return Conversation("c-1", "one", (Participant("p-1", "agent", "Farah", queue_name=queue, communications=(leg,)),))


def named(org, conversations):
    class At(Reads):
        @property
        def org(self):
            return Org(org, "genesys", region="apse1.pure.cloud")

        def locate(self, text):
            return Located(text.rpartition("/")[2], mine="/" not in text or text.startswith(org))

    return At(Reading(START, conversations) if conversations else Reading(START, reply=Reply(404)))


@dataclass
class Slow(Listed):
    """A search that is slow to say who there is, or what they have live; `let_go` when it has answered for sure."""

    clock: JumpingClock = field(default_factory=JumpingClock)
    names_after: float = 0
    live_after: float = 0
    ended: list[str] = field(default_factory=list)

    async def agents(self, named):
        return await self._after(self.names_after, super().agents(named))

    async def queues(self, named):
        return await self._after(self.names_after, super().queues(named))

    async def of_agent(self, agent_id):
        return await self._after(self.live_after, super().of_agent(agent_id))

    async def _after(self, seconds, answer):
        try:
            await self.clock.sleep(seconds)
        except asyncio.CancelledError:
            answer.close()
            self.ended.append("let go")
            raise
        return await answer


CARDS = Queue("q-1", "Cards", "one")
LOST = Queue("q-2", "Cards – Lost", "two")


def hits(found):
    return [one.sighting.org for one in found.suspects], [one.org for one in found.late], found.followed


TWO = replace(SEEN, org="two", conversation_id="c-2")


def opened_with(paper, *searches, rules=(), links=None, people=None, regions=None, reads=None, clock=None):
    access = Access(roles={Role.VIEWER: frozenset({"U0MAYA"})}, rules=tuple(rules))
    roster, clock = Known(people or {}), clock or JumpingClock()
    permit = Permit(access, roster, paper, Refusals(paper, clock, Tasks()))
    orgs: dict[str, Any] = {"one": Reads(reads)} if isinstance(reads, Reading) else reads or {}
    look_up = LookUp(orgs, paper, permit, clock, WhichOrg(orgs, permit, {}))
    by_name = {one.name: one for one in searches}
    return FirstOf(Find(by_name, look_up, roster, clock, e164, within, regions or {}, links or Links()))
