"""Who is live, who has left, and which row is a person who appears twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.genesys.wire import conversation_from
from bot.domain.communication import Media
from bot.domain.conversation import Conversation, Transfer
from bot.domain.participant import Participant, Standing
from playground.documents import Leg, Named, Party, agent, conversation_with, customer, derived, waiting_in
from tests.support.clock import START

ID = "ca110001-0000-4000-8000-000000000000"
ADA = Named("a9e27000-0000-4000-8000-000000000001", "Ada")
CARDS = Named("90e0e000-0000-4000-8000-000000000001", "Cards")
LOANS = Named("90e0e000-0000-4000-8000-000000000002", "Loans")


def read(*parties: Party, **more: Any) -> Conversation:
    return conversation_from(conversation_with(ID, START, *parties, **more), org="o")


def nth(place: int) -> str:
    return derived(ID, place)


def test_the_live_and_the_gone_keep_the_platforms_order():
    conversation = read(customer("Jordan", None), waiting_in(CARDS), agent(ADA, CARDS))
    assert [p.id for p in conversation.live] == [nth(1), nth(3)]
    assert [p.id for p in conversation.gone] == [nth(2)]
    assert not conversation.ended


def test_a_conversation_with_an_end_has_nobody_live():
    conversation = read(customer("Jordan", None), agent(ADA), endTime="2026-11-22T05:59:00Z")
    assert conversation.ended
    assert conversation.live == ()
    assert len(conversation.gone) == 2
    assert {conversation.standing(p) for p in conversation.participants} == {Standing.ENDED}
    assert conversation.has_left(nth(1))
    assert conversation.has_left("nobody")
    assert conversation.live_one_of(ADA.id) is None


def test_an_end_leaves_who_owes_the_wrap_up_in_wrap_up():
    conversation = read(agent(ADA, wrap_up=True), endTime="2026-11-22T05:59:00Z")
    assert conversation.standing(conversation.participants[0]) is Standing.WRAP_UP


def test_a_conversation_is_over_when_everybody_has_left_though_it_bears_no_end():
    document = conversation_with(
        ID, START, agent(ADA, state="disconnected"), customer("Jordan", None, state="terminated")
    )
    del document["endTime"]
    conversation = conversation_from(document, org="o")
    assert (conversation.ended_at, conversation.ended) == (None, True)


def test_an_agent_in_wrap_up_does_not_keep_a_conversation_open():
    parties = (agent(ADA, state="disconnected", wrap_up=True), customer("Jordan", None, state="disconnected"))
    conversation = read(*parties)
    assert conversation.ended
    assert conversation.standing(conversation.participants[0]) is Standing.WRAP_UP


def test_a_conversation_that_lists_nobody_is_not_over():
    conversation = Conversation("c", "o")
    assert (conversation.ended, conversation.live, conversation.media, conversation.queue_name) == (False, (), (), None)
    assert not conversation.has_left("p")


def test_who_is_not_listed_is_not_known_to_have_left():
    conversation = read(agent(ADA), customer("Jordan", None, state="disconnected"))
    assert not conversation.has_left("nobody")
    assert not conversation.has_left(nth(1))
    assert conversation.has_left(nth(2))


def test_who_would_remain_are_the_other_live_ones():
    conversation = read(customer("Jordan", None), waiting_in(CARDS), agent(ADA))
    assert [p.id for p in conversation.others_live(nth(3))] == [nth(1)]


def test_the_media_are_those_of_who_is_live_else_of_all():
    parties = (customer("Jordan", None, medium="messages"), agent(ADA, medium="emails", state="disconnected"))
    assert read(*parties).media == (Media.MESSAGE,)
    gone = (customer("Jordan", None, medium="messages", state="disconnected"), parties[1])
    assert read(*gone).media == (Media.MESSAGE, Media.EMAIL)


def test_the_queue_is_the_latest_named_one():
    assert read(waiting_in(CARDS), waiting_in(LOANS), customer("Jordan", None)).queue_name == "Loans"


def test_a_person_who_appears_twice_is_where_the_newest_live_row_is():
    conversation = read(
        agent(ADA, state="disconnected", since=300),
        agent(ADA, since=60),
        agent(ADA, since=120),
        customer("Jordan", None),
    )
    found = conversation.live_one_of(ADA.id)
    assert found is not None
    assert found.id == nth(2)
    stand_in = conversation.stand_in_for(conversation.participants[0])
    assert stand_in is not None
    assert stand_in.id == nth(2)
    assert conversation.stand_in_for(conversation.participants[1]) is None


def test_a_voicemail_row_never_stands_in():
    voicemail = Party(purpose="voicemail", user=ADA, legs=(Leg(since=10),), joined=10)
    conversation = read(agent(ADA, state="disconnected"), voicemail, customer("Jordan", None))
    assert conversation.live_one_of(ADA.id) is None
    assert conversation.stand_in_for(conversation.participants[0]) is None


def test_a_row_without_a_time_counts_as_the_oldest():
    old, undated = (Participant(name, "agent", user_id="u") for name in ("old", "undated"))
    conversation = Conversation("c", "o", participants=(undated, replace(old, started_at=START)))
    found = conversation.live_one_of("u")
    assert found is not None
    assert found.id == "old"


def test_nobody_stands_in_for_a_person_without_a_user():
    conversation = read(customer("Jordan", None, state="disconnected"), customer("Sam", None), agent(ADA))
    assert conversation.stand_in_for(conversation.participants[0]) is None


@pytest.mark.parametrize(
    ("state", "unfinished"), [("pending", True), ("active", True), ("complete", False), ("", False)]
)
def test_a_transfer_is_under_way_or_over(state, unfinished):
    assert Transfer("t", state).unfinished is unfinished


def test_a_participant_is_found_by_its_id():
    conversation = read(agent(ADA))
    assert conversation.participant(nth(1)) == conversation.participants[0]
    assert conversation.participant("nobody") is None


def test_the_time_it_began_is_known():
    assert read(agent(ADA), started=60).started_at == START - timedelta(seconds=60)
