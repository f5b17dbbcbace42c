"""Find a conversation from an agent, a queue, a phone number or a message, through the pretend Slack."""

import json

import pytest

from handlers.manifest import SCOPES, manifest
from playground.documents import Named, agent, call_with, customer
from playground.stories.cast import ARJUN, FARAH, LOANS
from playground.stories.story import conversation_id
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

STUCK, ALERTING, NUMBERED = conversation_id(90), conversation_id(91), conversation_id(92)


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


async def hears(lead):
    slack = lead.town.slack
    await slack.settles(lambda: slack.ephemerals(lead.channel, lead.user))
    return Shown(slack.ephemerals(lead.channel, lead.user)[-1])


async def finds(lead, text):
    slack = lead.town.slack
    before = len(slack.ephemerals(lead.channel, lead.user))
    await lead.types(f"/conversation {text}")
    await slack.settles(lambda: len(slack.ephemerals(lead.channel, lead.user)) > before)
    return Shown(slack.ephemerals(lead.channel, lead.user)[-1])


async def gets_a_card(lead, text, conversation):
    card = await lead.looks_up(text)
    assert conversation in json.dumps(card["blocks"])
    return card


async def presses(lead, action, value):
    slack = lead.town.slack
    message = slack.ephemerals(lead.channel, lead.user)[-1]
    await slack.presses(lead.user, channel=lead.channel, ts=message["ts"], action_id=action, value=value)


async def turns(lead, word):
    slack = lead.town.slack
    before = Shown(slack.ephemerals(lead.channel, lead.user)[-1])
    [button] = before.buttons(f"find_page:{word}")
    await presses(lead, button["action_id"], button["value"])
    await slack.settles(lambda: Shown(slack.ephemerals(lead.channel, lead.user)[-1]).words != before.words)
    return Shown(slack.ephemerals(lead.channel, lead.user)[-1])


def asked(platform):
    return [f"{one['method']} {one['path'].removeprefix('/api/v2')}" for one in platform.requests]


async def test_a_mention_finds_the_agent_of_the_same_e_mail_and_opens_the_only_hit(town, maya):
    await gets_a_card(maya, "@farah", STUCK)


async def test_a_single_hit_takes_two_requests_of_the_platform_and_the_cards_own(town, maya):
    await gets_a_card(maya, "@farah", STUCK)
    town.genesys.requests.clear()
    await gets_a_card(maya, "@farah", STUCK)
    assert asked(town.genesys) == [f"GET /analytics/agents/{FARAH.id}/status", f"GET /conversations/{STUCK}"]


@pytest.mark.parametrize("typed", ["agent Farah Aziz", "agent farah", "farah.aziz@example.com", "agent <@U0FARAH>"])
async def test_an_agent_can_be_typed_by_name_and_by_e_mail(town, maya, typed):
    await gets_a_card(maya, typed, STUCK)


async def test_an_agent_with_several_is_listed_with_the_culprit_first(town, maya):
    shown = await finds(maya, "agent Marcus Lim")
    words = shown.words
    assert "live conversations of Marcus Lim" in words
    assert "First: stuck in this state" in words
    assert ALERTING in shown.buttons("find_open")[0]["value"]
    assert "Names as of" in words


async def test_open_posts_the_card(town, maya):
    shown = await finds(maya, "queue travel desk")
    await presses(maya, "find_open", shown.buttons("find_open")[0]["value"])
    await town.slack.settles(lambda: town.slack.messages("C0LEADS"))
    assert ALERTING in json.dumps(town.slack.messages("C0LEADS")[-1]["blocks"])


async def test_several_agents_of_a_name_are_named_and_none_is_guessed(town, maya):
    town.genesys.knows("users", "a9e27000-0000-4000-8000-0000000000aa", "Farah Binte Yusof", "farah.y@example.com")
    told = (await finds(maya, "agent farah")).words
    assert "2 agents fit “farah”, and Hangup does not guess" in told
    assert "Farah Aziz (farah.aziz@example.com)" in told
    assert "farah.y@example.com" in told


async def test_nobody_of_that_name_says_where_was_looked(town, maya):
    told = (await finds(maya, "agent Nobody Atall")).words
    assert "Nothing live is found of Nobody Atall" in told
    assert "no active agent of that name in genesys" in told


