"""Modals: filling, refusing, pushing, updating and closing them, and where the focus goes."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.playground.page.conftest import MAYA

pytestmark = pytest.mark.browser

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


REASONS = [{"text": plain(text), "value": text.lower()} for text in ("Stuck call", "Abuse", "Other")]
REASON: Json = {
    "type": "input",
    "block_id": "reason",
    "label": plain("Why?"),
    "element": {"type": "static_select", "action_id": "pick", "options": REASONS},
}
NOTE: Json = {
    "type": "input",
    "block_id": "note",
    "label": plain("Note"),
    "optional": True,
    "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 40},
}


def modal(title: str = "Disconnect", *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "disconnect",
        "title": plain(title),
        "submit": plain("Disconnect"),
        "close": plain("Cancel"),
        "blocks": list(blocks or (REASON, NOTE)),
        **more,
    }


async def test_a_modal_takes_the_focus_checks_itself_and_is_submitted(opened, slack, app):
    slack.workspace.views.open(MAYA, modal())
    async with opened() as page:
        dialog = page.get_by_role("dialog", name="Disconnect")
        why = dialog.get_by_role("combobox", name="Why?")
        await expect(why).to_be_focused()
        await dialog.get_by_role("button", name="Disconnect").click()
        await expect(dialog.get_by_role("alert").filter(has_text="complete this required field")).to_be_visible()
        await expect(why).to_have_attribute("aria-invalid", "true")
        assert app.told == []
        await why.click()
        await page.get_by_role("option", name="Abuse").click()
        await dialog.get_by_role("textbox", name="Note").fill("heard it\ntwice")
        await dialog.get_by_role("button", name="Disconnect").click()
        await expect(dialog).to_be_hidden()
    values = app.told[0]["view"]["state"]["values"]
    assert values["reason"]["pick"]["selected_option"]["value"] == "abuse"
    assert values["note"]["text"]["value"] == "heard it\ntwice"


async def test_the_apps_errors_stand_beside_the_inputs_and_nothing_typed_is_lost(opened, slack, app):
    app.body = {"response_action": "errors", "errors": {"note": "Other needs a note"}}
    slack.workspace.views.open(MAYA, modal())
    async with opened() as page:
        dialog = page.get_by_role("dialog", name="Disconnect")
        await dialog.get_by_role("combobox", name="Why?").click()
        await page.get_by_role("option", name="Other").click()
        await dialog.get_by_role("button", name="Disconnect").click()
        note = dialog.get_by_role("textbox", name="Note")
        await expect(note).to_have_accessible_description("Other needs a note")
        await expect(note).to_be_focused()
        await expect(dialog.get_by_role("combobox", name="Why?")).to_have_text("Other")
        app.body = {"response_action": "update", "view": modal("Working", {"type": "section", "text": plain("Wait")})}
        await note.fill("because")
        await dialog.get_by_role("button", name="Disconnect").click()
        await expect(page.get_by_role("dialog", name="Working")).to_contain_text("Wait")


async def test_what_is_typed_survives_an_update_of_the_view(opened, slack):
    view = slack.workspace.views.open(MAYA, modal())
    async with opened() as page:
        dialog = page.get_by_role("dialog", name="Disconnect")
        note = dialog.get_by_role("textbox", name="Note")
        await note.fill("half a sen")
        words = {"type": "section", "text": plain("Read again just now")}
        slack.workspace.views.update(view, modal("Disconnect", words, REASON, NOTE))
        await expect(dialog).to_contain_text("Read again just now")
        await expect(note).to_have_value("half a sen")
        await expect(note).to_be_focused()


async def test_trouble_on_the_way_is_a_banner_in_the_view(opened, slack, app):
    app.status = 500
    slack.workspace.views.open(MAYA, modal("Disconnect", NOTE))
    async with opened() as page:
        dialog = page.get_by_role("dialog", name="Disconnect")
        await dialog.get_by_role("button", name="Disconnect").click()
        await expect(dialog.get_by_role("alert").first).to_contain_text("We had some trouble connecting. Try again?")
        await expect(dialog.get_by_role("button", name="Disconnect")).to_be_enabled()


async def test_submit_waits_while_it_is_in_flight(opened, slack):
    view = slack.workspace.views.open(MAYA, modal("Disconnect", NOTE))
    view.busy = True
    async with opened() as page:
        dialog = page.get_by_role("dialog", name="Disconnect")
        await expect(dialog.get_by_role("button", name="Disconnect")).to_be_disabled()
        view.busy = False
        slack.workspace.views.changed(MAYA)
        await expect(dialog.get_by_role("button", name="Disconnect")).to_be_enabled()


async def test_pushed_views_go_back_one_by_one_and_the_cross_closes_all(opened, slack):
    views = slack.workspace.views
    views.open(MAYA, modal("First", NOTE))
    views.push(MAYA, modal("Second", NOTE))
    views.push(MAYA, modal("Third", NOTE))
    async with opened() as page:
        third = page.get_by_role("dialog", name="Third")
        await third.get_by_role("button", name="Back").click()
        await expect(page.get_by_role("dialog", name="Second")).to_be_visible()
        await page.keyboard.press("Escape")
        first = page.get_by_role("dialog", name="First")
        await expect(first).to_be_visible()
        await expect(first.get_by_role("button", name="Back")).to_have_count(0)
        views.push(MAYA, modal("Second", NOTE))
        await page.get_by_role("dialog", name="Second").get_by_role("button", name="Close").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await slack.settles(lambda: slack.views(MAYA) == [])


async def test_text_over_its_limit_is_counted_and_kept_back(opened, slack, app):
    slack.workspace.views.open(MAYA, modal("Disconnect", NOTE))
    async with opened() as page:
        dialog = page.get_by_role("dialog", name="Disconnect")
        await dialog.get_by_role("textbox", name="Note").fill("x" * 43)
        await expect(dialog.get_by_text("-3", exact=True)).to_be_visible()
        await dialog.get_by_role("button", name="Disconnect").click()
        await expect(dialog.get_by_role("alert").filter(has_text="40 characters")).to_be_visible()
    assert app.told == []
