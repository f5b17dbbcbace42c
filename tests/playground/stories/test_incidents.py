"""Alerts that come and go in #incidents by themselves, while a lead watches."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@asynccontextmanager
async def watched(town, clock) -> AsyncIterator[None]:
    """Let the rules be looked after as often as the job would, while time is cut short."""

    async def keep() -> None:
        while True:
            await town.bot.watching.keep()
            await clock.sleep(5)

    watching = asyncio.create_task(keep())
    try:
        with clock.in_a_hurry():
            yield
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (
            "alert-phone-rings-on",
            ("Arjun Menon has been alerting for over 20 s", "Arjun Menon is connected now"),
        ),
        (
            "alert-caller-waits",
            ("A customer has waited in Roadside Assistance for over 30 s", "Siti Rahmah has answered"),
        ),
        (
            "alert-agent-alone",
            ("Chua Kok Wei is on a call with no customer", "the conversation has ended"),
        ),
    ],
)
async def test_an_alert_comes_and_goes_by_itself(maya, town, clock, slug, words):
    await maya.starts(slug)
    await maya.sends(f"/conversation alerts test {slug.removeprefix('alert-')}")
    await maya.hears("A trial: nothing was posted", slug.removeprefix("alert-"))
    async with watched(town, clock):
        for one in words:
            await expect(maya.log).to_contain_text(one)
    await maya.pictures()


async def test_one_refusal_after_another_is_a_storm(maya, town, clock):
    await maya.starts("alert-refusal-storm")
    await maya.sees("Nurul Aisyah")
    for _ in range(3):
        await maya.disconnects("Nurul Aisyah")
        await maya.reads("Details for support")
        await maya.closes()
    async with watched(town, clock):
        await expect(maya.log).to_contain_text("3 refusals within 3 min, all for the same cause")
        await expect(maya.log).to_contain_text("fewer than 3 of them in the last 3 min")
    await maya.pictures()
