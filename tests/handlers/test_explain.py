"""Explain anything: what leads paste, and what other tools post."""

import pytest
import pytest_asyncio

from bot.settings import AccessSettings
from playground.town import build
from tests.support.lead import LeadAtSlack
from tests.support.problems import a_problem
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
ENDED = "ca110005-0000-4000-8000-000000000000"
AGENT = "ca110005-0003-4000-8000-000000000000"
CURL = f"""> POST /api/v2/conversations/{ENDED}/participants/{AGENT}/disconnect HTTP/1.1
> Host: api.apse1.pure.cloud
< HTTP/1.1 409 Conflict
< ININ-Correlation-Id: 11111111-aaaa-4bbb-8ccc-222222222222
{{"message": "The request conflicts with the current state.", "code": "conflict", "status": 409}}"""


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


async def hears(lead):
    slack = lead.town.slack
    await slack.settles(lambda: slack.ephemerals(lead.channel, lead.user))
    return Shown(slack.ephemerals(lead.channel, lead.user)[-1]).words


async def test_pasted_curl_output_is_explained_from_the_conversation_itself(town, maya):
    await maya.types(f"/conversation explain {CURL}")
    told = await hears(maya)
    assert "The conversation had already ended" in told or "ended" in told
    assert "looked up just now" in told
    assert "11111111-aaaa-4bbb-8ccc-222222222222" in told


async def test_the_ledger_is_not_quoted_on_a_text_that_names_no_conversation(town, maya):
    await maya.types('/conversation explain HTTP/1.1 409 Conflict {"message": "refused", "code": "conflict"}')
    told = await hears(maya)
    assert "ruled out" in told
    assert "ledger" not in told


async def test_without_text_a_view_asks_for_it(town, maya):
    await maya.types("/conversation explain")
    view = await maya.view()
    await town.slack.submits(maya.user, view["id"], {"paste": CURL})
    await maya.reads("Details for support")
    assert "ended" in maya.words()


async def test_nonsense_is_answered_with_what_is_expected(town, maya):
    await maya.types("/conversation explain")
    await town.slack.submits(maya.user, (await maya.view())["id"], {"paste": "hello there"})
    await maya.reads("neither JSON nor")


async def test_the_shortcut_explains_another_tools_message_in_its_thread(town, maya):
    await town.slack.types("U0LEADB", "C0LEADS", f"our script failed:\n```{CURL}```")
    message = town.slack.messages("C0LEADS")[-1]
    await town.slack.uses_shortcut(maya.user, "explain_message", channel="C0LEADS", ts=message["ts"])
    await town.slack.settles(lambda: len(town.slack.thread("C0LEADS", message["ts"])) > 1)
    assert "ended" in Shown(town.slack.thread("C0LEADS", message["ts"])[-1]).words


async def test_where_the_bot_cant_post_the_asker_alone_is_told(town):
    maya = LeadAtSlack(town, channel="C0NOBOT")
    await town.slack.types("U0LEADB", "C0NOBOT", CURL)
    message = town.slack.messages("C0NOBOT")[-1]
    await town.slack.uses_shortcut(maya.user, "explain_message", channel="C0NOBOT", ts=message["ts"])
    assert "Details for support" in await hears(maya)


async def test_who_may_not_look_up_gets_an_answer_from_the_text_alone(town):
    tom = LeadAtSlack(town, "U0GUEST")
    before = len(town.genesys.requests)
    await tom.types(f"/conversation explain {CURL}")
    assert "from the text alone" in await hears(tom)
    assert len(town.genesys.requests) == before


@pytest_asyncio.fixture
async def shut(clock, database_url):
    """A town where operators may not look up what the cards' queue has."""
    rule = {"deny": ["look_up"], "role": "operator", "queues": ["Cards – Lost and Stolen"], "because": "not yours"}
    access = AccessSettings.model_validate({"roles": {"operator": ["U0LEADB"], "admin": ["U0LEADA"]}, "rules": [rule]})
    town = await build(clock, database_url=database_url, access=access)
    clock.hold_while(lambda: town.bot.ledger.busy)
    yield town
    await town.close()


async def test_what_a_rule_of_its_queue_hides_is_not_told_by_an_explanation(shut):
    lead = LeadAtSlack(shut, "U0LEADB")
    await lead.types(f"/conversation explain {CURL.replace(ENDED, CALL)}")
    assert "from the text alone" in await hears(lead)
    assert [org for org in shut.orgs.values() for one in org.requests if CALL in one["path"]]


async def test_what_a_rule_of_its_queue_hides_is_not_shown_from_an_alert(shut):
    lead = LeadAtSlack(shut, "U0LEADB", channel="C0INCID")
    await shut.bot.alarm.raised(a_problem())
    await shut.slack.settles(lambda: shut.slack.messages("C0INCID"), within=15)
    card = shut.slack.messages("C0INCID")[-1]
    await shut.slack.presses(lead.user, channel="C0INCID", ts=card["ts"], action_id="alert_look_up")
    assert "not yours" in await hears(lead)
    assert len(shut.slack.thread("C0INCID", card["ts"])) <= 1


async def test_the_second_lead_sees_how_the_first_ones_demand_ended(town, maya):
    daniel = LeadAtSlack(town, "U0LEADB")
    card = await maya.looks_up("ca110016-0000-4000-8000-000000000000")
    first, second = await maya.presses_disconnect(card, 1), await daniel.presses_disconnect(card, 1)
    await maya.submits(first)
    await daniel.submits(second)
    await daniel.reads("was first")
    assert "Confirmed by read-back" in daniel.words()


async def test_a_stuck_conversation_offers_to_end_it_to_who_may(town, maya):
    card = await maya.looks_up("ca110017-0000-4000-8000-000000000000")
    await maya.submits(await maya.presses_disconnect(card, 0))
    await maya.reads("End conversation…")
    view = town.slack.views(maya.user)[-1]
    button = Shown(view).buttons("end_conversation_pressed")[0]
    await town.slack.presses_in_view(maya.user, view["id"], "end_conversation_pressed", value=button["value"])
    await maya.reads("ends the conversation for everybody")


async def test_a_refusal_while_it_rings_is_followed_until_pressing_again_makes_sense(town, maya):
    conversation = "ca110008-0000-4000-8000-000000000000"
    card = await maya.looks_up(conversation)
    view = await maya.presses_disconnect(card, "ca110008-0003")
    town.genesys.fault(method="PATCH", path="*/participants/*", status=409, body={"code": "conflict"})
    await maya.submits(view)
    await maya.reads("The platform refused")
    document = town.genesys.conversation(conversation)
    for person in document["participants"]:
        for call in person.get("calls", []):
            if call["state"] == "alerting":
                call["state"] = "connected"
    town.genesys.holds(document)
    await maya.reads("It has settled")
    again = town.slack.views(maya.user)[-1]
    assert again["submit"]["text"] == "Disconnect"
    await town.slack.submits(maya.user, again["id"], {})
    await maya.reads("Confirmed by read-back")
