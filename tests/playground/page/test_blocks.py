"""Every kind of block is drawn; a kind that is not known is marked, never dropped."""

from typing import Any

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser

Json = dict[str, Any]
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def rich(text: str) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


OPTIONS = [option("First"), option("Second")]
EVERY_BLOCK: list[Json] = [
    {"type": "header", "text": plain("The header")},
    {"type": "section", "text": marked("A *section*"), "fields": [marked("*Queue*\nBilling"), plain("field two")]},
    {
        "type": "section",
        "text": plain("Beside"),
        "accessory": {"type": "button", "action_id": "side", "text": plain("Side")},
    },
    {
        "type": "section",
        "text": plain("Over"),
        "accessory": {"type": "overflow", "action_id": "more", "options": OPTIONS},
    },
    {
        "type": "section",
        "text": plain("Choose"),
        "accessory": {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick"), "options": OPTIONS},
    },
    {
        "type": "section",
        "text": plain("Look"),
        "accessory": {"type": "image", "image_url": PIXEL, "alt_text": "A small picture"},
    },
    {
        "type": "context",
        "elements": [marked("in _context_"), {"type": "image", "image_url": PIXEL, "alt_text": "Tiny"}],
    },
    {"type": "divider"},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "go", "text": plain("Go"), "style": "primary", "value": "1"},
            {"type": "button", "action_id": "stop", "text": plain("Stop"), "style": "danger"},
            {"type": "radio_buttons", "action_id": "radio", "options": [option("Red"), option("Blue")]},
            {"type": "checkboxes", "action_id": "check", "options": [option("Salt"), option("Pepper")]},
        ],
    },
    {
        "type": "input",
        "label": plain("One line"),
        "hint": plain("a hint"),
        "element": {"type": "plain_text_input", "action_id": "line", "max_length": 20},
    },
    {
        "type": "input",
        "label": plain("Many lines"),
        "optional": True,
        "element": {"type": "plain_text_input", "action_id": "lines", "multiline": True},
    },
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "strong", "style": {"bold": True}}]},
            {"type": "rich_text_list", "style": "bullet", "elements": rich("listed")["elements"]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
        ],
    },
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": "Who"}, {"type": "raw_text", "text": "Since"}],
            [rich("Priya"), {"type": "raw_text", "text": "10:40"}],
        ],
    },
    {"type": "markdown", "text": "## A heading\n**loud** and `code`\n- item\n\n```\nfenced\n```"},
    {"type": "image", "image_url": PIXEL, "alt_text": "A large picture", "title": plain("Titled")},
    {"type": "image", "image_url": "https://example.com/away.png", "alt_text": "A picture elsewhere"},
    {"type": "carousel", "elements": []},
    {"type": "actions", "elements": [{"type": "timepicker", "action_id": "time"}]},
    {"type": "section"},
    {"type": "context"},
]


async def test_every_block_is_drawn_and_the_unknown_are_marked(opened, slack):
    message = slack.workspace.post("C0LEADS", "U0HANGUP", "everything", blocks=EVERY_BLOCK)
    async with opened() as page:
        card = page.locator(f'[id="m{message.ts}"]')
        await expect(card.get_by_role("heading", name="The header")).to_be_visible()
        await expect(card.locator("strong", has_text="section")).to_be_visible()
        await expect(card.get_by_role("button", name="Side")).to_have_attribute("data-action-id", "side")
        await expect(card.get_by_role("button", name="More actions: Over")).to_have_attribute("data-action-id", "more")
        await expect(card.get_by_role("combobox", name="Choose")).to_have_text("Pick")
        for picture in ("A small picture", "Tiny", "A large picture", "A picture elsewhere"):
            await expect(card.get_by_role("img", name=picture)).to_be_visible()
        await expect(card.get_by_role("button", name="Go", exact=True)).to_have_class("button primary")
        await expect(card.get_by_role("button", name="Stop")).to_have_class("button danger")
        await expect(card.get_by_role("radio", name="Blue")).not_to_be_checked()
        await expect(card.get_by_role("checkbox", name="Salt")).not_to_be_checked()
        await expect(card.get_by_role("textbox", name="One line")).to_have_accessible_description("a hint")
        await expect(card.get_by_role("textbox", name="Many lines (optional)")).to_be_visible()
        await expect(card.get_by_role("listitem").first).to_have_text("listed")
        await expect(card.locator("blockquote")).to_have_text("quoted")
        await expect(card.locator("pre")).to_have_text(["x = 1", "fenced"])
        await expect(card.get_by_role("columnheader", name="Since")).to_be_visible()
        await expect(card.get_by_role("cell", name="Priya")).to_be_visible()
        await expect(card.get_by_role("heading", name="A heading")).to_be_visible()
        unknown = card.locator("[data-unknown]")
        await expect(unknown).to_have_count(3)
        await expect(unknown.nth(0)).to_contain_text("block “carousel”")
        await expect(unknown.nth(1)).to_contain_text("element “timepicker”")
        await expect(unknown.nth(2)).to_contain_text("context")
        assert await card.locator("[data-block-type]").count() == len(EVERY_BLOCK)


