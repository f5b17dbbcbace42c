"""Ordinary phone calls, clicked through."""

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_an_agent_is_disconnected_and_seen_to_leave(maya):
    await maya.starts("plain-call")
    await maya.sees("Tan Wei Ling", "Connected", "Jordan Rivera")
    await maya.pictures("card")
    await maya.asks_for("Tan Wei Ling")
    await maya.reads("Who remains: Jordan Rivera")
    await maya.pictures("confirm")
    await maya.confirms("The agent asked for it")
    await maya.reads("Tan Wei Ling has left", "Confirmed by read-back")
    await maya.pictures("outcome")
    await maya.closes()
    await maya.sees("confirmed by read-back", "This conversation has ended")
    await maya.pictures()


async def test_one_of_five_leaves_and_four_stay(maya):
    await maya.starts("conference-of-five")
    await maya.sees("5 live participants", "on hold", "muted", "outside party")
    await maya.pictures("card")
    await maya.keeps_for_readme(maya.card, "card")
    await maya.asks_for("Valuation desk")
    await maya.reads("Who remains: Hannah Berg")
    await maya.confirms()
    await maya.reads("Valuation desk, Pretend Surveyors has left", "Confirmed by read-back")
    await maya.pictures("outcome")
    await maya.closes()
    await maya.sees("4 live participants", "confirmed by read-back")
    await maya.pictures()
    await maya.opens_end_view()
    await maya.reads("everybody on it, the customer too", "What it costs", "Marcus Lim")
    await maya.pictures("end-view")
    await maya.closes("Keep")
    await maya.sends(f"/disconnect {maya.story.conversation}")
    await maya.reads("Who should leave?", "Hannah Berg", "Marcus Lim")
    await expect(maya.disconnect_buttons(maya.dialog)).to_have_count(4)
    await maya.pictures("choose")


async def test_a_conversation_that_has_ended_has_nobody_to_disconnect(maya):
    await maya.starts("conversation-ended")
    await maya.sees("This conversation has ended", "nobody to disconnect", "hung up on the phone")
    await expect(maya.disconnect_buttons(maya.card)).to_have_count(0)
    await maya.pictures()


async def test_an_agent_in_wrap_up_is_nobody_to_disconnect(maya, town):
    await maya.starts("agent-in-wrap-up")
    await maya.sees("In wrap-up: Tan Wei Ling", "Siti Rahmah")
    await expect(maya.disconnect_buttons(maya.card)).to_have_count(2)
    await maya.pictures()
    await maya.sends(f"/disconnect {maya.story.conversation}")
    await maya.reads("Siti Rahmah", "Who remains: Mei Fernandez")
    await maya.pictures("typed")


async def test_a_ringing_agent_is_warned_about(maya):
    await maya.starts("agent-alerting")
    await maya.sees("Nurul Aisyah", "Alerting")
    await maya.pictures("card")
    await maya.asks_for("Nurul Aisyah")
    await maya.reads("Nurul Aisyah is not connected yet: it is ringing")
    await maya.pictures("confirm")
    await maya.confirms()
    await maya.reads("Nurul Aisyah has left", "Confirmed by read-back")
    await maya.pictures()


async def test_the_row_that_is_live_is_the_one_with_a_button(maya):
    await maya.starts("same-agent-twice")
    await maya.sees("Left: Arjun Menon", "did not answer")
    await expect(maya.disconnect_buttons(maya.card)).to_have_count(2)
    await maya.pictures("card")
    await maya.disconnects("Arjun Menon")
    await maya.reads("Arjun Menon has left", "Confirmed by read-back")
    await maya.pictures()


async def test_twenty_of_twenty_five_have_a_button_and_all_are_listed(maya):
    await maya.starts("crowd-of-25")
    await maya.sees("25 live participants", "and 5 more")
    await expect(maya.disconnect_buttons(maya.card)).to_have_count(20)
    await maya.pictures("card")
    await maya.presses(maya.card.get_by_role("button", name="Show all"))
    await maya.reads("25 live of 25", "Queenstown branch, line 3")
    await expect(maya.disconnect_buttons(maya.dialog)).to_have_count(25)
    await maya.pictures("all")
    await maya.presses(maya.disconnect_buttons(maya.dialog).last)
    await maya.reads("Queenstown branch, line 3", "Who remains")
    await maya.confirms()
    await maya.reads("Queenstown branch, line 3 has left", "Confirmed by read-back")
    await maya.pictures()


async def test_a_menu_can_be_disconnected(maya):
    await maya.starts("held-by-a-flow")
    await maya.sees("Main menu (flow)", "phone menu")
    await maya.asks_for("Main menu (flow)")
    await maya.pictures("confirm")
    await maya.confirms()
    await maya.reads("Main menu (flow) has left", "Confirmed by read-back")
    await maya.pictures()


async def test_what_is_unknown_is_shown_as_what_it_is(maya):
    await maya.starts("something-new")
    await maya.sees("hologram", "rehydrating", "Chua Kok Wei", "Tan Wei Ling")
    await maya.pictures()


@pytest.mark.parametrize(
    ("slug", "why"),
    [("bot-not-invited", "Hangup is not a member of this channel"), ("shared-channel", "shared with another company")],
)
async def test_a_card_that_cannot_stand_here_goes_to_direct_messages(maya, slug, why):
    await maya.starts(slug)
    await maya.hears(why, "direct messages")
    await maya.pictures()
    await maya.goes_to("Hangup")
    await maya.sees("Tan Wei Ling")
    await maya.pictures("direct")
