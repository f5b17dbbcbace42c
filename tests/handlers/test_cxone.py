"""What is NICE CXone's own, as a lead meets it in Slack."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.disconnection import Outcome
from bot.use_cases.journey import REQUESTS_PER_DEMAND
from playground.cxone import people
from playground.stories import CXONE_ORGS
from playground.stories.cxone import contact_id
from playground.town import Town, build
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown


@pytest_asyncio.fixture
async def town(clock, database_url) -> AsyncIterator[Town]:
    """A tenant of NICE CXone around the bot, and nothing else."""
    built = await build(clock, database_url=database_url, orgs=CXONE_ORGS)
    clock.hold_while(lambda: built.bot.ledger.busy)
    yield built
    await built.close()


@pytest.fixture
def maya(town: Town) -> LeadAtSlack:
    return LeadAtSlack(town)


def ends(town: Town) -> list[str]:
    return [one["path"] for one in town.orgs["sydney"].requests if one["path"].endswith("/end")]


async def act(maya: LeadAtSlack, number: int, who: int | str = 0) -> dict[str, object]:
    card = await maya.looks_up(str(contact_id(number)))
    await maya.submits(await maya.presses_disconnect(card, who))
    return card


async def test_the_customer_has_no_button_and_the_card_says_why(maya):
    card = Shown(await maya.looks_up(str(contact_id(121))))
    assert len(card.buttons("disconnect")) == 1
    assert "The customer has no contact of their own" in card.words
    assert "Connected, on hold" in card.words
    assert not card.buttons("more")


@pytest.mark.parametrize("typed", ["customer", "Customer"])
async def test_the_customer_is_refused_when_typed_and_nothing_is_sent(town, maya, typed: str):
    await maya.types(f"/disconnect {contact_id(121)} {typed}")
    told = await maya.reads("no contact of their own")
    assert "only a contact can be ended" in told
    assert "Can be disconnected: " in told
    assert ends(town) == []


async def test_after_call_work_is_told_apart_from_stuck(maya):
    working = Shown(await maya.looks_up(str(contact_id(122))))
    assert "In wrap-up: *Mei Hui Goh*" in working.words
    assert not working.buttons("disconnect")
    stuck = Shown(await maya.looks_up(str(contact_id(123))))
    assert "no agent is in after-call work on it" in stuck.words
    assert len(stuck.buttons("disconnect")) == 1


async def test_what_nobody_works_on_can_be_ended(town, maya):
    await act(maya, 123)
    await maya.reads("Confirmed by read-back")
    assert ends(town) == [f"/incontactapi/services/v30.0/contacts/{contact_id(123)}/end"]


async def test_one_leg_of_three_leaves_and_the_others_stay(town, maya):
    master = contact_id(124)
    card = await act(maya, 124, str(master + 2))
    words = await maya.reads("Still on it")
    assert "Lachlan Reid" in words
    assert "Aroha Ngata" in words
    assert ends(town) == [f"/incontactapi/services/v30.0/contacts/{master + 2}/end"]
    await town.slack.settles(lambda: "confirmed by read-back" in maya.card(card).words)


async def test_any_legs_id_finds_the_whole(maya):
    words = Shown(await maya.looks_up(str(contact_id(124) + 1))).words
    assert f"`{contact_id(124)}`" in words
    assert "Aroha Ngata" in words


async def test_ending_it_all_is_not_offered_and_the_card_says_why(maya):
    card = Shown(await maya.looks_up(str(contact_id(124))))
    assert "one contact at a time" in card.words
    assert not card.buttons("more")


async def test_a_transfer_between_look_up_and_click_is_shown_before_anything_is_sent(town, maya):
    card = await maya.looks_up(str(contact_id(125)))
    await maya.presses_disconnect(card, 0)
    assert "has left already" in maya.words()
    assert ends(town) == []
    again = Shown(await maya.looks_up(str(contact_id(125))))
    assert "Anika Larsen" in again.words


async def test_a_transfer_under_the_click_is_explained_by_reading_again(town, maya):
    await act(maya, 126)
    words = await maya.reads("The platform refused")
    assert "Priya Nair has already left; others are still there." in words
    assert "Genesys" not in words


async def test_a_digital_contact_has_no_button(town, maya):
    card = Shown(await maya.looks_up(str(contact_id(127))))
    assert not card.buttons("disconnect")
    assert "end_digital" in card.words


@pytest.mark.parametrize(
    ("number", "words", "most"),
    [
        (120, "Confirmed by read-back", 9),
        (131, "Confirmed by read-back", 9),
        (126, "The platform refused", 8),
        (130, "Not confirmed", REQUESTS_PER_DEMAND),
    ],
)
async def test_an_act_costs_the_platform_no_more_than_it_may(town, maya, number, words, most):
    card = await maya.looks_up(str(contact_id(number)))
    town.orgs["sydney"].requests.clear()
    await maya.submits(await maya.presses_disconnect(card))
    await maya.reads(words)
    assert 5 < len(town.orgs["sydney"].requests) <= most


@pytest.mark.parametrize("trouble", ["none", "several pages", "no table", "an old card"])
async def test_who_leaves_at_once_is_confirmed_at_once_however_dear_a_read_is(town, maya, clock, trouble):
    sydney = town.orgs["sydney"]
    if trouble == "several pages":
        sydney.largest_page = 5
    if trouble == "no table":
        sydney.fault(path="*/contact-state-descriptions", status=403, times=99)
    card = await maya.looks_up(str(contact_id(120)))
    clock.advance(61 if trouble == "an old card" else 0)
    view = await maya.presses_disconnect(card)
    before = clock.now()
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    assert (clock.now() - before).total_seconds() < 3


async def test_an_agents_state_that_lags_behind_delays_the_proof_and_does_not_lose_it(town, maya, clock):
    """The contact is listed no more, and for six seconds its agent's row still names it."""
    sydney = town.orgs["sydney"]
    view = await maya.presses_disconnect(await maya.looks_up(str(contact_id(120))))
    row = next(one for one in sydney.held() if one.master == contact_id(120)).contacts[0].document
    until = clock.now() + timedelta(seconds=6)
    states = people._row

    def lagging(org, number):
        named = states(org, number)
        return {**named, "contactId": row["contactId"]} if number == row["agentId"] and clock.now() < until else named

    people._row = lagging
    try:
        await maya.submits(view)
        await maya.reads("Confirmed by read-back")
    finally:
        people._row = states
    assert (clock.now() - until).total_seconds() < 15