async def test_a_mention_whose_e_mail_slack_does_not_tell_names_the_scope_and_the_line_to_add(town, maya):
    less = manifest(town.slack.url)
    less["oauth_config"] = {"scopes": {"bot": [scope for scope in SCOPES if scope != "users:read.email"]}}
    town.slack.use_manifest(less)
    told = (await finds(maya, "@farah")).words
    assert "users:read.email" in told
    assert "[agents] U0FARAH" in told


async def test_a_queue_is_found_whatever_its_dashes_and_its_case(town, maya):
    shown = await finds(maya, "queue cards - LOST and stolen")
    assert "in the queue Cards – Lost and Stolen" in shown.words


async def test_a_queue_that_several_names_fit_is_chosen_from_a_list(town, maya):
    town.genesys.knows("queues", "90e0e000-0000-4000-8000-0000000000aa", "Travel Insurance")
    shown = await finds(maya, "queue travel")
    assert "2 queues fit “travel”" in shown.words
    await presses(maya, "find_queue", next(b for b in shown.buttons("find_queue") if "Desk" in b["value"])["value"])
    await town.slack.settles(
        lambda: "live conversations" in Shown(town.slack.ephemerals("C0LEADS", maya.user)[-1]).words
    )


async def test_a_long_list_is_turned_in_pages_and_counted(town, maya):
    first = await finds(maya, "queue travel desk")
    assert "25 live conversations in the queue Travel Desk · 1-10" in first.words
    assert first.words.index("First: stuck in this state") < first.words.index("Connected, on hold")
    assert first.words.index("Connected, on hold") < first.words.index("Nurul Aisyah")
    assert not first.buttons("find_page:previous")
    second = await turns(maya, "next")
    assert "11-20" in second.words
    third = await turns(maya, "next")
    assert "21-25" in third.words
    assert not third.buttons("find_page:next")
    assert "11-20" in (await turns(maya, "previous")).words


async def test_500_hits_are_counted_and_paged_across_the_platforms_own_pages(town, maya, clock):
    busy = Named("90e0e000-0000-4000-8000-0000000000bb", "Flood Desk")
    for number in range(500):
        parties = customer("Mei", "+6500000456"), agent(ARJUN, busy, since=600 - number)
        town.genesys.holds(call_with(f"ca55{number:04d}-0000-4000-8000-000000000000", clock.now(), *parties))
    shown = await finds(maya, "queue flood desk")
    assert "500 live conversations in the queue Flood Desk · 1-10" in shown.words
    for _ in range(10):
        shown = await turns(maya, "next")
    assert "101-110" in shown.words
    assert "91-100" in (await turns(maya, "previous")).words


@pytest.mark.parametrize(
    "typed", ["+6500000789", "(+65) 0000-0789", "0000 0789", "0065 0000 0789", "tel:+65-0000-0789"]
)
async def test_a_number_is_found_in_any_usual_notation_and_shown_in_none(town, maya, typed):
    shown = await finds(maya, typed)
    assert "2 live conversations with the number ending in 89" in shown.words
    everything = json.dumps(town.slack.ephemerals("C0LEADS", maya.user)[-1])
    assert "0000789" not in everything
    assert "0000 0789" not in everything
    assert "Noah" not in everything


async def test_pages_of_a_number_bear_a_token_and_end_after_half_an_hour(town, maya, clock):
    for number in range(12):
        parties = customer("Noah Chen", "+6500000789"), agent(ARJUN, LOANS)
        town.genesys.holds(call_with(f"ca56{number:04d}-0000-4000-8000-000000000000", clock.now(), *parties))
    shown = await finds(maya, "+65 0000 0789")
    value = json.loads(shown.buttons("find_page:next")[0]["value"])
    assert set(value) == {"kind", "token", "page"}
    await turns(maya, "next")
    clock.advance(1900)
    [button] = Shown(town.slack.ephemerals("C0LEADS", maya.user)[-1]).buttons("find_page:previous")
    await presses(maya, button["action_id"], button["value"])
    await town.slack.settles(
        lambda: "Search once more, or choose" in Shown(town.slack.ephemerals("C0LEADS", maya.user)[-1]).words
    )


async def test_an_id_is_no_phone_number(town, maya):
    await gets_a_card(maya, "ca110001-0000-4000-8000-000000000000", "ca110001")
    town.genesys.requests.clear()
    assert "knows no conversation with this id" in (await finds(maya, "12345678-1234-4123-8123-123456789012")).words


