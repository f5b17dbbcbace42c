"""Whom a name means, what a lead may see of a search, and what is kept of a number."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.phone_numbers import e164, within
from bot.domain.access import Access, Lead, Role
from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation
from bot.domain.errors import AccessDeniedError, InputError, LedgerUnavailableError
from bot.domain.exchange import Org, Reading, Reply, TokenProbe
from bot.domain.links import Links
from bot.domain.participant import Participant, Standing
from bot.domain.rule import Action, Rule
from bot.domain.sighting import Agent, Agents, Findings, Queue, Queues, Refusal, Sighting
from bot.domain.wanted import Sought, Wanted
from bot.ports import Entry, Located, Person, Priority
from bot.use_cases.find import PATIENCE_SECONDS, Find
from bot.use_cases.found import sighting_of
from bot.use_cases.kept import KEPT_FOR, MOST_KEPT, Kept
from bot.use_cases.look_up import LookUp
from bot.use_cases.permit import Permit
from bot.use_cases.pinpoint import name_in, the_agent, the_queues
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
        return Findings(START, self.sightings, len(self.sightings), asked=("status",))

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


@dataclass
class FirstOf:
    """The use case, of which the first part is all that most tests want."""

    find: Find

    def __getattr__(self, name):
        return getattr(self.find, name)

    async def __call__(self, lead, wanted, *, part=1):
        async with aclosing(self.find(lead, wanted, part=part)) as parts:
            return await anext(parts)

    async def whole(self, lead, wanted):
        async with aclosing(self.find(lead, wanted)) as parts:
            return [found async for found in parts]


@pytest.fixture
def paper():
    return Paper()


@pytest.fixture
def opened(paper):
    def make(*searches, rules=(), links=None, people=None, regions=None, reads=None, clock=None):
        access = Access(roles={Role.VIEWER: frozenset({"U0MAYA"})}, rules=tuple(rules))
        roster, clock = Known(people or {}), clock or JumpingClock()
        permit = Permit(access, roster, paper, Refusals(paper, clock, Tasks()))
        orgs: dict[str, Any] = {"one": reads if isinstance(reads, Reads) else Reads(reads)} if reads else {}
        look_up = LookUp(orgs, paper, permit, clock, WhichOrg(orgs, permit, {}))
        by_name = {one.name: one for one in searches}
        return FirstOf(Find(by_name, look_up, roster, clock, e164, within, regions or {}, links or Links()))

    return make


def deny(**conditions):
    return Rule(1, allows=False, actions=frozenset({Action.LOOK_UP}), **conditions)


async def test_a_link_of_the_settings_comes_before_the_e_mail(opened):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two")
    links = Links({"U0F": "farah@cc.example"}, {})
    people = {"U0F": Person(guest=False, team_ids=frozenset(), email="other@example.com")}
    found = await opened(one, two, links=links, people=people)(MAYA, Wanted(Sought.AGENT, user_id="U0F"))
    assert found.name == "Farah Aziz"
    assert one.asked == ["farah@cc.example", "a-1"]
    assert found.only == SEEN


async def test_a_link_by_org_asks_that_org_alone(opened):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two")
    links = Links({}, {"U0F": {"one": "farah@cc.example"}})
    found = await opened(one, two, links=links)(MAYA, Wanted(Sought.AGENT, user_id="U0F"))
    assert two.asked == []
    assert [one.unknown for one in found.looked] == [False, True]


async def test_without_a_link_the_e_mail_of_the_profile_is_searched(opened):
    one = Listed("one", (FARAH,), sightings=(SEEN,))
    people = {"U0F": Person(guest=False, team_ids=frozenset(), email="farah@cc.example")}
    assert (await opened(one, people=people)(MAYA, Wanted(Sought.AGENT, user_id="U0F"))).total == 1


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ({}, "Slack did not say who that is"),
        ({"U0F": Person(guest=False, team_ids=frozenset())}, "does not tell Hangup this person's e-mail"),
    ],
)
async def test_somebody_who_is_no_known_agent_is_answered_with_the_line_to_add(people, words):
    with pytest.raises(InputError, match=words) as caught:
        await name_in("one", Wanted(Sought.AGENT, user_id="U0F"), Links(), Known(people))
    assert "[agents] U0F" in caught.value.hint


def test_the_one_who_is_called_so_is_meant_though_others_fit():
    other = replace(FARAH, id="a-2", name="Farah Aziz Junior", email="j@cc.example")
    assert the_agent((other, FARAH), "farah aziz") == FARAH
    assert the_agent((other, FARAH), "j@cc.example") == other
    assert the_agent((), "farah") is None


def test_many_of_a_name_are_counted_and_the_first_are_named():
    many = tuple(replace(FARAH, id=f"a-{n}", name=f"Farah {n}", email="") for n in range(9))
    with pytest.raises(InputError, match="9 agents fit") as caught:
        the_agent(many, "farah")
    assert "Farah 0 (a-0)" in caught.value.hint
    assert "and 3 more" in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cards", ["Cards"]),
        ("card", ["Cards", "Cards Fraud"]),
        ("gift", ["Gift Cards"]),
        ("ift", ["Gift Cards"]),
        ("x", []),
    ],
)
def test_a_queue_is_meant_exactly_else_by_its_beginning_else_by_a_part(typed, meant):
    queues = tuple(Queue(f"q-{n}", name, "one") for n, name in enumerate(("Cards", "Cards Fraud", "Gift Cards")))
    assert [one.name for one in the_queues(queues, typed)] == meant


async def test_a_queue_of_one_name_in_two_orgs_is_listed_from_both(opened):
    one = Listed("one", lines=(Queue("q-1", "Cards", "one"),), sightings=(SEEN,))
    two = Listed("two", lines=(Queue("q-2", "CARDS", "two"),), sightings=(replace(SEEN, org="two"),))
    found = await opened(one, two)(MAYA, Wanted(Sought.QUEUE, "cards"), part=3)
    assert found.queues == ()
    assert {suspect.sighting.org for suspect in found.suspects} == {"one", "two"}
    assert one.asked[-1] == "q-1, page 3"


async def test_what_may_not_be_looked_up_is_left_out_and_counted(opened):
    fraud = replace(SEEN, conversation_id="c-2", queue_id="q-2", queue_name="Fraud Desk")
    one = Listed("one", (FARAH,), sightings=(SEEN, fraud))
    found = await opened(one, rules=[deny(queues=frozenset({"Fraud Desk"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [one.sighting for one in found.suspects] == [SEEN]
    assert found.hidden == 1
    assert found.only is None


async def test_a_division_that_a_search_does_not_tell_speaks_against_the_lead(opened):
    told = replace(SEEN, conversation_id="c-2", division_ids=("d-2",))
    one = Listed("one", (FARAH,), sightings=(SEEN, told))
    found = await opened(one, rules=[deny(divisions=frozenset({"d-1"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [one.sighting for one in found.suspects] == [told]


async def test_an_org_that_may_not_be_looked_into_is_not_asked(opened):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two", (FARAH,))
    await opened(one, two, rules=[deny(orgs=frozenset({"two"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    assert two.asked == []


async def test_who_may_look_into_no_org_is_refused(opened):
    one = Listed("one", (FARAH,))
    with pytest.raises(AccessDeniedError):
        await opened(one, rules=[deny(orgs=frozenset({"one"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    with pytest.raises(AccessDeniedError):
        await opened(one)(Lead("U0TOM"), Wanted(Sought.AGENT, "farah"))
    assert one.asked == []


async def test_without_any_org_to_search_that_is_said(opened):
    with pytest.raises(InputError, match="None of the orgs"):
        await opened()(MAYA, Wanted(Sought.AGENT, "farah"))


async def test_a_number_is_read_in_each_orgs_own_region(opened):
    one, two, three = Listed("one", sightings=(SEEN,)), Listed("two"), Listed("three")
    find = opened(one, two, three, regions={"one": "SG", "two": "GB"})
    found = await find(MAYA, Wanted(Sought.NUMBER, "9123 4567"))
    assert (one.asked, two.asked, three.asked) == (["+6591234567"], ["+4491234567"], [])
    assert find.is_number("9123 4567")
    assert not find.is_number("banana")
    assert found.token


async def test_a_search_goes_on_without_a_ledger(opened, paper):
    paper.closed = True
    found = await opened(Listed("one", (FARAH,), sightings=(SEEN,)))(MAYA, Wanted(Sought.AGENT, "farah"))
    assert found.total == 1


async def test_the_ledger_names_the_agent_and_no_number(opened, paper):
    find = opened(Listed("one", (FARAH,), sightings=(SEEN,)), regions={"one": "SG"})
    await find(MAYA, Wanted(Sought.AGENT, "farah"))
    await find(MAYA, Wanted(Sought.NUMBER, "9123 4567"))
    assert [(one.step, one.org, one.detail) for one in paper.entries] == [
        ("searched", "one", "agent Farah Aziz: 1 found"),
        ("searched", "one", "number: 1 found"),
    ]


async def test_a_search_of_several_orgs_is_a_line_for_each(opened, paper):
    find = opened(Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two"))
    await find(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [(one.step, one.org, one.detail) for one in paper.entries] == [
        ("searched", "one", "agent Farah Aziz: 1 found"),
        ("searched", "two", "agent Farah Aziz: 0 found"),
    ]


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


@pytest.mark.parametrize("slow", [{"names_after": 8}, {"live_after": 8}])
@pytest.mark.parametrize("wanted", [Wanted(Sought.AGENT, "farah"), Wanted(Sought.QUEUE, "cards")])
async def test_an_org_that_is_slow_holds_back_no_other_ones_hits_and_its_own_follow(opened, clock, paper, slow, wanted):
    two = Slow("two", (replace(FARAH, org="two"),), (replace(CARDS, org="two"),), (TWO,), clock=clock, **slow)
    find = opened(Listed("one", (FARAH,), (CARDS,), (SEEN,)), two, clock=clock)
    times, parts = [], []
    async with aclosing(find.find(MAYA, wanted)) as each:
        async for found in each:
            times.append((clock.now() - START).total_seconds())
            parts.append(found)
    assert times == [PATIENCE_SECONDS, 8]
    assert [hits(found) for found in parts] == [(["one"], ["two"], False), (["two"], [], True)]
    assert [(one.org, one.detail.rpartition(": ")[2]) for one in paper.entries] == [
        ("one", "1 found"),
        ("two", "no answer yet"),
        ("two", "1 found"),
    ]


async def test_where_nobody_has_answered_the_first_is_waited_for(opened, clock):
    one = Slow("one", (FARAH,), sightings=(SEEN,), clock=clock, names_after=5)
    two = Slow("two", (FARAH,), sightings=(TWO,), clock=clock, names_after=6)
    found = await opened(one, two, clock=clock)(MAYA, Wanted(Sought.AGENT, "farah"))
    assert (hits(found), (clock.now() - START).total_seconds()) == ((["one"], ["two"], False), 5)
    assert two.ended == ["let go"]


async def test_all_that_answer_in_time_are_one_list(opened, clock):
    two = Slow("two", (FARAH,), sightings=(TWO,), clock=clock, names_after=2)
    parts = await opened(Listed("one", (FARAH,), sightings=(SEEN,)), two, clock=clock).whole(
        MAYA, Wanted(Sought.AGENT, "farah")
    )
    assert [sorted(hits(found)[0]) for found in parts] == [["one", "two"]]


async def test_a_slow_orgs_queue_is_the_one_that_was_meant_elsewhere(opened, clock):
    two = Slow("two", (), (replace(CARDS, org="two"), LOST), (TWO,), clock=clock, names_after=8)
    _, later = await opened(Listed("one", (), (CARDS,), (SEEN,)), two, clock=clock).whole(
        MAYA, Wanted(Sought.QUEUE, "card")
    )
    assert (two.asked, hits(later)) == (["card", "q-1, page 1"], (["two"], [], True))


async def test_several_queues_of_a_slow_org_are_to_be_chosen_from(opened, clock):
    two = Slow("two", (), (LOST, replace(LOST, id="q-3", name="Cards – Stolen")), (), clock=clock, names_after=8)
    first, later = await opened(Listed("one"), two, clock=clock).whole(MAYA, Wanted(Sought.QUEUE, "card"))
    assert (first.queues, [one.org for one in first.late]) == ((), ["two"])
    assert later.queues == ("Cards – Lost", "Cards – Stolen")


async def test_where_queues_are_to_be_chosen_from_a_slow_org_is_said_and_let_go(opened, clock):
    two = Slow("two", (), (LOST,), (), clock=clock, names_after=8)
    one = Listed("one", (), (replace(CARDS, name="Cards – New"), replace(CARDS, id="q-9", name="Cards – Old")))
    [found] = await opened(one, two, clock=clock).whole(MAYA, Wanted(Sought.QUEUE, "card"))
    assert (found.queues, [one.org for one in found.late]) == (("Cards – New", "Cards – Old"), ["two"])
    assert two.ended == ["let go"]


async def test_a_name_that_several_bear_ends_the_search_of_the_others_too(opened, clock):
    two = Slow("two", (FARAH,), clock=clock, names_after=8)
    twice = Listed("one", (FARAH, replace(FARAH, id="a-2", name="Farah Binte Yusof", email="")))
    with pytest.raises(InputError, match="2 agents fit"):
        await opened(twice, two, clock=clock)(MAYA, Wanted(Sought.AGENT, "farah"))
    assert two.ended == ["let go"]


async def test_an_id_whose_org_is_slow_holds_back_no_number(opened, clock):
    class Late(Reads):
        async def read(self, conversation_id, *, priority=Priority.LOOK_UP):
            await clock.sleep(8)
            return await super().read(conversation_id, priority=priority)

    find = opened(Listed("one", sightings=(SEEN,)), reads=Late(Reading(START, talking())), clock=clock)
    first, later = await find.whole(MAYA, Wanted(Sought.MESSAGE, ids=("c-7", "c-8"), numbers=("+6591234567",)))
    assert (hits(first), hits(later)) == ((["one"], [""], False), (["one"], [], True))


def test_a_token_lasts_half_an_hour_and_the_same_number_has_the_same_one():
    kept, number = Kept(), Wanted(Sought.NUMBER, "+6591234567")
    token = kept.keep(number, START)
    assert kept.keep(number, START) == token
    assert kept.of(token, START) == number
    assert "91234567" not in token
    with pytest.raises(InputError, match="earlier search"):
        kept.of(token, START + KEPT_FOR)
    with pytest.raises(InputError, match="earlier search"):
        kept.of("of another process", START)


def test_old_tokens_are_forgotten_and_never_too_many_kept():
    kept = Kept()
    first = kept.keep(Wanted(Sought.NUMBER, "0"), START)
    for number in range(1, MOST_KEPT + 1):
        kept.keep(Wanted(Sought.NUMBER, str(number)), START)
    with pytest.raises(InputError):
        kept.of(first, START)
    later = kept.keep(Wanted(Sought.NUMBER, "1"), START + KEPT_FOR + timedelta(seconds=1))
    assert kept.of(later, START + KEPT_FOR + timedelta(seconds=1)).text == "1"


@pytest.mark.parametrize("kind", [Sought.AGENT, Sought.QUEUE])
async def test_a_directory_that_may_not_be_read_is_a_refusal_of_that_org_alone(opened, kind):
    one = Listed("one", (FARAH,), (Queue("q-1", "Farah's queue", "one"),), (SEEN,))
    two = Listed("two", refusal=Refusal(missing=("directory:user:view",)))
    found = await opened(one, two)(MAYA, Wanted(kind, "farah"))
    assert (found.total, found.refused) == (1, True)
    assert [looked.refusal.missing for looked in found.looked if looked.refusal] == [("directory:user:view",)]


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


async def test_a_message_that_names_one_conversation_has_one_hit(opened):
    find = opened(Listed("one"), reads=Reading(START, talking()))
    found = await find(MAYA, find.named_in("see c-1", ["c-1", "c-1"]))
    assert (found.only.agent_name, found.only.queue_name, found.only.media) == ("Farah", "Cards", Media.CALL)


async def test_of_a_message_only_ten_ids_are_read(opened):
    find = opened(Listed("one"), reads=Reading(START, talking()))
    found = await find(MAYA, Wanted(Sought.MESSAGE, ids=tuple(f"c-{n}" for n in range(50))))
    assert len(found.looked) == 10


async def test_a_refused_read_is_told_and_one_that_may_not_be_seen_is_counted(opened):
    refused = opened(Listed("one"), reads=Reading(START, reply=Reply(503)))
    found = await refused(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))
    assert found.looked[0].refusal.reply.status == 503
    denied = opened(Listed("one"), reads=Reading(START, talking("Fraud")), rules=[deny(queues=frozenset({"Fraud"}))])
    found = await denied(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))
    assert (found.hidden, found.suspects) == (1, ())


async def test_what_is_no_id_after_all_is_merely_not_found(opened):
    found = await opened(Listed("one"))(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))
    assert (found.total, found.looked[0].unknown) == (0, True)


def test_a_conversation_without_anybody_can_be_listed():
    assert sighting_of(Conversation("c-1", "one")).conversation_id == "c-1"
