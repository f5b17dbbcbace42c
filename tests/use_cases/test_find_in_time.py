"""Slow orgs in a search: they hold back no other one's hits, and are told as they answer."""

from contextlib import aclosing
from dataclasses import replace

import pytest

from bot.domain.errors import InputError
from bot.domain.exchange import Reading
from bot.domain.wanted import Sought, Wanted
from bot.ports import Priority
from bot.use_cases.in_time import PATIENCE_SECONDS
from tests.support.clock import START
from tests.support.finding import CARDS, FARAH, LOST, MAYA, SEEN, TWO, Listed, Reads, Slow, hits, talking


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
    assert (first.queues, [one.org for one in first.late]) == ({}, ["two"])
    assert list(later.queues) == ["Cards – Lost", "Cards – Stolen"]


async def test_where_queues_are_to_be_chosen_from_a_slow_org_is_said_and_let_go(opened, clock):
    two = Slow("two", (), (LOST,), (), clock=clock, names_after=8)
    one = Listed("one", (), (replace(CARDS, name="Cards – New"), replace(CARDS, id="q-9", name="Cards – Old")))
    [found] = await opened(one, two, clock=clock).whole(MAYA, Wanted(Sought.QUEUE, "card"))
    assert (list(found.queues), [one.org for one in found.late]) == (["Cards – New", "Cards – Old"], ["two"])
    assert two.ended == ["let go"]


TWICE = (FARAH, replace(FARAH, id="a-2", name="Farah Binte Yusof", email=""))


@pytest.mark.parametrize("names_after", [0, 8])
async def test_a_name_that_several_bear_in_one_org_holds_back_no_other_ones_hits(opened, clock, paper, names_after):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Slow("two", TWICE, clock=clock, names_after=names_after)
    *_, last = parts = await opened(one, two, clock=clock).whole(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [one.sighting.org for part in parts for one in part.suspects] == ["one"]
    assert [looked.said.partition(",")[0] for looked in last.looked if looked.said] == ["2 agents fit “farah”"]
    assert (last.opens, last.listed, paper.entries[-1].detail) == (
        (None if names_after else SEEN),
        True,
        f"agent {'farah' if names_after else 'Farah Aziz'}: not clear who is meant",
    )


async def test_where_nobody_is_meant_for_sure_each_org_names_its_candidates(opened, clock, paper):
    wanted = Wanted(Sought.AGENT, "farah")
    with pytest.raises(InputError, match="2 agents fit"):
        await opened(Listed("one", TWICE), clock=clock)(MAYA, wanted)
    others = tuple(replace(one, org="two", name=f"{one.name} II") for one in TWICE)
    found = await opened(Listed("one", TWICE), Listed("two", others), Listed("three"), clock=clock)(MAYA, wanted)
    assert [(one.org, one.said[:12]) for one in found.looked] == [
        ("one", "2 agents fit"),
        ("two", "2 agents fit"),
        ("three", ""),
    ]
    assert (found.unclear, paper.entries[-1].detail) == (True, "agent farah: not known there")


async def test_who_slack_does_not_know_is_said_once_for_all_orgs(opened, clock):
    with pytest.raises(InputError, match="Slack did not say who that is"):
        await opened(Listed("one"), Listed("two"), clock=clock)(MAYA, Wanted(Sought.AGENT, user_id="U0NOBODY"))


class Broken(Slow):
    """A search in which a mistake of ours comes out."""

    async def of_agent(self, agent_id):
        await self.clock.sleep(self.live_after)
        raise ValueError(agent_id)


@pytest.mark.parametrize("after", [0, 5])
async def test_a_mistake_about_one_org_costs_no_other_orgs_answer(opened, clock, after):
    broken = Broken("two", (replace(FARAH, org="two"),), clock=clock, live_after=after)
    slow = Slow("three", (replace(FARAH, org="three"),), (), (replace(TWO, org="three"),), clock=clock, live_after=8)
    one = Listed("one", (FARAH,), sightings=(SEEN,))
    parts = await opened(one, broken, slow, clock=clock).whole(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [hit for part in parts for hit in hits(part)[0]] == ["one", "three"]
    assert [at.org for part in parts for at in part.looked if "went wrong inside Hangup" in at.said] == ["two"]


async def test_an_org_that_lists_its_queues_in_time_has_time_to_say_what_is_live(opened, clock):
    """However slow another one is to list its own."""
    two = Slow("two", (), (replace(CARDS, org="two"),), (TWO,), clock=clock, live_after=0.3)
    three = Slow("three", (), (), (), clock=clock, names_after=8)
    first, later = await opened(Listed("one"), two, three, clock=clock).whole(MAYA, Wanted(Sought.QUEUE, "cards"))
    assert (hits(first), later.org) == ((["two"], ["three"], False), "three")


async def test_of_several_slow_orgs_each_is_told_as_soon_as_it_has_answered(opened, clock):
    slow = [
        Slow(name, (replace(FARAH, org=name),), (), (replace(TWO, org=name),), clock=clock, live_after=after)
        for name, after in (("two", 9), ("three", 5), ("four", 8))
    ]
    find = opened(Listed("one", (FARAH,), sightings=(SEEN,)), *slow, clock=clock)
    async with aclosing(find.find(MAYA, Wanted(Sought.AGENT, "farah"))) as parts:
        told = [(one.org, hits(one)[0], (clock.now() - START).total_seconds()) async for one in parts]
    assert told == [("", ["one"], 2.5), ("three", ["three"], 5), ("four", ["four"], 8), ("two", ["two"], 9)]


async def test_a_slow_orgs_queue_of_just_that_name_comes_before_the_one_that_was_found_elsewhere(opened, clock):
    exact = replace(CARDS, id="q-9", org="two", name="Card")
    two = Slow("two", (), (exact, replace(CARDS, org="two")), (TWO,), clock=clock, names_after=8)
    await opened(Listed("one", (), (CARDS,), (SEEN,)), two, clock=clock).whole(MAYA, Wanted(Sought.QUEUE, "card"))
    assert two.asked[-1] == "q-9, page 1"


async def test_an_id_whose_org_is_slow_holds_back_no_number(opened, clock):
    class Late(Reads):
        async def read(self, conversation_id, *, priority=Priority.LOOK_UP):
            await clock.sleep(8)
            return await super().read(conversation_id, priority=priority)

    find = opened(Listed("one", sightings=(SEEN,)), reads={"one": Late(Reading(START, talking()))}, clock=clock)
    first, later = await find.whole(MAYA, Wanted(Sought.MESSAGE, ids=("c-7", "c-8"), numbers=("+6591234567",)))
    assert (hits(first), hits(later)) == ((["one"], ["one"], False), (["one"], [], True))
