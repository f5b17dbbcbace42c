"""The whole town behind a real Chromium: a lead at the page, with a picture at the end."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from playground.town import Town, build
from tests.playground.stories.clock import WaitingClock
from tests.playground.stories.lead import LeadAtPage
from tests.playground.stories.pictures import Album
from tests.support.browser import DESKTOP, FLAGS, PATIENCE_MS, PHONE, chromium
from tests.support.reading import Json

LEADS = ("U0LEADA", "U0LEADB")
UNDER_WAY = ":hourglass_flowing_sand:"
LOADING = "Reading the conversation"


def first_words(view: Json) -> str:
    """Read the first block: how a demand goes stands there, and later on how it went."""
    return str(view["blocks"][0].get("text", {}).get("text", ""))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for a module."""
    path = chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        expect.set_options(timeout=PATIENCE_MS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def clock() -> AsyncIterator[WaitingClock]:
    """Wall time that hurries while a lead waits for the platform."""
    waiting = WaitingClock()
    async with waiting.passing():
        yield waiting


@asynccontextmanager
async def hurried(built: Town, clock: WaitingClock) -> AsyncIterator[Town]:
    """Let time hurry while a demand of somebody's is under way, and close the town at the end."""

    def under_way() -> bool:
        fronts = [first_words(views[-1]) for lead in LEADS if (views := built.slack.views(lead))]
        return any(words.startswith(UNDER_WAY) and LOADING not in words for words in fronts)

    clock.hold_while(lambda: built.bot.ledger.busy)
    clock.hurry_while(under_way)
    yield built
    with clock.in_a_hurry():
        await built.close()


@pytest_asyncio.fixture(loop_scope="module")
async def town(browser: Browser, clock: WaitingClock, database_url: str) -> AsyncIterator[Town]:
    """The pretend world around the real bot; asks for the browser first, so that without one nothing is built."""
    async with hurried(await build(clock, database_url=database_url), clock) as built:
        yield built


@pytest.fixture
def album(tmp_path: Path) -> Album:
    """Where pictures go: the folder that `HANGUP_PICTURES` names, else this test's own."""
    return Album(Path(os.environ.get("HANGUP_PICTURES") or tmp_path))


@pytest_asyncio.fixture(loop_scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
async def maya(request, browser: Browser, town: Town, album: Album) -> AsyncIterator[LeadAtPage]:
    """Maya, who may look up, disconnect and end, at her desk and on her phone."""
    async with LeadAtPage.opened(browser, town, album, width=request.param) as lead:
        yield lead
