"""The whole page by keyboard."""

import pytest
from playwright.async_api import expect

from tests.playground.page.conftest import MAYA
from tests.playground.page.test_modals import modal

pytestmark = pytest.mark.browser

OPEN = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Disconnect…"}}
CARD = [{"type": "actions", "block_id": "acts", "elements": [OPEN]}]


async def test_a_lead_looks_up_and_disconnects_without_a_mouse(opened, slack, app):
    def act(payload):
        if payload.get("command"):
            slack.workspace.post("C0LEADS", "U0HANGUP", "card", blocks=CARD)
        elif payload["type"] == "block_actions":
            slack.workspace.views.open(MAYA, modal())

    app.act = act
    async with opened() as page:
        field = page.get_by_label("Message #team-leads")
        await expect(field).to_be_visible()
        await page.get_by_role("tab", name="Stories").focus()
        await page.keyboard.type("/con")
        await expect(field).to_be_focused()
        await expect(page.get_by_role("option", name="/conversation")).to_be_visible()
        await page.keyboard.press("Enter")
        await expect(field).to_have_value("/conversation ")
        await expect(page.get_by_text("/conversation <id or link> | help")).to_be_visible()
        await page.keyboard.type("abc")
        await page.keyboard.press("Enter")
        button = page.get_by_role("button", name="Disconnect…")
        await expect(button).to_be_visible()
        assert app.told[0]["text"] == "abc"

        await button.focus()
        await page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Disconnect")
        why = dialog.get_by_role("combobox", name="Why?")
        await expect(why).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("listbox")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("listbox")).to_have_count(0)
        await expect(dialog).to_be_visible()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(why).to_have_text("Abuse")
        await page.keyboard.press("o")
        await expect(why).to_have_text("Abuse")
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
        await expect(button).to_be_focused()


async def test_enter_sends_and_shift_enter_starts_a_line(opened, slack):
    async with opened() as page:
        field = page.get_by_label("Message #team-leads")
        await expect(field).to_be_visible()
        await page.keyboard.press("Control+k")
        await expect(field).to_be_focused()
        await page.keyboard.type("1 < 2 & 3")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("second")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("log").get_by_text("1 < 2 & 3")).to_contain_text("second")
        await expect(field).to_have_value("")
    assert slack.messages("C0LEADS")[0]["text"] == "1 &lt; 2 &amp; 3\nsecond"


async def test_menus_follow_arrows_letters_and_escape(opened, slack):
    async with opened() as page:
        who = page.get_by_role("button", name="You are: Maya Tan")
        await who.focus()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("menuitemradio", name="Maya Tan")).to_be_focused()
        await page.keyboard.press("p")
        await expect(page.get_by_role("menuitemradio", name="Priya Nair")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(who).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("End")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="You are: Tom Price")).to_be_visible()
        assert "user=U0GUEST" in page.url


async def test_the_focus_stays_on_a_button_whose_card_is_updated(opened, slack):
    message = slack.workspace.post("C0LEADS", "U0HANGUP", "card", blocks=CARD)
    async with opened() as page:
        button = page.get_by_role("button", name="Disconnect…")
        await button.focus()
        words = {"type": "section", "text": {"type": "plain_text", "text": "Updated"}}
        slack.workspace.edit(message, text="card", blocks=[words, *CARD])
        await expect(page.get_by_text("Updated")).to_be_visible()
        await expect(button).to_be_focused()


async def test_the_focus_returns_to_the_card_when_its_button_is_gone(opened, slack, app):
    message = slack.workspace.post("C0LEADS", "U0HANGUP", "card", blocks=CARD)
    app.act = lambda _: slack.workspace.views.open(MAYA, modal()) and None
    async with opened() as page:
        await page.get_by_role("button", name="Disconnect…").click()
        dialog = page.get_by_role("dialog", name="Disconnect")
        await expect(dialog).to_be_visible()
        slack.workspace.edit(
            message, text="card", blocks=[{"type": "header", "text": {"type": "plain_text", "text": "Left"}}]
        )
        await expect(page.get_by_role("heading", name="Left", include_hidden=True)).to_be_attached()
        await page.keyboard.press("Escape")
        await expect(page.locator(f'[id="m{message.ts}"]')).to_be_focused()