async def test_an_empty_queue_says_where_was_looked(town, maya):
    told = (await finds(maya, "queue weekend desk")).words
    assert "Nothing live is found in the queue Weekend Desk" in told
    where = "Looked in genesys (Genesys Cloud, ap-southeast-1)"
    assert f"{where}: who is live in the queue, the live conversations" in told


async def test_a_role_that_may_not_ask_names_the_permission_and_who_can_add_it(town, maya):
    told = (await finds(maya, "agent lukas frei")).words
    assert "Hangup could not see what is live of" in told
    assert "Hangup may not see what the agent is on in zurich" in told
    assert "`analytics:agentState:view`" in told
    assert "administrator of Genesys Cloud" in told


async def test_a_single_hit_opens_its_card_and_says_where_could_not_be_looked(town, maya):
    town.orgs["zurich"].permissions.discard("directory:user:view")
    await gets_a_card(maya, "@farah", STUCK)
    told = (await hears(maya)).words
    assert "directory:user:view" in told
    assert "in zurich" in told


async def test_a_platform_that_is_silent_is_not_an_empty_queue(town, maya):
    town.genesys.fault(path="*/activity/query", status=503, times=9)
    told = (await finds(maya, "queue travel desk")).words
    assert "refused to show who is live in the queue in genesys" in told
    assert "503" in told


async def test_somebody_without_a_role_finds_nothing_and_nothing_is_asked(town):
    tom = LeadAtSlack(town, "U0GUEST")
    town.genesys.requests.clear()
    told = (await finds(tom, "@farah")).words
    assert "You may not look up conversations" in told
    assert asked(town.genesys) == []


async def test_a_search_stands_in_the_ledger_without_the_number(town, maya):
    await finds(maya, "+65 0000 0789")
    await finds(maya, "queue weekend desk")
    notes = [(one.step, one.detail) for one in await town.bot.ledger.entries(by=maya.user)]
    assert ("searched", "number: 2 found") in notes
    assert ("searched", "queue Weekend Desk: 0 found") in notes


@pytest.mark.parametrize("typed", ["queue", "agent", "queue \u200b", "agent @"])
async def test_a_search_for_nothing_asks_for_the_name(town, maya, typed):
    assert "and the name, or a part of it" in (await finds(maya, typed)).words


async def shortcut(town, maya, text, channel="C0LEADS"):
    await town.slack.types("U0LEADB", channel, text)
    message = town.slack.messages(channel)[-1]
    await town.slack.uses_shortcut(maya.user, "look_up_message", channel=channel, ts=message["ts"])
    return message


async def test_the_shortcut_opens_the_one_conversation_that_a_message_names(town, maya):
    link = f"https://apps.apse1.pure.cloud/directory/#/analytics/interactions/{STUCK}/admin?tabId=x"
    await shortcut(town, maya, f"Alert! see {link} please")
    await town.slack.settles(lambda: len(town.slack.messages("C0LEADS")) > 1)
    assert STUCK in json.dumps(town.slack.messages("C0LEADS")[-1]["blocks"])


async def test_the_shortcut_lists_several_with_the_culprit_first(town, maya):
    await shortcut(town, maya, f"conv={NUMBERED};conv={ALERTING} trace 12345678-1234-4123-8123-123456789012")
    shown = await hears(maya)
    assert "2 conversations in this message" in shown.words
    assert ALERTING in shown.buttons("find_open")[0]["value"]


async def test_the_shortcut_finds_a_number_in_a_message(town, maya):
    await shortcut(town, maya, "the customer +65 0000 0789 calls again, since 2026-11-22T10:00:00Z")
    shown = await hears(maya)
    assert "2 conversations in this message" in shown.words
    assert "0789" not in shown.words


async def test_the_shortcut_says_when_there_is_nothing_to_look_up(town, maya):
    await shortcut(town, maya, "lunch at 12:30?")
    assert "no id, no link and no phone number" in (await hears(maya)).words


async def test_the_shortcut_says_when_what_a_message_names_is_unknown(town, maya):
    await shortcut(town, maya, "12345678-1234-4123-8123-123456789012 failed")
    told = (await hears(maya)).words
    assert "Nothing is found in this message" in told