async def test_an_accepted_end_without_effect_is_not_claimed(town, maya):
    await act(maya, 130)
    words = await maya.reads("Not confirmed")
    assert "Genesys" not in words
    assert len(ends(town)) == 1


async def test_after_call_work_counts_as_having_left(town, maya):
    await act(maya, 131)
    assert "Kiran Desai has left" in await maya.reads("Confirmed by read-back")


async def test_a_key_without_the_right_to_end_is_told_from_a_dead_token(town, maya):
    town.orgs["sydney"].may_end = False
    await act(maya, 120)
    words = await maya.reads("The platform refused")
    assert "Hangup probably lacks a permission for this." in words
    assert "NICE CXone administrator" in words
    assert len(ends(town)) == 2  # once more after a fresh sign-in: a 401 proves that nothing was done


async def test_a_demand_for_who_is_fixed_by_now_is_never_sent(town, maya):
    card = await maya.looks_up(str(contact_id(120)))
    view = await maya.presses_disconnect(card, 0)
    held = next(one for one in town.orgs["sydney"].held() if one.master == contact_id(120))
    held.contacts[0].document["mediaTypeId"] = 9
    await maya.submits(view)
    assert "digital contact" in await maya.reads("Nothing was sent")
    assert ends(town) == []
    demand = (await town.bot.ledger.entries(conversation_id=str(contact_id(120))))[0]
    assert demand.step == Outcome.NOT_SENT


async def told(town: Town, maya: LeadAtSlack, text: str) -> str:
    """Type something whose answer only the lead sees, and read it."""
    before = len(town.slack.messages(maya.channel, maya.user))
    await maya.types(text)
    await town.slack.settles(lambda: len(town.slack.messages(maya.channel, maya.user)) > before)
    return Shown(town.slack.messages(maya.channel, maya.user)[-1]).words


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("agent Lachlan Reid", "Roadside Assistance"),
        ("queue Roadside", "Lachlan Reid"),
        ("+61 2 5550 0163", "Bronte Walsh"),
    ],
)
async def test_agents_skills_and_numbers_are_found_among_active_contacts(town, maya, typed: str, found: str):
    assert found in await told(town, maya, f"/conversation {typed}")


async def test_a_pasted_refusal_is_explained_by_looking_at_the_contact(town, maya):
    path = f"/incontactapi/services/v30.0/contacts/{contact_id(129)}/end"
    words = await told(
        town, maya, f"/conversation explain POST https://api-au1.niceincontact.com{path} HTTP/1.1 404 InvalidContactId"
    )
    assert "The conversation has already ended." in words
    assert "the conversation was looked up just now" in words


async def test_the_card_names_the_platform_and_the_area_once_they_are_known(maya):
    assert "NICE CXone, area au1" in Shown(await maya.looks_up(str(contact_id(120)))).words


@pytest.mark.parametrize("typed", [str(contact_id(120)), "queue Cards", "agent Priya", "+61 2 5550 1234"])
async def test_a_refused_access_key_is_told_as_what_it_is(town, maya, typed):
    town.orgs["sydney"].tokens.rotate("pretend-second-secret")
    await maya.types(f"/conversation {typed}")
    await town.slack.settles(lambda: town.slack.ephemerals(maya.channel, maya.user))
    told = Shown(town.slack.ephemerals(maya.channel, maya.user)[-1]).words
    assert "Hangup can't sign in" in told
    assert "Unauthorized" in told
    assert "check its access key there: “hangup doctor” tests it" in told
    assert "role" not in told


@pytest.mark.parametrize("typed", [str(contact_id(120)), "queue Cards", "agent Priya", "+61 2 5550 1234"])
async def test_a_list_that_is_not_there_is_not_told_as_nobody(town, maya, typed):
    for path in ("*/contacts/active", "*/agents", "*/skills"):
        town.orgs["sydney"].fault(path=path, status=404, times=99)
    await maya.types(f"/conversation {typed}")
    await town.slack.settles(lambda: town.slack.ephemerals(maya.channel, maya.user))
    told = Shown(town.slack.ephemerals(maya.channel, maya.user)[-1]).words
    assert "Hangup did not find the list of" in told
    assert "check api_url, api_version" in told
    assert "Nothing live" not in told
    assert "ended" not in told


async def test_a_page_where_a_list_was_due_is_told_as_unreadable(town, maya):
    town.orgs["sydney"].fault(path="*/agents", status=200, body="<html>Sign in</html>", times=99)
    await maya.types("/conversation agent Priya")
    await town.slack.settles(lambda: town.slack.ephemerals(maya.channel, maya.user))
    told = Shown(town.slack.ephemerals(maya.channel, maya.user)[-1]).words
    assert "The list of agents could not be read at sydney" in told
    assert "(200)" not in told


async def test_a_conference_is_one_conversation_in_its_queue(town, maya):
    card = Shown(await maya.looks_up("queue Roadside"))
    assert str(contact_id(124)) in card.words
    assert not town.slack.ephemerals(maya.channel, maya.user)
