"""Finding a conversation whose id nobody has, by keyboard and by finger."""

import pytest
from playwright.async_api import expect

from playground.stories.story import conversation_id

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_mention_opens_the_agents_only_conversation(maya):
    await maya.starts("find-agent")
    await maya.sees("Farah Aziz", "Home Loans")
    await maya.pictures()


async def test_a_busy_queue_is_listed_turned_and_opened(maya):
    await maya.starts("find-queue")
    await maya.hears("25 live conversations in the queue Travel Desk", "First: stuck in this state")
    await maya.pictures("list")
    await maya.presses(maya.listed.get_by_role("button", name="Next"))
    await expect(maya.listed).to_contain_text("11-20")
    await maya.presses(maya.listed.get_by_role("button", name="Previous"))
    await expect(maya.listed).to_contain_text("1-10")
    await maya.presses(maya.listed.get_by_role("button", name="Open Marcus Lim").first)
    await maya.sees("Marcus Lim", "Alerting")
    await maya.pictures()


async def test_a_number_is_found_and_never_shown(maya):
    await maya.starts("find-number")
    await maya.hears("2 live conversations with the number ending in 89")
    await maya.pictures("list")
    await maya.presses(maya.listed.get_by_role("button", name="Open Nurul Aisyah").first)
    await maya.sees("Nurul Aisyah")
    await expect(maya.card).not_to_contain_text("0789")


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("find-nobody", ("Nothing live is found in the queue Weekend Desk", "Looked in genesys")),
        (
            "find-refused",
            ("Hangup may not see", "analytics:agentState:view", "An administrator of Genesys Cloud"),
        ),
    ],
)
async def test_nothing_found_says_where_was_looked_and_what_is_missing(maya, slug, words):
    await maya.starts(slug)
    await maya.hears(*words)
    await maya.pictures()


async def test_a_message_of_somebody_is_looked_up_from_its_menu(maya):
    await maya.starts("find-nobody")
    await maya.hears("Nothing live")
    await maya.sends(f"who has {conversation_id(91)} and {conversation_id(92)}?")
    message = maya.log.get_by_role("article").filter(has_text="who has")
    await maya.presses(message.get_by_role("button", name="More for this message"))
    await maya.presses(maya.page.get_by_role("menuitem", name="Look up conversation"))
    await expect(maya.listed).to_contain_text("2 conversations in this message")
    await maya.hears("First: stuck in this state")
    await maya.pictures("message")
