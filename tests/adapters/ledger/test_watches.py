"""What is due is claimed once, on either database; what was seen is kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.conflict import Cause
from bot.domain.disconnection import Outcome
from bot.domain.watch import Tracked, Watch, WatchState
from tests.adapters.ledger.samples import a_demand
from tests.support.clock import START

MINUTE = timedelta(minutes=1)
LEASE = START + MINUTE
SEEN = WatchState(
    (Tracked("rule/org/c", START, START, START + MINUTE, 1, "conversation", "participant", "agent"),),
    {"silent_since": START},
)


def due(rule: str = "ringing", org: str = "genesys") -> Watch:
    return Watch(rule, org, START)


async def test_what_is_planned_is_claimed_when_it_is_due_and_by_one(ledger, other):
    known = [due(), due("waiting"), replace(due("later"), due_at=START + MINUTE)]
    await ledger.watches.plan(known)
    taken = await ledger.watches.claim("one", known, START, LEASE)
    assert [one.rule for one in taken] == ["ringing", "waiting"]
    assert (taken[0].owner, taken[0].lease_until, taken[0].state) == ("one", LEASE, WatchState())
    assert await other.watches.claim("two", known, START, LEASE) == ()


async def test_many_who_claim_at_once_take_each_watch_once(ledger, other):
    known = [due(f"rule-{number}") for number in range(12)]
    await ledger.watches.plan(known)
    claims = await asyncio.gather(
        *((ledger, other)[turn % 2].watches.claim(f"p-{turn}", known, START, LEASE) for turn in range(8))
    )
    taken = [one.rule for claim in claims for one in claim]
    while more := await ledger.watches.claim("last", known, START, LEASE):
        taken += [one.rule for one in more]
    assert sorted(taken) == sorted(one.rule for one in known)


async def test_what_was_seen_is_kept_and_it_is_due_again(ledger, other):
    await ledger.watches.plan([due()])
    (taken,) = await ledger.watches.claim("one", [due()], START, LEASE)
    assert await ledger.watches.done(taken, SEEN, START + 5 * MINUTE)
    found = await other.watches.find("ringing", "genesys")
    assert found == Watch("ringing", "genesys", START + 5 * MINUTE, SEEN)
    assert await other.watches.claim("two", [due()], START + 4 * MINUTE, LEASE) == ()
    assert len(await other.watches.claim("two", [due()], START + 5 * MINUTE, LEASE)) == 1


async def test_whoever_was_overtaken_changes_nothing_more(ledger, other):
    await ledger.watches.plan([due()])
    (slow,) = await ledger.watches.claim("one", [due()], START, LEASE)
    assert await other.watches.claim("two", [due()], LEASE, LEASE + MINUTE) == ()
    (taken,) = await other.watches.claim("two", [due()], LEASE + MINUTE, LEASE + 2 * MINUTE)
    assert not await ledger.watches.keep(slow, SEEN, LEASE)
    assert not await ledger.watches.done(slow, SEEN, LEASE)
    await ledger.watches.drop(slow)
    assert await other.watches.keep(taken, WatchState(), LEASE + 3 * MINUTE)
    found = await ledger.watches.find("ringing", "genesys")
    assert found == replace(taken, lease_until=LEASE + 3 * MINUTE)


async def test_planning_again_keeps_what_is_there_and_brings_forward_what_is_due_sooner(ledger):
    await ledger.watches.plan([due()])
    (taken,) = await ledger.watches.claim("one", [due()], START, LEASE)
    await ledger.watches.done(taken, SEEN, START + 60 * MINUTE)
    await ledger.watches.plan([replace(due(), due_at=START + 90 * MINUTE)])
    assert (await ledger.watches.find("ringing", "genesys")).due_at == START + 60 * MINUTE
    await ledger.watches.plan([replace(due(), due_at=START + MINUTE)])
    found = await ledger.watches.find("ringing", "genesys")
    assert (found.due_at, found.state) == (START + MINUTE, SEEN)


async def test_two_processes_that_plan_at_once_make_one_of_each(ledger, other):
    known = [due(f"rule-{number}") for number in range(5)]
    await asyncio.gather(ledger.watches.plan(known), other.watches.plan(known))
    assert len(await ledger.watches.claim("one", known, START, LEASE)) == 5


async def test_what_is_no_longer_known_is_taken_over_and_dropped(ledger, other):
    await ledger.watches.plan([due(), due("old")])
    await other.watches.claim("two", [due("old")], START, LEASE)
    (old,) = await ledger.watches.retire("one", [due()], LEASE)
    assert (old.rule, old.owner) == ("old", "one")
    await ledger.watches.drop(old)
    assert await ledger.watches.find("old", "genesys") is None
    assert await ledger.watches.retire("one", [due()], LEASE) == ()


async def test_nothing_known_is_nothing_claimed(ledger):
    await ledger.watches.plan([due()])
    assert await ledger.watches.claim("one", [], START, LEASE) == ()


async def test_a_source_is_remembered_by_when_it_was_heard_last(ledger, other):
    assert await ledger.watches.last_heard(["studio"]) == {}
    await ledger.watches.heard("studio", START)
    await other.watches.heard("studio", START + MINUTE)
    await ledger.watches.heard("studio", START)
    assert await ledger.watches.last_heard(["studio", "never"]) == {"studio": START + MINUTE}


async def test_a_clock_that_was_far_ahead_makes_no_source_seem_heard(ledger):
    await ledger.watches.heard("studio", START + timedelta(days=3650))
    await ledger.watches.heard("studio", START)
    assert await ledger.watches.last_heard(["studio"]) == {"studio": START}


async def test_a_clock_that_was_far_ahead_puts_no_rule_off(ledger):
    await ledger.watches.plan([due()])
    ahead = START + timedelta(days=3650)
    (taken,) = await ledger.watches.claim("one", [due()], ahead, ahead + MINUTE)
    await ledger.watches.done(taken, taken.state, ahead + MINUTE)
    assert await ledger.watches.claim("one", [due()], START, START + MINUTE)


@pytest.mark.parametrize("outcome", [Outcome.NOT_CONFIRMED, Outcome.REFUSED])
async def test_what_was_not_confirmed_and_what_was_refused_is_found(ledger, outcome):
    for number in range(4):
        demand = a_demand(number, org="zurich" if number == 3 else "genesys", conversation_id=f"c-{number}")
        await ledger.place(demand)
        end = outcome if number else Outcome.CONFIRMED
        settled = demand.reached(end, START + number * MINUTE, cause="not_proven" if number == 2 else None)
        await ledger.record(settled)
    unconfirmed = await ledger.watches.unconfirmed("genesys", START + MINUTE)
    refusals = await ledger.watches.refusals("genesys", START + MINUTE)
    if outcome is Outcome.REFUSED:
        assert [(one.conversation_id, one.cause, one.by) for one in refusals] == [
            ("c-1", Cause.NOT_PROVEN, "U0LEAD"),
            ("c-2", Cause.NOT_PROVEN, "U0LEAD"),
        ]
        assert unconfirmed == ()
    else:
        assert [one.conversation_id for one in unconfirmed] == ["c-1", "c-2"]
        assert refusals == ()
