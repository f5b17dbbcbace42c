"""One state for each participant, whatever the medium and however many legs."""

from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.genesys.wire import conversation_from
from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation
from bot.domain.participant import GONE, IN_TRANSITION, Participant, Purpose, Standing
from playground.documents import Leg, Named, Party, agent, conversation_with, customer
from playground.genesys.parties import MEDIA
from tests.support.clock import START

ID = "ca110001-0000-4000-8000-000000000000"
ADA = Named("a9e27000-0000-4000-8000-000000000001", "Ada")

# https://developer.genesys.cloud/devapps/api-explorer: the states of each medium in the model Participant
CALL_STATES = (
    "alerting dialing contacting offering connected disconnected terminated converting uploading transmitting none"
)
CALLBACK_STATES = "alerting dialing contacting offering connected disconnected terminated scheduled none"
CHAT_STATES = "alerting dialing contacting offering connected disconnected terminated none"
STATES = {
    "calls": CALL_STATES,
    "callbacks": CALLBACK_STATES,
    "cobrowsesessions": CALLBACK_STATES,
    "chats": CHAT_STATES,
    "screenshares": CHAT_STATES,
    "socialExpressions": CHAT_STATES,
    "videos": CHAT_STATES,
    "emails": "alerting connected disconnected none parked transmitting",
    "messages": "alerting connected parked disconnected",
    "internalMessages": "alerting connected disconnected",
    "screenMonitorings": "none connected disconnected",
}
# Highest first; `disconnected` and `terminated` both mean that it is over.
ORDER = [
    ["connected"],
    ["transmitting", "uploading", "converting"],
    ["dialing", "contacting"],
    ["offering"],
    ["alerting"],
    ["parked", "scheduled"],
    ["none"],
    ["teleporting"],
    ["disconnected"],
]


def read(*parties: Party, **more: Any) -> Conversation:
    return conversation_from(conversation_with(ID, START, *parties, **more), org="o")


def person(*legs: Leg, **more: Any) -> Participant:
    """Read an agent with these legs beside a live customer."""
    party = Party(purpose="agent", user=ADA, legs=legs, **more)
    return read(party, customer("Jordan", None)).participants[0]


def test_every_medium_has_its_states_here():
    assert set(STATES) == set(MEDIA)


@pytest.mark.parametrize(("medium", "word"), [(m, w) for m, words in STATES.items() for w in words.split()])
def test_each_state_of_each_medium_is_the_participants(medium: str, word: str):
    found = person(Leg(medium=medium, state=word))
    over = word in {"disconnected", "terminated"}
    assert found.standing is (Standing.ENDED if over else Standing(word))
    assert found.live is not over
    assert (found.standing in GONE) is over


@pytest.mark.parametrize("medium", MEDIA)
def test_no_state_at_all_is_unknown_and_live(medium: str):
    found = person(Leg(medium=medium, state=""))
    assert (found.standing, found.live) == (Standing.UNKNOWN, True)


def test_nobody_knows_the_state_without_a_leg_or_an_end():
    bare = Participant("p")
    assert (bare.standing, bare.live, bare.raw_state, bare.direction, bare.media) == (
        Standing.UNKNOWN,
        True,
        "",
        None,
        (),
    )
    assert (bare.held, bare.muted, bare.confined) == (False, False, False)
    assert (bare.since, bare.left_at, bare.disconnect_type) == (None, None, None)


def test_an_end_without_a_leg_is_an_end():
    assert Participant("p", ended_at=START).standing is Standing.ENDED
    assert Participant("p", ended_at=START, wrapup_required=True).standing is Standing.WRAP_UP


def test_an_end_outweighs_a_leg_that_says_it_lives():
    leg = Communication("c", Media.CALL, State.CONNECTED)
    assert Participant("p", ended_at=START, communications=(leg,)).standing is Standing.ENDED


def test_a_medium_with_one_live_leg_is_decided_by_it():
    for legs in (
        [Leg(state="alerting"), Leg(state="disconnected")],
        [Leg(state="disconnected"), Leg(state="alerting")],
    ):
        assert person(*legs).standing is Standing.ALERTING


def test_a_medium_with_several_live_legs_is_decided_by_the_last():
    assert person(Leg(state="connected"), Leg(state="alerting")).standing is Standing.ALERTING
    assert person(Leg(state="alerting"), Leg(state="connected")).standing is Standing.CONNECTED


def test_nobody_counts_as_gone_while_a_leg_lives():
    found = person(Leg(state="connected"), Leg(state="connected"), Leg(state="disconnected"))
    assert found.standing is Standing.CONNECTED


def test_a_medium_whose_legs_all_ended_is_over():
    found = person(Leg(state="disconnected"), Leg(state="terminated"))
    assert (found.standing, found.leading and found.leading.state) == (Standing.ENDED, State.TERMINATED)


@pytest.mark.parametrize(
    ("higher", "lower"),
    [(high, low) for rank, words in enumerate(ORDER) for high in words for rest in ORDER[rank + 1 :] for low in rest],
)
def test_across_media_the_higher_state_wins_in_either_order(higher: str, lower: str):
    expected = Standing(higher) if higher != "teleporting" else Standing.UNKNOWN
    for media in (("calls", "emails"), ("emails", "calls")):
        found = person(Leg(medium=media[0], state=higher), Leg(medium=media[1], state=lower))
        assert found.standing is expected


def test_the_states_on_the_way_to_another_are_transitions():
    waiting = {"transmitting", "uploading", "converting", "dialing", "contacting", "offering", "alerting"}
    assert {standing.value for standing in IN_TRANSITION} == waiting


