import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.disconnection import LEASE_SECONDS, Outcome
from bot.domain.errors import LedgerUnavailableError
from tests.adapters.ledger.samples import a_demand, an_end
from tests.support.clock import START


async def test_a_demand_comes_back_as_it_was_written(ledger):
    placed = await ledger.place(a_demand())
    assert placed.disconnection == a_demand()
    assert (placed.joined, placed.rival) == (False, None)
    assert await ledger.find("D-1") == a_demand()


async def test_a_moment_keeps_its_microseconds_and_comes_back_in_utc(ledger):
    berlin = datetime(2026, 11, 22, 7, 0, 0, 123457, tzinfo=timezone(timedelta(hours=1)))
    await ledger.place(a_demand(requested_at=berlin))
    found = await ledger.find("D-1")
    assert found.requested_at == berlin
    assert found.requested_at.utcoffset() == timedelta(0)


async def test_a_moment_without_a_time_zone_is_not_kept(ledger):
    with pytest.raises(LedgerUnavailableError, match="cannot keep") as raised:
        await ledger.place(a_demand(requested_at=START.replace(tzinfo=None), lease_until=START))
    assert "without a time zone" in str(raised.value.__cause__)
    assert await ledger.find("D-1") is None


async def test_the_same_key_joins_the_first_demand(ledger, other):
    await ledger.place(a_demand(1))
    again = await other.place(a_demand(2, key="V-1"))
    assert again.joined
    assert again.disconnection.id == "D-1"
    assert await ledger.find("D-2") is None


async def test_the_same_key_joins_a_demand_that_is_settled(ledger):
    await ledger.place(a_demand(1))
    await ledger.record(a_demand(1).reached(Outcome.CONFIRMED, START))
    again = await ledger.place(a_demand(2, key="V-1"))
    assert again.joined
    assert again.disconnection.outcome is Outcome.CONFIRMED


@pytest.mark.parametrize("outcome", [Outcome.REQUESTED, Outcome.SENDING, Outcome.ACCEPTED])
async def test_a_demand_in_flight_keeps_others_off_its_target(ledger, other, outcome):
    await ledger.place(a_demand(1))
    await ledger.record(a_demand(1).reached(outcome, START))
    placed = await other.place(a_demand(2, lead="U0OTHER"))
    assert placed.rival.id == "D-1"
    assert (placed.disconnection.outcome, placed.disconnection.detail) == (Outcome.NOT_SENT, "rival")
    assert await ledger.find("D-2") == placed.disconnection
    newest = (await ledger.entries(limit=1))[0]
    assert (newest.disconnection_id, newest.step, newest.detail) == ("D-2", "not_sent", "rival")
    assert newest.by == "U0OTHER"


@pytest.mark.parametrize("outcome", [Outcome.CONFIRMED, Outcome.NOT_CONFIRMED, Outcome.REFUSED, Outcome.NOT_SENT])
async def test_a_settled_demand_makes_way(ledger, outcome):
    await ledger.place(a_demand(1))
    await ledger.record(a_demand(1).reached(outcome, START))
    assert (await ledger.place(a_demand(2))).rival is None


async def test_a_rival_that_was_not_sent_keeps_nobody_off(ledger):
    await ledger.place(a_demand(1))
    await ledger.place(a_demand(2))
    await ledger.record(a_demand(1).reached(Outcome.REFUSED, START))
    assert (await ledger.place(a_demand(3))).rival is None


@pytest.mark.parametrize(
    "elsewhere", [{"participant_id": "customer"}, {"conversation_id": "another"}, {"org": "another"}]
)
async def test_another_target_is_no_rival(ledger, elsewhere):
    await ledger.place(a_demand(1))
    assert (await ledger.place(a_demand(2, **elsewhere))).rival is None


async def test_ending_the_conversation_and_disconnecting_its_participants_exclude_each_other(ledger):
    await ledger.place(a_demand(1))
    assert (await ledger.place(an_end(2))).rival.id == "D-1"
    await ledger.record(a_demand(1).reached(Outcome.CONFIRMED, START))
    assert (await ledger.place(an_end(3))).rival is None
    assert (await ledger.place(a_demand(4, participant_id="customer"))).rival.id == "D-3"
    assert (await ledger.place(an_end(5))).rival.id == "D-3"


async def test_a_demand_without_a_lease_is_lent_one(ledger):
    placed = await ledger.place(a_demand(lease_until=None))
    assert placed.disconnection.lease_until == START + timedelta(seconds=LEASE_SECONDS)


async def test_of_fifty_at_once_from_two_processes_one_is_in_flight(ledger, other):
    demands = [a_demand(number) for number in range(50)]
    placed = await asyncio.gather(*((ledger, other)[d % 2].place(demand) for d, demand in enumerate(demands)))
    winners = [p.disconnection for p in placed if p.rival is None]
    assert len(winners) == 1
    assert {p.rival.id for p in placed if p.rival is not None} == {winners[0].id}
    assert sum(p.rival is not None for p in placed) == 49


async def test_of_fifty_repeats_from_two_processes_one_is_written(ledger, other):
    demands = [a_demand(number, key="V") for number in range(50)]
    placed = await asyncio.gather(*((ledger, other)[d % 2].place(demand) for d, demand in enumerate(demands)))
    assert sum(not p.joined for p in placed) == 1
    assert len({p.disconnection.id for p in placed}) == 1
    assert len(await ledger.entries()) == 1


async def test_the_end_and_many_participants_at_once_never_fly_together(ledger, other):
    demands = [an_end(0), *(a_demand(number, participant_id=f"p{number}") for number in range(1, 20))]
    demands.insert(10, replace(an_end(99)))
    placed = await asyncio.gather(*((ledger, other)[d % 2].place(demand) for d, demand in enumerate(demands)))
    flying = [p.disconnection for p in placed if p.rival is None]
    ends = [demand for demand in flying if demand.participant_id is None]
    assert len(flying) == 1 if ends else len(flying) == 19
