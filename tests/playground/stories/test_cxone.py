"""The same lead on NICE CXone: contacts instead of participants, and an end that is accepted before it is done."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from playground.stories import CXONE_ORGS, ORGS
from playground.town import build
from tests.playground.stories.conftest import hurried
from tests.playground.stories.test_incidents import watched

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
PLACE = "Org sydney (NICE CXone, area au1)"


@pytest_asyncio.fixture(loop_scope="module")
async def town(browser, clock, database_url):
    """Both platforms side by side."""
    async with hurried(await build(clock, database_url=database_url, orgs=(ORGS[0], *CXONE_ORGS)), clock) as built:
        yield built


async def test_a_plain_call_ends_as_it_does_elsewhere(maya):
    await maya.starts("cxone-plain-call")
    await maya.sees(PLACE, "Priya Nair")
    await maya.pictures("card")
    await maya.disconnects("Priya Nair")
    await maya.reads("Priya Nair has left", "Confirmed by read-back", PLACE)
    await maya.pictures()
    await maya.closes()
    await maya.sees("confirmed by read-back")
    assert maya.writes == 1


@pytest.mark.parametrize(
    ("slug", "words", "buttons"),
    [
        ("cxone-customer-row", ("The customer has no contact of their own", "on hold"), 1),
        ("cxone-after-call-work", ("In wrap-up: Mei Hui Goh",), 0),
        ("cxone-digital-contact", ("No document says whether", "end_digital"), 0),
        ("cxone-ended", ("This conversation has ended",), 0),
    ],
)
async def test_who_has_no_button_has_a_reason(maya, slug, words, buttons):
    await maya.starts(slug)
    await maya.sees(*words, PLACE)
    await expect(maya.disconnect_buttons(maya.card)).to_have_count(buttons)
    await maya.pictures()


async def test_the_last_contact_takes_the_customer_along_and_a_hold_may_be_in_the_way(maya):
    await maya.starts("cxone-customer-row")
    await maya.sees("Tom Papadakis")
    await maya.asks_for("Tom Papadakis")
    await maya.reads("their part ends with it", "is on hold", "so the platform may refuse")
    await maya.pictures("confirm")
    await maya.confirms()
    await maya.reads("Confirmed by read-back")


async def test_a_contact_that_nobody_works_on_is_closed(maya):
    await maya.starts("cxone-stuck-after-call-work")
    await maya.sees("no agent is in after-call work on it")
    await maya.pictures("card")
    await maya.disconnects("Bronte Walsh")
    await maya.reads("Confirmed by read-back")
    await maya.pictures()


async def test_one_leg_of_three_leaves(maya):
    await maya.starts("cxone-conference")
    await maya.sees("Lachlan Reid", "Aroha Ngata", "Outside party")
    await maya.pictures("card")
    await maya.asks_for("Lachlan Reid")
    await maya.reads("Also live", "no document says what becomes of them")
    await maya.pictures("master")
    await maya.closes("Keep")
    await maya.asks_for("Outside party (number ending in 91)")
    await maya.reads("Also live", "No document says what becomes of the others")
    await maya.pictures("confirm")
    await maya.confirms()
    await maya.reads("Confirmed by read-back", "Still on it", "Aroha Ngata")
    await maya.pictures()
    assert maya.writes == 1


async def test_a_transfer_before_the_click_is_shown_in_the_view(maya):
    await maya.starts("cxone-transferred-before-click")
    await maya.sees("Priya Nair")
    await maya.asks_for("Priya Nair")
    await maya.reads("Priya Nair has left")
    await maya.pictures()
    await maya.closes()
    await maya.sends(maya.story.command)
    await maya.sees("Anika Larsen")
    assert maya.writes == 0


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("cxone-transferred-under-click", ("The platform refused", "Priya Nair has already left", "InvalidContactId")),
        ("cxone-already-ended", ("The platform refused", "The conversation has already ended", "InvalidContactId")),
        ("cxone-accepts-and-does-nothing", ("Not confirmed: Priya Nair is still there", "accepted")),
    ],
)
async def test_what_did_not_come_about_is_explained(maya, slug, words):
    await maya.starts(slug)
    await maya.disconnects("Priya Nair")
    await maya.reads(*words)
    await maya.pictures()
    assert maya.writes == 1


async def test_notes_that_are_owed_are_told_apart_from_being_stuck(maya):
    await maya.starts("cxone-goes-into-after-call-work")
    await maya.disconnects("Kiran Desai")
    await maya.reads("Kiran Desai has left", "Confirmed by read-back")
    await maya.closes()
    await maya.sees("In wrap-up: Kiran Desai")
    await maya.pictures()


async def test_an_alert_comes_and_goes_by_itself(maya, town, clock):
    await maya.starts("cxone-alert-rings-on")
    await maya.sees("Ruth Okafor")
    async with watched(town, clock):
        await expect(maya.log).to_contain_text("Ruth Okafor has been alerting for over 20 s")
        await expect(maya.log).to_contain_text("sydney (NICE CXone, area au1)")
        await expect(maya.log).to_contain_text("Ruth Okafor is connected now")
    await maya.pictures()


async def test_a_script_that_ended_a_contact_too_late_is_explained_and_the_call_is_found(maya, clock):
    await maya.starts("studio-cxone-transferred")
    with clock.in_a_hurry():
        await expect(maya.log).to_contain_text("Jonas Weber has already left")
    await maya.pictures("alert")
    alert = maya.log.get_by_role("article").filter(has_text="Jonas Weber has already left")
    await maya.presses(alert.get_by_role("button", name="Look up"))
    await maya.presses(alert.get_by_role("button", name=re.compile(r"\d+ repl")))
    await expect(maya.page.get_by_role("complementary", name="Thread")).to_contain_text("Anika Larsen")
    await maya.pictures()
