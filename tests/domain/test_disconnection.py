"""What a lead saw, what has changed since, and how far a demand has come."""

from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.genesys.wire import conversation_from
from bot.domain.conversation import Conversation
from bot.domain.disconnection import READ_BACK_SECONDS, Change, Outcome, Phase, Preview, changes, waits_of
from bot.domain.participant import Standing
from playground.documents import Leg, Named, Party, agent, conversation_with, customer, derived, waiting_in
from tests.adapters.ledger.samples import a_demand
from tests.support.clock import START

ID = "ca110001-0000-4000-8000-000000000000"
ADA = Named("a9e27000-0000-4000-8000-000000000001", "Ada")
BOB = Named("a9e27000-0000-4000-8000-000000000002", "Bob")
CARDS = Named("90e0e000-0000-4000-8000-000000000001", "Cards")
AGENT = derived(ID, 1)


def read(*parties: Party, **more: Any) -> Conversation:
    return conversation_from(conversation_with(ID, START, *parties, **more), org="o")


def jordan(**more: Any) -> Party:
    return customer("Jordan", None, **more)


@pytest.mark.parametrize("standing", Standing)
def test_a_state_is_talking_waiting_or_gone(standing: Standing):
    expected = {
        Standing.CONNECTED: Phase.CONNECTED,
        Standing.WRAP_UP: Phase.GONE,
        Standing.ENDED: Phase.GONE,
    }.get(standing, Phase.WAITING)
    assert Phase.of(standing) is expected


def test_a_preview_counts_the_other_people_and_no_flows():
    conversation = read(agent(ADA), jordan(), waiting_in(CARDS, ended=None))
    assert Preview.of(conversation, AGENT) == Preview(Phase.CONNECTED, 1, ADA.id)
    assert Preview.of(conversation, "nobody") == Preview(Phase.GONE, 2, None)
    assert Preview.of(conversation, None) == Preview(Phase.CONNECTED, 2, None)


def test_a_preview_of_what_has_ended_is_gone():
    ended = read(agent(ADA, state="disconnected"), jordan(state="disconnected"))
    assert Preview.of(ended, None).phase is Phase.GONE
    assert Preview.of(ended, AGENT) == Preview(Phase.GONE, 0, ADA.id)


SEEN = read(agent(ADA), jordan())


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (SEEN, ()),
        (read(agent(ADA, held=True), jordan(held=True)), ()),
        (read(agent(ADA), jordan(), waiting_in(CARDS, ended=None)), ()),
        (read(agent(ADA, state="disconnected"), jordan(state="disconnected")), (Change.CONVERSATION_ENDED,)),
        (read(agent(ADA), jordan(), endTime="2026-11-22T06:00:00Z"), (Change.CONVERSATION_ENDED,)),
        (read(agent(ADA, state="disconnected"), jordan()), (Change.LEFT,)),
        (read(agent(ADA, state="disconnected", wrap_up=True), jordan()), (Change.LEFT,)),
        (read(agent(ADA, state="disconnected"), jordan(), agent(ADA)), (Change.MOVED, Change.PEOPLE_JOINED)),
        (read(agent(ADA, state="disconnected"), jordan(), agent(BOB)), (Change.LEFT, Change.PEOPLE_JOINED)),
        (read(agent(ADA, state="alerting"), jordan()), (Change.WAITING,)),
        (read(agent(ADA, state="none"), jordan()), (Change.WAITING,)),
        (read(agent(ADA), jordan(), agent(BOB)), (Change.PEOPLE_JOINED,)),
        (read(agent(ADA), jordan(state="disconnected")), (Change.PEOPLE_LEFT,)),
        (
            read(agent(ADA, state="alerting"), jordan(state="disconnected")),
            (Change.WAITING, Change.PEOPLE_LEFT),
        ),
    ],
)
def test_what_has_changed_since_the_lead_looked(now: Conversation, found: tuple[Change, ...]):
    assert changes(Preview.of(SEEN, AGENT), now, AGENT) == found


def test_who_was_ringing_and_now_talks_has_changed():
    ringing = Preview.of(read(agent(ADA, state="alerting"), jordan()), AGENT)
    assert changes(ringing, SEEN, AGENT) == (Change.CONNECTED,)
    assert changes(ringing, read(agent(ADA, state="dialing"), jordan()), AGENT) == ()


def test_a_participant_that_is_no_longer_listed_has_left():
    assert changes(Preview.of(SEEN, AGENT), read(jordan()), derived(ID, 9))[0] is Change.LEFT


def test_the_whole_conversation_changes_with_its_people_alone():
    seen = Preview.of(SEEN, None)
    assert changes(seen, SEEN, None) == ()
    assert changes(seen, read(agent(ADA, state="alerting"), jordan()), None) == ()
    assert changes(seen, read(agent(ADA), jordan(), agent(BOB)), None) == (Change.PEOPLE_JOINED,)
    assert changes(seen, read(agent(ADA), jordan(state="disconnected")), None) == (Change.PEOPLE_LEFT,)


def test_a_second_leg_that_rings_beside_a_live_one_is_no_end():
    both = Party(purpose="agent", user=ADA, legs=(Leg(), Leg(medium="screenshares", state="alerting")))
    assert changes(Preview.of(SEEN, AGENT), read(both, jordan()), AGENT) == ()


@pytest.mark.parametrize("outcome", Outcome)
def test_a_demand_is_in_flight_until_it_is_settled(outcome: Outcome):
    assert outcome.in_flight is (outcome in {Outcome.REQUESTED, Outcome.SENDING, Outcome.ACCEPTED})


@pytest.mark.parametrize(
    ("outcome", "stamp"),
    [
        (Outcome.REQUESTED, None),
        (Outcome.SENDING, "sent_at"),
        (Outcome.ACCEPTED, "accepted_at"),
        (Outcome.CONFIRMED, "settled_at"),
        (Outcome.NOT_CONFIRMED, "settled_at"),
        (Outcome.REFUSED, "settled_at"),
        (Outcome.NOT_SENT, "settled_at"),
    ],
)
def test_each_step_is_stamped_with_its_moment(outcome: Outcome, stamp: str | None):
    at = START + timedelta(seconds=1)
    step = a_demand().reached(outcome, at, detail="why")
    stamps = {name: getattr(step, name) for name in ("sent_at", "accepted_at", "settled_at")}
    assert stamps == {name: at if name == stamp else None for name in stamps}
    assert (step.outcome, step.detail, step.id) == (outcome, "why", "D-1")


@pytest.mark.parametrize(
    ("looks", "waits"),
    [
        (9, READ_BACK_SECONDS),
        (8, READ_BACK_SECONDS),
        (7, (0.5, 1.0, 1.5, 2.0, 3.0, 8.0, 4.0)),
        (5, (0.5, 1.0, 3.5, 7.0, 8.0)),
        (3, (0.5, 4.5, 15.0)),
        (1, (20.0,)),
        (-3, (20.0,)),
    ],
)
def test_fewer_looks_are_spread_over_the_same_time(looks: int, waits: tuple[float, ...]):
    assert waits_of(looks) == waits


@pytest.mark.parametrize("looks", range(1, 9))
def test_however_many_looks_there_are_the_last_is_at_the_end(looks: int):
    waits = waits_of(looks)
    assert (len(waits), sum(waits)) == (looks, sum(READ_BACK_SECONDS))
    assert min(waits) > 0
