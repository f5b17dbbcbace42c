"""What is said without being asked, from a lead's click on: late if need be, elsewhere if need be, never lost."""

import aiohttp
import pytest

from bot.adapters.ledger import DatabaseLedger
from bot.domain.disconnection import Outcome
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


async def disconnects(town, maya):
    """Confirm, and close the view, while Slack takes nothing."""
    card = await maya.looks_up(CALL)
    view = await maya.presses_disconnect(card, AGENT)
    town.slack.faults.add("views.update", status=503, times=None)
    town.slack.faults.add("chat.*", status=503, times=None)
    await maya.submits(view)
    await town.slack.closes(maya.user, view["id"])
    return card


async def act_of(town):
    acts = await town.bot.ledger.past_acts("genesys", CALL, town.bot.clock.now().replace(year=2020))
    return await town.bot.ledger.find(acts[-1].id)


async def settled(town, clock):
    while town.bot.tasks.running:
        await clock.sleep(1)


async def test_after_an_hour_without_slack_the_result_is_on_the_card_and_with_the_lead_once(town, maya, clock):
    card = await disconnects(town, maya)
    await settled(town, clock)
    assert (await act_of(town)).outcome is Outcome.CONFIRMED
    await clock.sleep(3600)
    assert maya.direct() == []
    town.slack.faults.clear()
    await clock.sleep(65)
    assert "confirmed by read-back" in maya.card(card).words
    assert ["Tan Wei Ling has left" in Shown(message).words for message in maya.direct()] == [True]
    await clock.sleep(3600)
    assert await town.bot.reconcile.tell_untold() == 0
    assert len(maya.direct()) == 1


async def test_while_the_result_waits_to_be_sent_the_job_does_not_tell_it_too(town, maya, clock):
    await disconnects(town, maya)
    await settled(town, clock)
    await clock.sleep(120)
    assert await town.bot.reconcile.tell_untold() == 0
    assert (await town.bot.ledger.outbox.backlog()).letters == 2


async def test_what_one_process_could_not_say_is_left_to_the_next(town, maya, clock, database_url):
    await disconnects(town, maya)
    await settled(town, clock)
    await town.bot.outbound.close(5)
    ledger = await DatabaseLedger.open(database_url, clock)
    clock.hold_while(lambda: ledger.busy)
    assert (await ledger.outbox.backlog()).letters == 2
    await ledger.close()
    town.slack.faults.clear()
    town.bot.outbound.start()
    await clock.sleep(65)
    assert len(maya.direct()) == 1


async def test_a_channel_archived_meanwhile_sends_the_card_to_the_lead_with_the_reason(town, maya):
    card = await maya.looks_up(CALL)
    view = await maya.presses_disconnect(card, AGENT)
    town.slack.faults.add("chat.update", status=200, body={"ok": False, "error": "is_archived"})
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    await town.slack.settles(maya.direct)
    assert "<#C0LEADS> is archived" in Shown(maya.direct()[-1]).words


async def test_a_card_that_was_deleted_meanwhile_is_posted_again(town, maya):
    card = await maya.looks_up(CALL)
    view = await maya.presses_disconnect(card, AGENT)
    town.slack.workspace.remove(town.slack.workspace.message("C0LEADS", card["ts"]))
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    await town.slack.settles(lambda: town.slack.messages("C0LEADS"))
    assert "confirmed by read-back" in Shown(town.slack.messages("C0LEADS")[-1]).words


async def test_readiness_remarks_on_a_queue_that_is_stuck_and_stays_ready(town, maya, clock):
    await disconnects(town, maya)
    await settled(town, clock)
    await clock.sleep(301)
    await town.bot.outbound.look()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{town.bot.address}/readyz") as answer:
            assert answer.status == 200
            assert "2 messages wait for Slack" in (await answer.json())["remarks"]["outbox"]
        async with session.get(f"{town.bot.address}/metrics") as answer:
            assert "hangup_outbox_letters 2.0" in await answer.text()
