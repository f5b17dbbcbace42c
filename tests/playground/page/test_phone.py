"""The page on a phone: nothing sticks out, everything can be tapped, panes and modals fill the screen."""

import pytest
from playwright.async_api import Page, expect

from tests.playground.page.conftest import MAYA
from tests.playground.page.test_blocks import EVERY_BLOCK
from tests.playground.page.test_modals import modal
from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

STICKING_OUT = """() => [...document.querySelectorAll("main *, dialog *, aside *")]
  .filter((node) => node.checkVisibility() && !node.closest(".table-scroll, svg, .skip"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.className || node.tagName)"""
TOO_SMALL = """() => [...document.querySelectorAll("button, .choice, summary, input.field, textarea")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert]"))
  .map((node) => [node.getAttribute("aria-label") || node.textContent, node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


async def fits(page: Page) -> None:
    assert await page.evaluate(STICKING_OUT) == []
    assert await page.evaluate(TOO_SMALL) == []


async def test_a_card_fits_and_can_be_tapped(opened, slack):
    slack.workspace.post("C0LEADS", "U0LEADB", "a message")
    message = slack.workspace.post("C0LEADS", "U0HANGUP", "everything", blocks=EVERY_BLOCK)
    slack.workspace.post("C0LEADS", "U0HANGUP", "reply", thread_ts=message.ts)
    slack.workspace.post("C0LEADS", "U0HANGUP", "psst", ephemeral_to=MAYA)
    async with opened(PHONE) as page:
        await expect(page.get_by_role("heading", name="The header")).to_be_visible()
        await fits(page)


async def test_the_side_bar_is_a_drawer(opened):
    async with opened(PHONE) as page:
        await page.get_by_role("button", name="Channels").click()
        place = page.get_by_role("button", name="#incidents")
        await expect(place).to_be_visible()
        await fits(page)
        await page.keyboard.press("Escape")
        await expect(place).to_be_hidden()
        await page.get_by_role("button", name="Channels").click()
        await place.click()
        await expect(page.get_by_label("Message #incidents")).to_be_visible()
        await expect(place).to_be_hidden()


async def test_a_modal_fills_the_screen(opened, slack):
    slack.workspace.views.open(MAYA, modal())
    async with opened(PHONE) as page:
        dialog = page.get_by_role("dialog", name="Disconnect")
        await expect(dialog).to_be_visible()
        assert await dialog.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
        await fits(page)


async def test_stories_wire_and_threads_cover_the_channel(opened, slack):
    root = slack.workspace.post("C0LEADS", "U0HANGUP", "the card")
    slack.workspace.post("C0LEADS", "U0HANGUP", "reply", thread_ts=root.ts)
    async with opened(PHONE) as page:
        await page.get_by_role("button", name="1 reply").click()
        thread = page.get_by_role("complementary", name="Thread")
        box = await thread.bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (390, 844)
        await fits(page)
        await page.get_by_role("button", name="Back to the channel").click()
        for name in ("Stories", "Wire"):
            await page.get_by_role("button", name=name, exact=True).click()
            await expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
            await fits(page)
            await page.get_by_role("button", name="Back to the channel").click()
        await expect(page.get_by_label("Message #team-leads")).to_be_visible()
