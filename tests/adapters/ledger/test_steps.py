from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.disconnection import Outcome, PastAct
from tests.adapters.ledger.samples import LEASE, a_demand
from tests.support.clock import START

LATER = START + timedelta(seconds=31)
SENT = START + timedelta(seconds=1)
ACCEPTED = START + timedelta(seconds=2)
SETTLED = START + timedelta(seconds=5)


async def test_each_step_is_written_with_its_line(ledger):
    await ledger.place(a_demand())
    sending = a_demand().reached(Outcome.SENDING, SENT)
    accepted = sending.reached(Outcome.ACCEPTED, ACCEPTED, trace_id="trace")
    confirmed = accepted.reached(Outcome.CONFIRMED, SETTLED, detail="left", cause="none")
    for step in (sending, accepted, confirmed):
        assert await ledger.record(step)
        assert await ledger.find("D-1") == step
    steps = [entry.step for entry in await ledger.entries()]
    assert steps == ["confirmed", "accepted", "sending", "requested"]
    last = (await ledger.entries(limit=1))[0]
    assert (last.by, last.reason, last.trace_id, last.detail) == ("U0LEAD", "stuck", "trace", "left")


async def test_a_former_owner_writes_nothing(ledger, other):
    await ledger.place(a_demand())
    await other.claim("D-1", "two", LATER + LEASE, LATER)
    before = await ledger.find("D-1")
    assert not await ledger.record(a_demand().reached(Outcome.SENDING, SENT))
    assert await ledger.find("D-1") == before
    assert [entry.step for entry in await ledger.entries()] == ["claimed", "requested"]
    assert await other.record(before.reached(Outcome.NOT_CONFIRMED, SETTLED))


async def test_a_demand_that_nobody_owns_is_anybodys_to_begin(ledger):
    await ledger.place(a_demand(owner=None))
    assert await ledger.record(a_demand(owner="one").reached(Outcome.SENDING, SENT))
    assert not await ledger.record(a_demand(owner="two").reached(Outcome.SENDING, SENT))


async def test_an_unknown_demand_takes_no_step(ledger):
    assert not await ledger.record(a_demand().reached(Outcome.SENDING, SENT))
    assert await ledger.find("D-1") is None
    assert await ledger.entries() == ()


async def test_a_settled_demand_does_not_come_back_to_life(ledger):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.REFUSED, SETTLED))
    assert not await ledger.record(a_demand().reached(Outcome.SENDING, SENT))
    assert (await ledger.find("D-1")).outcome is Outcome.REFUSED


async def test_what_was_not_confirmed_may_be_corrected(ledger):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.NOT_CONFIRMED, SETTLED))
    assert await ledger.record(a_demand().reached(Outcome.CONFIRMED, LATER))
    assert (await ledger.find("D-1")).settled_at == LATER


async def test_a_step_does_not_shorten_a_lease_that_was_renewed(ledger):
    await ledger.place(a_demand())
    await ledger.renew("D-1", "one", LATER + LEASE)
    await ledger.record(a_demand().reached(Outcome.SENDING, SENT))
    assert (await ledger.find("D-1")).lease_until == LATER + LEASE


async def test_a_withdrawn_demand_frees_its_key_and_its_target(ledger):
    await ledger.place(a_demand(1))
    await ledger.withdraw("D-1", SETTLED)
    found = await ledger.find("D-1")
    assert (found.outcome, found.detail, found.settled_at, found.key) == (Outcome.NOT_SENT, "withdrawn", SETTLED, "V-1")
    assert (await ledger.entries(limit=1))[0].detail == "withdrawn"
    again = await ledger.place(a_demand(2, key="V-1"))
    assert (again.joined, again.rival) == (False, None)


async def test_a_withdrawn_demand_is_not_sent_by_its_late_writer(ledger):
    await ledger.place(a_demand())
    await ledger.withdraw("D-1", SETTLED)
    assert not await ledger.record(a_demand().reached(Outcome.SENDING, SETTLED))
    assert not await ledger.record(a_demand().reached(Outcome.NOT_SENT, SETTLED))


async def test_a_demand_that_was_begun_on_cannot_be_withdrawn(ledger):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.SENDING, SENT))
    await ledger.withdraw("D-1", SETTLED)
    assert (await ledger.find("D-1")).outcome is Outcome.SENDING
    assert (await ledger.place(a_demand(2, key="V-1"))).joined


