"""The channel: what only one person sees, threads, failures, the wire, stories, and a lost connection."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.playground.page.conftest import MAYA

pytestmark = pytest.mark.browser

STORY: dict[str, Any] = {
    "slug": "plain",
    "title": "A plain call",
    "what": "Somebody talks to an agent.",
    "try": ["Send the command.", "Press *Disconnect…*"],
    "command": "/conversation 0001",
    "channel": "C0INCID",
    "state": "ready",
}


class OneStory:
    def __init__(self) -> None:
        self.story = dict(STORY)

    def listed(self) -> list[dict[str, Any]]:
        return [self.story]

    async def start(self, slug: str, user: str) -> dict[str, Any]:
        assert (slug, user) == (self.story["slug"], MAYA)
        self.story["state"] = "running"
        return self.story


async def test_an_ephemeral_message_says_so_and_can_be_dismissed(opened, slack):
    slack.workspace.post("C0LEADS", "U0HANGUP", "psst", ephemeral_to=MAYA)
    slack.workspace.post("C0LEADS", "U0HANGUP", "not for Maya", ephemeral_to="U0LEADB")
    async with opened() as page:
        message = page.get_by_role("article").filter(has_text="psst")
        await expect(message).to_contain_text("Only visible to you")
        await expect(page.get_by_text("not for Maya")).to_have_count(0)
        await message.get_by_role("button", name="Dismiss message").click()
        await expect(message).to_have_count(0)
        await slack.settles(lambda: not slack.ephemerals("C0LEADS", MAYA))


async def test_replies_open_a_thread_pane_with_a_field_of_its_own(opened, slack):
    root = slack.workspace.post("C0LEADS", "U0HANGUP", "the card")
    slack.workspace.post("C0LEADS", "U0HANGUP", "the explanation", thread_ts=root.ts)
    async with opened() as page:
        await expect(page.get_by_text("the explanation")).to_have_count(0)
        await page.get_by_role("button", name="1 reply").click()
        thread = page.get_by_role("complementary", name="Thread")
        await expect(thread).to_contain_text("the explanation")
        await expect(thread.get_by_label("Reply in thread")).to_be_focused()
        await page.keyboard.type("thanks")
        await page.keyboard.press("Enter")
        await expect(thread.get_by_role("article").filter(has_text="thanks")).to_be_visible()
        await expect(page.get_by_role("button", name="2 replies")).to_be_visible()
        await page.keyboard.type("/conversation x")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("main").get_by_text("is not supported in threads")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(thread).to_be_hidden()
        await expect(page.get_by_role("button", name="2 replies")).to_be_focused()


async def test_a_failed_command_is_a_line_only_visible_to_you(opened, app):
    app.status = 500
    async with opened() as page:
        await page.get_by_label("Message #team-leads").fill("/conversation 1")
        await page.keyboard.press("Enter")
        line = page.get_by_role("article").filter(has_text="/conversation failed with the error")
        await expect(line).to_contain_text("dispatch_failed")
        await expect(line).to_contain_text("Only visible to you")
        await expect(page.get_by_label("Message #team-leads")).to_have_value("/conversation 1")


async def test_unread_messages_are_counted_until_the_channel_is_opened(opened, slack):
    async with opened() as page:
        await expect(page.get_by_role("button", name="#incidents", exact=True)).to_be_visible()
        slack.workspace.post("C0INCID", "U0HANGUP", "fire")
        slack.workspace.post("C0INCID", "U0HANGUP", "out")
        await page.get_by_role("button", name="#incidents, 2 unread").click()
        await expect(page.get_by_role("log")).to_contain_text("fire")
        await expect(page.get_by_role("button", name="#incidents", exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        await expect(page).to_have_url(re.compile("channel=C0INCID"))


async def test_a_story_opens_its_channel_with_the_command_ready(opened, slack, app):
    slack.use_stories(OneStory())
    async with opened() as page:
        await expect(page.get_by_role("heading", name="Start here")).to_be_visible()
        await page.get_by_role("button", name="Start: A plain call").click()
        field = page.get_by_label("Message #incidents")
        await expect(field).to_have_value("/conversation 0001")
        await expect(field).to_be_focused()
        await expect(page.get_by_text("Running")).to_be_visible()
        await page.keyboard.press("Enter")
        await slack.settles(lambda: app.told[0]["text"] == "0001")


async def test_one_of_many_stories_is_found_by_its_words(opened, slack):
    many = OneStory()
    many.listed = lambda: [{**STORY, "slug": f"s{n}", "title": f"Story number {n}"} for n in range(12)]  # type: ignore[method-assign]
    slack.use_stories(many)
    async with opened() as page:
        await page.get_by_role("searchbox", name="Find a story").fill("number 11")
        await expect(page.get_by_role("button", name="Start: ")).to_have_count(1)
        await page.get_by_role("searchbox", name="Find a story").fill("nothing like it")
        await expect(page.get_by_text("No story has these words.")).to_be_visible()


async def test_sending_leads_back_to_the_newest_message(opened, slack):
    for number in range(40):
        slack.workspace.post("C0LEADS", "U0LEADB", f"line {number}")
    async with opened() as page:
        await expect(page.get_by_text("line 39")).to_be_in_viewport()
        await page.get_by_text("line 3", exact=True).scroll_into_view_if_needed()
        await expect(page.get_by_text("line 39")).not_to_be_in_viewport()
        slack.workspace.post("C0LEADS", "U0LEADB", "from elsewhere")
        await expect(page.get_by_role("button", name="New messages")).to_be_visible()
        await page.get_by_label("Message #team-leads").fill("mine")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("mine", exact=True)).to_be_in_viewport()
        await expect(page.get_by_role("button", name="New messages")).to_be_hidden()


async def test_the_wire_shows_each_delivery_and_its_json(opened):
    async with opened() as page:
        await page.get_by_role("button", name="Wire", exact=True).click()
        await page.get_by_label("Message #team-leads").fill("/conversation 1")
        await page.keyboard.press("Enter")
        entry = page.get_by_role("tabpanel", name="Wire").get_by_role("listitem").first
        await expect(entry).to_contain_text("/conversation → app")
        await expect(entry).to_contain_text("acknowledged in")
        await entry.locator("summary").click()
        await expect(entry.get_by_role("region", name="Request")).to_contain_text('"text": "1"')


async def test_a_lost_connection_is_told_and_the_state_read_again(opened, slack):
    async with opened(expected_complaints="Failed to load resource|ERR_") as page:
        await expect(page.get_by_label("Message #team-leads")).to_be_visible()
        await page.context.set_offline(offline=True)
        slack.workspace.feed.end()
        await expect(page.get_by_text("Reconnecting…")).to_be_visible()
        slack.workspace.post("C0LEADS", "U0HANGUP", "said meanwhile")
        await page.context.set_offline(offline=False)
        await expect(page.get_by_text("said meanwhile")).to_be_visible()
        await expect(page.get_by_text("Reconnecting…")).to_be_hidden()


async def test_an_externally_shared_channel_is_marked(opened):
    async with opened(channel="C0PARTNER") as page:
        await expect(page.get_by_role("main", name="#partner-bridge")).to_contain_text("Externally shared")
