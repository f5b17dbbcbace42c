"""The CXone stories, clicked through at the pretend Slack."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from playground.stories import CXONE_ORGS, ELSEWHERE
from playground.stories.cxone import contact_id
from playground.town import Town, build
from tests.support.clock import JumpingClock
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

pytest.importorskip("bot.adapters.cxone")

ORG = CXONE_ORGS[0].name


@pytest_asyncio.fixture
async def sydney(clock: JumpingClock, database_url: str) -> AsyncIterator[Town]:
    built = await build(clock, database_url=database_url, orgs=CXONE_ORGS)
    clock.hold_while(lambda: built.bot.ledger.busy)
    yield built
    await built.close()


@pytest.fixture
def lead(sydney: Town) -> LeadAtSlack:
    return LeadAtSlack(sydney)


def number(slug: str) -> int:
    return next(one.number for one in ELSEWHERE if one.slug == slug)


def ends(lead: LeadAtSlack) -> list[tuple[str, int]]:
    """List what was asked to end, and the answers."""
    return [
        (entry["path"].split("/")[-2], entry["status"])
        for entry in lead.town.orgs[ORG].requests
        if entry["path"].endswith("/end")
    ]


def values(card: dict[str, Any]) -> list[str]:
    return [str(button["value"]) for button in Shown(card).buttons("disconnect")]


async def acted(lead: LeadAtSlack, slug: str, clock: JumpingClock, *, place: int = 1) -> str:
    """Look a story's call up, disconnect one of its contacts, wait until that is over, and read the card."""
    card = await lead.looks_up(str(contact_id(number(slug))))
    view = await lead.presses_disconnect(card, str(contact_id(number(slug), place)))
    await lead.submits(view)
    await clock.sleep(40)
    return lead.card(card).words


@pytest.mark.parametrize(
    ("slug", "place", "words"),
    [
        ("cxone-plain-call", 1, "confirmed by read-back"),
        ("cxone-customer-row", 1, "confirmed by read-back"),
        ("cxone-stuck-after-call-work", 1, "confirmed by read-back"),
        ("cxone-conference", 3, "confirmed by read-back"),
        ("cxone-goes-into-after-call-work", 1, "confirmed by read-back"),
        ("cxone-accepts-and-does-nothing", 1, "not confirmed"),
    ],
)
async def test_what_is_accepted_is_confirmed_by_reading_or_not_claimed(lead, clock: JumpingClock, slug, place, words):
    assert words in await acted(lead, slug, clock, place=place)
    assert ends(lead) == [(str(contact_id(number(slug), place)), 202)]


@pytest.mark.parametrize("slug", ["cxone-transferred-under-click", "cxone-already-ended"])
async def test_an_end_that_comes_too_late_is_explained_by_a_404(lead, clock: JumpingClock, slug):
    card = await acted(lead, slug, clock)
    assert "refused by the platform" in card
    assert ends(lead) == [(str(contact_id(number(slug))), 404)]
    assert "already" in lead.words()
    assert ("Anika Larsen" in card) is (slug == "cxone-transferred-under-click")


async def test_a_call_passed_on_before_the_click_is_seen_when_the_view_opens(lead):
    card = await lead.looks_up(str(contact_id(number("cxone-transferred-before-click"))))
    await lead.presses_disconnect(card, str(contact_id(number("cxone-transferred-before-click"))))
    assert "Priya Nair has left already" in lead.words()
    again = await lead.looks_up(str(contact_id(number("cxone-transferred-before-click"))))
    assert "Anika Larsen" in Shown(again).words
    assert ends(lead) == []


async def test_a_customer_has_no_button(lead):
    card = await lead.looks_up(str(contact_id(number("cxone-customer-row"))))
    assert len(values(card)) == 1
    assert "customer has no contact of their own" in Shown(card).words


@pytest.mark.parametrize("slug", ["cxone-digital-contact", "cxone-after-call-work", "cxone-ended"])
async def test_there_is_no_button_where_there_is_nothing_to_end(lead, slug):
    card = await lead.looks_up(str(contact_id(number(slug))))
    assert values(card) == []
    assert ends(lead) == []


async def test_a_call_is_found_by_any_of_its_contacts(lead):
    card = await lead.looks_up(str(contact_id(number("cxone-conference"), 2)))
    assert str(contact_id(number("cxone-conference"))) in Shown(card).words
    assert len(values(card)) == 3
