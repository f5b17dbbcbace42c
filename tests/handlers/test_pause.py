"""The kill switch: one admin stops everybody, on every process, and every card says so."""

import asyncio

import pytest
import pytest_asyncio

from bot.bootstrap import bootstrap
from bot.domain.pause import Pause
from playground.pretend.faults import Fault
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


@pytest.fixture
def daniel(town):
    return LeadAtSlack(town, "U0LEADB")


@pytest_asyncio.fixture
async def second(town, clock):
    """Another process on the same database."""
    bot = await bootstrap(town.bot.settings.model_copy(update={"port": 0}), clock=clock)
    clock.hold_while(lambda: bot.ledger.busy)
    yield bot
    await bot.close(drain=1.0)


async def hears(lead, text):
    slack = lead.town.slack
    before = len(slack.ephemerals(lead.channel, lead.user))
    await lead.types(text)
    await slack.settles(lambda: len(slack.ephemerals(lead.channel, lead.user)) > before)
    return Shown(slack.ephemerals(lead.channel, lead.user)[-1]).words


def writes(town):
    return [r for r in town.genesys.requests if r["method"] == "PATCH"]


async def test_a_pause_refuses_everybody_and_every_card_says_so(town, maya, daniel):
    told = await hears(maya, "/conversation pause <!channel> storm of calls")
    assert "Paused* by <@U0LEADA>" in told
    assert f"nothing is disconnected in any of the {len(town.orgs)} orgs, by nobody" in told
    card = await daniel.looks_up(CALL)
    words = Shown(card).words
    assert "Paused* by <@U0LEADA> since <!date" in words
    assert "storm of calls" in words
    assert "<!channel>" not in words
    for lead in (daniel, maya):
        await lead.presses_disconnect(card, AGENT)
        assert "Hangup is paused" in lead.words()
        assert "Paused by <@U0LEADA>" in lead.words()
    assert not writes(town)


async def test_resumed_leads_disconnect_again(town, maya, daniel):
    await hears(maya, "/conversation pause")
    assert "Resumed" in await hears(maya, "/conversation resume")
    card = await daniel.looks_up(CALL)
    assert "Paused" not in Shown(card).words
    await daniel.submits(await daniel.presses_disconnect(card, AGENT))
    await daniel.reads("Confirmed by read-back")
    steps = [(entry.step, entry.by) for entry in await town.bot.ledger.entries()]
    assert ("paused", "U0LEADA") in steps
    assert ("resumed", "U0LEADA") in steps


async def test_a_pause_between_the_question_and_the_answer_is_said_in_the_view(town, maya, daniel):
    view = await daniel.presses_disconnect(await daniel.looks_up(CALL), AGENT)
    await hears(maya, "/conversation pause")
    await daniel.submits(view)
    assert "Hangup is paused" in daniel.words()
    assert not writes(town)
    assert [entry.step for entry in await town.bot.ledger.entries(conversation_id=CALL)] == ["denied", "looked_up"]


async def test_a_pause_on_another_process_stops_a_demand_that_is_on_its_way(town, daniel, second, clock):
    view = await daniel.presses_disconnect(await daniel.looks_up(CALL), AGENT)
    town.genesys.faults.add(Fault(method="GET", path="/api/v2/conversations/*", delay_ms=5000))
    submitting = asyncio.create_task(daniel.submits(view))
    await clock.sleep(1.0)
    await second.ledger.pause(Pause("U0LEADA", clock.now(), "from elsewhere"))
    await submitting
    await daniel.reads("Nothing was sent")
    assert "Hangup is paused" in daniel.words()
    assert not writes(town)


async def test_the_card_of_an_act_says_that_it_is_paused_by_now(town, maya, daniel):
    card = await daniel.looks_up(CALL)
    await hears(maya, "/conversation pause")
    await town.slack.presses(
        daniel.user,
        channel=card["channel"],
        ts=card["ts"],
        action_id="refresh",
        value=Shown(card).buttons("refresh")[0]["value"],
    )
    await town.slack.settles(lambda: "Paused" in daniel.card(card).words)


async def test_who_pauses_second_is_told_who_was_first_and_resume_may_find_nothing(town, maya):
    await hears(maya, "/conversation pause one")
    again = await hears(maya, "/conversation pause two")
    assert "It was paused already" in again
    assert "one" in again
    assert "Resumed" in await hears(maya, "/conversation resume")
    assert "was not paused" in await hears(maya, "/conversation resume")


async def test_only_admins_turn_it(town, daniel):
    for text in ("/conversation pause", "/conversation resume"):
        told = await hears(daniel, text)
        assert "You may not pause or resume Hangup" in told
        assert "It takes the role admin" in told
        assert "Who may: <@U0LEADA>" in told
    assert await town.bot.ledger.paused() is None
