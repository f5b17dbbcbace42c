"""Whom a lead means by the words after the conversation."""

import pytest

from bot.adapters.genesys.wire import conversation_from
from bot.domain.conversation import Conversation
from bot.domain.errors import InputError
from handlers.choice import chosen
from playground.documents import Named, Party, agent, conversation_with, customer, derived, waiting_in
from tests.support.clock import START

ID = "ca110001-0000-4000-8000-000000000000"
WEI_LING = Named("a9e27000-0000-4000-8000-000000000001", "Tan Wei Ling")
WEI = Named("a9e27000-0000-4000-8000-000000000002", "Tan Wei")
CARDS = Named("90e0e000-0000-4000-8000-000000000001", "Cards")


def read(*parties: Party) -> Conversation:
    return conversation_from(conversation_with(ID, START, *parties), org="o")


CALL = read(customer("Jordan Rivera", "+6591234567"), waiting_in(CARDS), agent(WEI_LING, CARDS))
TWO = read(customer("Jordan Rivera", None), agent(WEI_LING), agent(WEI))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Tan Wei Ling",
        "wei",
        "@Tan Wei Ling",
        "LING",
        "agent",
        "Agent",
        WEI_LING.id,
        WEI_LING.id.upper(),
        derived(ID, 3),
        derived(ID, 3).upper(),
        derived(ID, 3, 1),
    ],
)
def test_the_agent_is_meant_by_nothing_a_name_a_purpose_or_an_id(words: str):
    found = chosen(CALL, words)
    assert found is not None
    assert found.id == derived(ID, 3)


@pytest.mark.parametrize("words", ["customer", "Jordan", "jordan rivera"])
def test_a_customer_is_meant_by_name_or_purpose(words: str):
    found = chosen(CALL, words)
    assert found is not None
    assert found.purpose == "customer"


@pytest.mark.parametrize("words", ["", "agent", "tan", "a"])
def test_several_who_fit_are_the_leads_to_choose_from(words: str):
    assert chosen(TWO, words) is None


def test_the_whole_name_is_nearer_than_a_part_of_another():
    found = chosen(TWO, "tan wei")
    assert found is not None
    assert found.name == "Tan Wei"


def test_who_has_left_is_found_by_its_id_alone():
    found = chosen(CALL, derived(ID, 2))
    assert found is not None
    assert not found.live
    with pytest.raises(InputError):
        chosen(CALL, "Cards")


@pytest.mark.parametrize("words", ["nobody", "+6591234567", "💥", "x" * 2000])
def test_who_is_not_there_is_answered_with_what_to_type_instead(words: str):
    with pytest.raises(InputError) as error:
        chosen(CALL, words)
    assert "choose from a list" in error.value.hint


def test_without_an_agent_the_lead_chooses():
    assert chosen(read(customer("Jordan", None)), "") is None
