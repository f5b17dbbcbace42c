"""Where a card goes, and who is told what."""

import pytest

from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        ("C0NOBOT", "not a member"),
        ("C0PARTNER", "shared with another company"),
    ],
)
async def test_a_channel_that_is_no_place_for_a_card_sends_it_to_the_lead(town, channel, why):
    maya = LeadAtSlack(town, channel=channel)
    card = await maya.looks_up(CALL, channel=town.slack.direct_channel(maya.user))
    assert Shown(card).buttons("disconnect")
    await town.slack.settles(lambda: town.slack.ephemerals(channel, maya.user))
    told = Shown(town.slack.ephemerals(channel, maya.user)[-1])
    assert why in told.words
    assert "direct messages" in told.words
    assert not [m for m in town.slack.messages(channel) if m.get("bot_id")]


async def test_the_apps_own_direct_message_is_a_place_for_a_card(town):
    maya = LeadAtSlack(town, channel=town.slack.direct_channel("U0LEADA"))
    await maya.looks_up(CALL)


async def test_a_card_that_was_deleted_is_posted_again_on_refresh(town):
    maya = LeadAtSlack(town)
    card = await maya.looks_up(CALL)
    refresh = Shown(card).buttons("refresh")[0]
    town.slack.faults.add("chat.update", status=200, body={"ok": False, "error": "message_not_found"}, times=1)
    await town.slack.presses(maya.user, channel="C0LEADS", ts=card["ts"], action_id="refresh", value=refresh["value"])
    await town.slack.settles(lambda: len(town.slack.messages("C0LEADS")) == 2)


async def test_refresh_updates_the_one_message(town):
    maya = LeadAtSlack(town)
    card = await maya.looks_up("ca110003-0000-4000-8000-000000000000")
    before = maya.card(card).words
    refresh = Shown(card).buttons("refresh")[0]
    await town.slack.presses(maya.user, channel="C0LEADS", ts=card["ts"], action_id="refresh", value=refresh["value"])
    await town.slack.settles(lambda: maya.card(card).words != before)
    assert len(town.slack.messages("C0LEADS")) == 1


async def test_show_all_lists_everybody_in_pages(town):
    maya = LeadAtSlack(town)
    card = await maya.looks_up("ca110010-0000-4000-8000-000000000000")
    assert len(Shown(card).buttons("disconnect")) == 20
    button = Shown(card).buttons("show_all")[0]
    await town.slack.presses(maya.user, channel="C0LEADS", ts=card["ts"], action_id="show_all", value=button["value"])
    view = await maya.view()
    assert len(Shown(view).buttons("disconnect")) == 25
    last = Shown(view).buttons("disconnect")[-1]
    await town.slack.presses_in_view(maya.user, view["id"], "disconnect", value=last["value"])
    await maya.reads("Who remains")
    assert len(town.slack.views(maya.user)) == 2
    await maya.submits(town.slack.views(maya.user)[-1])
    await maya.reads("Confirmed by read-back")
    await town.slack.settles(lambda: "confirmed by read-back" in maya.card(card).words)


async def test_a_channel_is_asked_about_once_a_minute(town, clock):
    maya = LeadAtSlack(town)
    for conversation in (CALL, "ca110002-0000-4000-8000-000000000000"):
        await maya.looks_up(conversation)
    asked = [call for call in town.slack.calls if call.method == "conversations.info"]
    assert len(asked) == 1
    clock.advance(61)
    await maya.looks_up("ca110003-0000-4000-8000-000000000000")
    assert len([call for call in town.slack.calls if call.method == "conversations.info"]) == 2