def test_hold_mute_and_confinement_are_adjectives_of_the_deciding_leg():
    found = person(Leg(held=True, more={"muted": True, "confined": True}))
    assert (found.standing, found.held, found.muted, found.confined) == (Standing.CONNECTED, True, True, True)
    beside = person(Leg(held=True, state="alerting"), Leg(medium="emails"))
    assert (beside.standing, beside.held) == (Standing.CONNECTED, False)


def test_who_has_left_is_neither_held_nor_muted():
    found = person(Leg(state="disconnected", held=True, more={"muted": True, "confined": True}))
    assert (found.held, found.muted, found.confined) == (False, False, False)


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ({"wrapupRequired": True}, Standing.WRAP_UP),
        ({"wrapupRequired": True, "wrapup": {"code": "sold"}}, Standing.ENDED),
        ({"wrapupRequired": True, "wrapup": {"code": "sold", "provisional": True}}, Standing.WRAP_UP),
        ({"wrapupRequired": True, "wrapupSkipped": True}, Standing.ENDED),
        ({"wrapupRequired": False}, Standing.ENDED),
        ({}, Standing.ENDED),
    ],
)
def test_who_has_left_and_owes_the_wrap_up_is_in_wrap_up(facts: dict[str, object], standing: Standing):
    assert person(Leg(state="disconnected"), more=facts).standing is standing


@pytest.mark.parametrize(
    ("work", "standing"),
    [
        ("pending", Standing.WRAP_UP),
        ("PENDING", Standing.WRAP_UP),
        ("complete", Standing.ENDED),
        ("skipped", Standing.ENDED),
        ("notApplicable", Standing.ENDED),
        ("unknown", Standing.ENDED),
    ],
)
def test_after_call_work_that_is_pending_is_wrap_up(work: str, standing: Standing):
    assert person(Leg(state="disconnected", more={"afterCallWork": {"state": work}})).standing is standing


def test_a_legs_own_wrap_up_settles_it():
    more = {"afterCallWork": {"state": "pending"}, "wrapup": {"code": "sold"}}
    found = person(Leg(state="disconnected", more=more), more={"wrapupRequired": True})
    assert (found.standing, found.wrapup_pending) == (Standing.ENDED, False)


def test_a_wrap_up_that_is_owed_says_nothing_while_the_agent_is_live():
    assert person(Leg(), more={"wrapupRequired": True}).standing is Standing.CONNECTED


def test_the_media_are_those_of_the_live_legs_else_of_all():
    both = (Leg(state="disconnected"), Leg(medium="emails"))
    assert person(*both).media == (Media.EMAIL,)
    assert person(Leg(state="disconnected"), Leg(medium="emails", state="disconnected")).media == (
        Media.CALL,
        Media.EMAIL,
    )
    assert person(Leg(), Leg(), Leg(medium="screenshares")).media == (Media.CALL, Media.SCREENSHARE)


@pytest.mark.parametrize(
    ("leg", "ago"),
    [
        (Leg(since=90), 90),
        (Leg(since=90, held=True), 45),
        (Leg(since=30, state="alerting"), 30),
        (Leg(since=30, state="offering"), 30),
        (Leg(since=30, state="dialing"), 100),
        (Leg(since=30, state="scheduled", medium="callbacks"), 100),
        (Leg(since=90, state="disconnected", ended=20), 20),
    ],
)
def test_a_state_says_since_when(leg: Leg, ago: float):
    assert person(leg, joined=100).since == START - timedelta(seconds=ago)


def test_wrap_up_counts_from_the_start_of_after_call_work():
    owing = agent(ADA, state="disconnected", ended=40, wrap_up=True)
    found = read(owing, customer("Jordan", None)).participants[0]
    assert found.standing is Standing.WRAP_UP
    assert found.since == found.acw_started_at == START - timedelta(seconds=40)
    without = Participant("p", ended_at=START, wrapup_required=True)
    assert without.since == START


def test_an_alert_without_its_own_time_counts_from_when_it_joined():
    leg = Communication("c", Media.CALL, State.ALERTING)
    assert Participant("p", started_at=START, communications=(leg,)).since == START


def test_who_left_is_told_by_the_leg_that_ended_last():
    found = person(
        Leg(state="disconnected", ended=10, how="transfer"), Leg(medium="emails", state="disconnected", ended=60)
    )
    assert (found.disconnect_type, found.left_at) == ("transfer", START - timedelta(seconds=10))


def test_a_leg_without_a_time_does_not_hide_how_somebody_left():
    legs = (
        Communication("a", Media.CALL, State.DISCONNECTED, disconnect_type="peer"),
        Communication("b", Media.CALL, State.DISCONNECTED, disconnect_type="system"),
        Communication("c", Media.CALL, State.DISCONNECTED, disconnect_type="client", ended_at=START),
        Communication("d", Media.CALL, State.DISCONNECTED),
    )
    assert Participant("p", communications=legs).disconnect_type == "client"
    assert Participant("p", communications=legs[:2]).disconnect_type == "peer"


PEOPLE = {"agent", "user", "customer", "external", "station"}


@pytest.mark.parametrize("purpose", [*Purpose, "outbound", "fax", "something new", ""])
def test_a_purpose_says_whether_it_is_a_person_a_flow_or_an_outsider(purpose: str):
    found = Participant("p", purpose)
    assert found.is_person is (purpose in PEOPLE)
    assert found.is_flow is (purpose in {"acd", "ivr", "botflow", "workflow", "dialer", "campaign"})
    assert found.is_outsider is (purpose in {"customer", "external"})


def test_a_direction_is_the_deciding_legs():
    assert person(Leg()).direction == "inbound"
