"""The platform has moved on by the time that the request arrives, or is busy with another."""

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
AGENT = "Tan Wei Ling"


@pytest.mark.parametrize(
    ("slug", "who", "words"),
    [
        ("leaves-under-your-click", "Interpreter line", ("Interpreter line", "left", "Pressing again will not help")),
        ("ends-under-your-click", AGENT, ("ended", "Pressing again will not help")),
        ("wraps-up-under-your-click", AGENT, ("wrap-up", "Pressing again will not help")),
        ("refused-while-ringing", "Chua Kok Wei", ("Pressing again may help",)),
        ("flow-refuses", "Main menu (flow)", ("The platform refused", "menu")),
        ("forgotten", AGENT, ("Nothing was sent",)),
        ("wrong-org-on-click", AGENT, ("organisation",)),
    ],
)
async def test_what_crossed_the_click_is_told_from_what_was_seen(maya, slug, who, words):
    await maya.starts(slug)
    await maya.disconnects(who)
    await maya.reads(*words)
    await maya.pictures()


async def test_the_row_where_the_agent_is_live_is_offered(maya):
    await maya.starts("moves-under-your-click")
    await maya.disconnects("Arjun Menon")
    await maya.reads("Arjun Menon", "another row")
    await maya.pictures("explained")
    await maya.presses(maya.disconnect_buttons(maya.dialog).last)
    await maya.reads("Who remains")
    await maya.confirms()
    await maya.reads("Arjun Menon has left", "Confirmed by read-back")
    await maya.pictures()


async def test_the_second_lead_reads_who_acted_on_the_same_call(maya, clock):
    await maya.starts("one-act-at-a-time")
    with clock.at_leisure():
        await maya.disconnects("Valuation desk")
        await maya.reads("You may close this")
        await maya.closes()
        await maya.becomes("Daniel Ng")
        await maya.disconnects("Nurul Aisyah")
    await maya.reads("The platform refused to disconnect Nurul Aisyah", "Maya Tan")
    await maya.pictures()


async def test_a_request_that_is_still_good_is_not_made_again(maya):
    await maya.starts("asked-twice")
    await maya.disconnects(AGENT)
    await maya.reads("Not confirmed: Tan Wei Ling is still there")
    await maya.closes()
    await maya.disconnects(AGENT)
    await maya.reads("Pressing again will not help")
    await expect(maya.dialog).not_to_contain_text("Not proven")
    await maya.pictures()