async def test_a_withdrawn_rival_frees_its_key_and_nothing_else(ledger):
    await ledger.place(a_demand(1))
    await ledger.place(a_demand(2))
    await ledger.withdraw("D-2", SETTLED)
    again = await ledger.place(a_demand(3, key="V-2"))
    assert not again.joined
    assert again.rival.id == "D-1"


async def test_withdrawing_what_was_never_written_is_harmless(ledger):
    await ledger.withdraw("D-1", SETTLED)
    assert await ledger.entries() == ()


async def test_a_lease_is_claimed_only_when_it_has_run_out(ledger, other):
    await ledger.place(a_demand())
    assert await other.claim("D-1", "two", LATER + LEASE, START + LEASE) is None
    claimed = await other.claim("D-1", "two", LATER + LEASE, LATER)
    assert claimed == replace(a_demand(), owner="two", lease_until=LATER + LEASE)
    assert await ledger.claim("D-1", "three", LATER + LEASE, LATER) is None
    line = (await ledger.entries(limit=1))[0]
    assert (line.by, line.step) == ("two", "claimed")


async def test_a_renewed_lease_is_not_claimed(ledger, other):
    await ledger.place(a_demand())
    assert await ledger.renew("D-1", "one", LATER + LEASE)
    assert await other.claim("D-1", "two", LATER + LEASE, LATER) is None


async def test_a_lease_is_renewed_by_its_owner_alone(ledger, other):
    await ledger.place(a_demand())
    assert not await other.renew("D-1", "two", LATER)
    await other.claim("D-1", "two", LATER + LEASE, LATER)
    assert not await ledger.renew("D-1", "one", LATER + LEASE)
    assert await other.renew("D-1", "two", LATER + 2 * LEASE)


async def test_a_settled_demand_is_neither_claimed_nor_renewed(ledger):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.CONFIRMED, SETTLED))
    assert await ledger.claim("D-1", "two", LATER + LEASE, LATER) is None
    assert not await ledger.renew("D-1", "one", LATER)


async def test_the_expired_are_those_in_flight_whose_lease_has_run_out(ledger):
    await ledger.place(a_demand(1, participant_id="a", lease_until=START + timedelta(seconds=20)))
    await ledger.place(a_demand(2, participant_id="b", lease_until=START + timedelta(seconds=10)))
    await ledger.place(a_demand(3, participant_id="c", lease_until=LATER))
    await ledger.place(a_demand(4, participant_id="d", lease_until=START))
    await ledger.record(a_demand(4, participant_id="d").reached(Outcome.CONFIRMED, SETTLED))
    assert [demand.id for demand in await ledger.expired(START + LEASE)] == ["D-2", "D-1"]


async def test_the_past_acts_on_a_conversation_come_oldest_first(ledger):
    await ledger.place(a_demand(1, lead="U0OLD", requested_at=START - timedelta(minutes=5)))
    await ledger.record(a_demand(1).reached(Outcome.NOT_SENT, START))
    accepted = a_demand(2, participant_id="b").reached(Outcome.SENDING, SENT).reached(Outcome.ACCEPTED, ACCEPTED)
    await ledger.place(a_demand(2, participant_id="b"))
    await ledger.record(accepted)
    await ledger.place(a_demand(3, participant_id="a", requested_at=START + timedelta(microseconds=1)))
    await ledger.place(a_demand(4, conversation_id="another"))
    assert await ledger.past_acts("genesys", "conversation", START) == (
        PastAct(START + timedelta(microseconds=1), "U0LEAD", "conversation", "a", Outcome.REQUESTED, "D-3"),
        PastAct(ACCEPTED, "U0LEAD", "conversation", "b", Outcome.ACCEPTED, "D-2"),
    )
    assert [act.id for act in await ledger.past_acts("genesys", "conversation", START - LEASE * 20)] == [
        "D-1",
        "D-3",
        "D-2",
    ]
    assert await ledger.past_acts("another", "conversation", START - LEASE * 20) == ()


async def test_an_act_that_is_still_in_flight_is_listed_however_old(ledger):
    await ledger.place(a_demand(requested_at=START - timedelta(hours=1)))
    assert [act.id for act in await ledger.past_acts("genesys", "conversation", START)] == ["D-1"]


@pytest.mark.parametrize("step", ["requested", "sending"])
async def test_an_accepted_demand_does_not_go_back(ledger, step):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.ACCEPTED, ACCEPTED))
    assert not await ledger.record(a_demand().reached(Outcome(step), SETTLED))
