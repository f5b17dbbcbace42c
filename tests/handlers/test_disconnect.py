import pytest

from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


async def outcomes(town, conversation_id):
    return [entry.step for entry in reversed(await town.bot.ledger.entries(conversation_id=conversation_id))]


async def test_a_lead_confirms_and_the_agent_leaves(town, maya):
    card = await maya.looks_up(CALL)
    view = await maya.presses_disconnect(card, AGENT)
    assert "Tan Wei Ling" in maya.words()
    assert "Who remains" in maya.words()
    await maya.submits(view)
    words = await maya.reads("Confirmed by read-back")
    assert "Tan Wei Ling has left" in words
    await town.slack.settles(lambda: "confirmed by read-back" in maya.card(card).words)
    writes = [r for r in town.genesys.requests if r["method"] == "PATCH"]
    assert len(writes) == 1
    assert writes[0]["body"] == {"state": "disconnected"}
    assert await outcomes(town, CALL) == ["looked_up", "requested", "sending", "accepted", "confirmed"]


async def test_a_disconnect_stays_within_its_budget(town, maya):
    card = await maya.looks_up(CALL)
    platform, slack = len(town.genesys.requests), len(town.slack.calls)
    view = await maya.presses_disconnect(card, AGENT)
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    await town.slack.settles(lambda: "confirmed by read-back" in maya.card(card).words)
    assert len(town.genesys.requests) - platform <= 12
    assert len(town.slack.calls) - slack <= 6


async def test_other_needs_a_note(town, maya):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    await maya.submits(view, reason="other")
    assert "needs a note" in str(town.slack.views(maya.user)[-1]["errors"])
    assert not [r for r in town.genesys.requests if r["method"] == "PATCH"]


async def test_somebody_who_left_meanwhile_is_shown_and_nothing_is_sent(town, maya):
    conversation = "ca110004-0000-4000-8000-000000000000"
    view = await maya.presses_disconnect(await maya.looks_up(conversation), 0)
    await maya.submits(view)
    await maya.reads("Nothing was sent")
    assert not [r for r in town.genesys.requests if r["method"] == "PATCH"]


async def test_a_refusal_is_explained_in_the_view_and_in_the_cards_thread(town, maya):
    conversation = "ca110040-0000-4000-8000-000000000000"
    card = await maya.looks_up(conversation)
    view = await maya.presses_disconnect(card, 0)
    await maya.submits(view)
    await maya.reads("The platform refused")
    await town.slack.settles(lambda: len(town.slack.thread(card["channel"], card["ts"])) > 1)
    told = Shown(town.slack.thread(card["channel"], card["ts"])[-1])
    assert "status: 409" in told.words


async def test_what_the_platform_accepts_and_does_not_do_is_not_confirmed(town, maya):
    conversation = "ca110017-0000-4000-8000-000000000000"
    card = await maya.looks_up(conversation)
    platform, slack = len(town.genesys.requests), len(town.slack.calls)
    view = await maya.presses_disconnect(card, 0)
    await maya.submits(view)
    await maya.reads("Not confirmed")
    await town.slack.settles(lambda: len(town.slack.thread(card["channel"], card["ts"])) > 1)
    assert len(town.genesys.requests) - platform <= 12
    assert len(town.slack.calls) - slack <= 6


async def test_a_second_click_is_told_who_was_first(town, maya):
    daniel = LeadAtSlack(town, "U0LEADB")
    conversation = "ca110016-0000-4000-8000-000000000000"
    card = await maya.looks_up(conversation)
    first, second = await maya.presses_disconnect(card, 1), await daniel.presses_disconnect(card, 1)
    await maya.submits(first)
    await daniel.submits(second)
    assert "already" in daniel.words()
    await maya.reads("Confirmed by read-back")
    assert len([r for r in town.genesys.requests if r["method"] == "PATCH"]) == 1
