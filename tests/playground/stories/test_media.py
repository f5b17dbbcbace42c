"""Conversations that are not, or not only, calls."""

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize(
    ("slug", "agent", "words"),
    [
        ("email", "Chua Kok Wei", ("Hannah Berg", "email")),
        ("message", "Nurul Aisyah", ("Mei Fernandez", "message")),
        ("web-chat", "Siti Rahmah", ("Website visitor", "chat")),
        ("call-and-screen", "Siti Rahmah", ("call · screen share",)),
    ],
)
async def test_an_agent_leaves_whatever_the_medium(maya, slug, agent, words):
    await maya.starts(slug)
    await maya.sees(*words)
    await expect(maya.card).not_to_contain_text("6500000456")
    await maya.pictures("card")
    await maya.disconnects(agent)
    await maya.reads(f"{agent} has left", "Confirmed by read-back")
    await maya.pictures()


async def test_a_callback_is_held_by_its_queue_until_its_hour(maya):
    await maya.starts("callback")
    await maya.sees("Home Loans – Singapore", "Scheduled")
    await maya.pictures()
