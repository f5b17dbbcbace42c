"""Something moves: between look-up and click, between click and effect, or between two leads."""

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
AGENT = "Tan Wei Ling"


async def test_somebody_who_left_before_the_click_is_said_to_have_left(maya, town):
    await maya.starts("leaves-before-click")
    await maya.sees("Interpreter line", "Connected")
    await maya.asks_for("Interpreter line")
    await maya.reads("Interpreter line has left")
    await expect(maya.dialog.get_by_role("button", name="Disconnect", exact=True)).to_have_count(0)
    await maya.pictures()
    assert maya.writes == 0


async def test_a_change_while_confirming_is_shown_and_asked_about(maya, town):
    await maya.starts("leaves-while-confirming")
    await maya.disconnects("Nurul Aisyah")
    await maya.reads("Nothing was sent", "Somebody else has left")
    assert maya.writes == 0
    await maya.pictures("changed")
    await maya.confirms(submit="Disconnect anyway")
    await maya.reads("Nurul Aisyah has left", "Confirmed by read-back")
    await maya.pictures()
    assert maya.writes == 1


async def test_a_phone_that_is_picked_up_is_another_matter(maya, town):
    await maya.starts("answers-while-confirming")
    await maya.disconnects("Chua Kok Wei")
    await maya.reads("Nothing was sent", "is connected now")
    await maya.pictures()
    assert maya.writes == 0


async def test_the_second_lead_is_told_who_was_first(maya, clock):
    await maya.starts("two-leads-at-once")
    with clock.at_leisure():
        await maya.disconnects(AGENT)
        await maya.reads("You may close this")
        await maya.closes()
        await maya.becomes("Daniel Ng")
        await maya.disconnects(AGENT)
        await maya.reads("Maya Tan is already disconnecting Tan Wei Ling", "Yours was not sent")
        await maya.pictures("second")
    await maya.closes()
    with clock.in_a_hurry():
        await maya.sees("confirmed by read-back", "This conversation has ended")
    await maya.pictures()
    assert maya.writes == 1


@pytest.mark.parametrize("slug", ["accepts-and-does-nothing", "stuck"])
async def test_what_was_accepted_and_not_done_is_not_claimed(maya, slug):
    agent = AGENT if slug != "stuck" else "Chua Kok Wei"
    await maya.starts(slug)
    await maya.pictures("card")
    await maya.disconnects(agent)
    await maya.reads(f"Not confirmed: {agent} is still there", "accepted")
    await maya.pictures()
    await maya.closes()
    await maya.sees("not confirmed")
    await maya.opens_thread()
    await maya.pictures("thread")


async def test_a_slow_platform_is_waited_for(maya):
    await maya.starts("slow")
    await maya.disconnects(AGENT)
    await maya.reads("Accepted by the platform", "watching")
    await maya.pictures("accepted")
    await maya.reads("Tan Wei Ling has left", "Confirmed by read-back")
    await maya.pictures()


async def test_what_comes_later_than_anybody_waits_corrects_the_card(maya, town, clock):
    await maya.starts("very-slow")
    await maya.disconnects(AGENT)
    await maya.reads("Not confirmed: Tan Wei Ling is still there")
    await maya.pictures("not-confirmed")
    await maya.closes()
    await maya.sees("not confirmed")
    clock.advance(60)
    await town.bot.reconcile.recheck_due()
    await maya.sees("confirmed by read-back", "This conversation has ended")
    await maya.pictures()


async def test_a_platform_that_does_not_answer_is_not_asked_twice(maya):
    await maya.starts("no-answer")
    await maya.disconnects(AGENT)
    await maya.reads("Tan Wei Ling has left")
    await maya.pictures()
    assert maya.writes == 1