async def test_a_press_tells_the_app_what_was_pressed(opened, slack, app):
    message = slack.workspace.post("C0LEADS", "U0HANGUP", "everything", blocks=EVERY_BLOCK[:9])
    async with opened() as page:
        card = page.locator(f'[id="m{message.ts}"]')
        await card.get_by_role("button", name="Go", exact=True).click()
        await slack.settles(lambda: app.told[-1]["actions"][0]["action_id"] == "go")
        await card.get_by_role("button", name="More actions: Over").click()
        await page.get_by_role("menuitem", name="Second").click()
        await slack.settles(lambda: app.told[-1]["actions"][0]["selected_option"]["value"] == "second")
        await card.get_by_role("combobox", name="Choose").click()
        await page.get_by_role("option", name="First").click()
        await slack.settles(lambda: app.told[-1]["actions"][0]["action_id"] == "pick")
        await expect(card.get_by_role("combobox", name="Choose")).to_have_text("First")
        await card.get_by_role("checkbox", name="Pepper").check()
        await slack.settles(lambda: app.told[-1]["actions"][0]["selected_options"][0]["value"] == "pepper")
    assert [one["actions"][0]["action_id"] for one in app.told] == ["go", "more", "pick", "check"]
    assert app.told[0]["actions"][0]["value"] == "1"


async def test_a_confirm_dialog_is_asked_before_anything_is_sent(opened, slack, app):
    confirm = {
        "title": plain("End it?"),
        "text": marked("*Everybody* leaves"),
        "confirm": plain("End"),
        "deny": plain("Keep"),
        "style": "danger",
    }
    button = {"type": "button", "action_id": "end", "text": plain("End…"), "confirm": confirm}
    slack.workspace.post("C0LEADS", "U0HANGUP", "card", blocks=[{"type": "actions", "elements": [button]}])
    async with opened() as page:
        pressed = page.get_by_role("button", name="End…")
        dialog = page.get_by_role("alertdialog", name="End it?")
        await pressed.click()
        await expect(dialog).to_contain_text("Everybody leaves")
        await expect(dialog.get_by_role("button", name="Keep")).to_be_focused()
        await dialog.get_by_role("button", name="Keep").click()
        await expect(dialog).to_be_hidden()
        await pressed.click()
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
        await expect(pressed).to_be_focused()
        assert app.told == []
        await pressed.click()
        await dialog.get_by_role("button", name="End").click()
        await slack.settles(lambda: len(app.told) == 1)


async def test_a_press_that_fails_says_so_beside_the_button(opened, slack, app):
    app.status = 500
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    slack.workspace.post("C0LEADS", "U0HANGUP", "card", blocks=[{"type": "actions", "elements": [button]}])
    async with opened() as page:
        await page.get_by_role("button", name="Go").click()
        await expect(page.get_by_role("log").get_by_role("alert")).to_contain_text("dispatch_failed")
        await expect(page.get_by_role("button", name="Go")).to_be_enabled()
