"""A real Chromium for tests: one that is installed already, never downloaded."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from playwright.async_api import ConsoleMessage, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = 390
DESKTOP = 1280
HEIGHTS = {PHONE: 844, DESKTOP: 800}
PATIENCE_MS = 15_000  # a busy machine draws slowly; nothing waits this long unless it fails


def chromium() -> str:
    """Find Chromium's path; without one the test is skipped, or fails where `HANGUP_REQUIRE_BROWSER` is 1."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    words = "no Chromium is installed: browser tests did not run"
    if os.environ.get("HANGUP_REQUIRE_BROWSER") == "1":
        pytest.fail(words)
    pytest.skip(words)


@asynccontextmanager
async def page_at(
    url: str,
    width: int = DESKTOP,
    *,
    scheme: Literal["light", "dark"] = "light",
    expected_complaints: str | None = None,
) -> AsyncIterator[Page]:
    """Open a page at `width` pixels (390 is a phone, touch included), motion off, and close it afterwards.

    Whatever the page complains of on its console fails the test, unless it matches `expected_complaints`.
    """
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            is_phone = width < 768
            context = await browser.new_context(
                viewport={"width": width, "height": HEIGHTS.get(width, 800)},
                color_scheme=scheme,
                reduced_motion="reduce",
                has_touch=is_phone,
                is_mobile=is_phone,
                locale="en-GB",
            )
            context.set_default_timeout(PATIENCE_MS)
            expect.set_options(timeout=PATIENCE_MS)
            page = await context.new_page()
            page.on("console", heard)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            await page.goto(url)
            yield page
        finally:
            await browser.close()
    unexpected = [words for words in complaints if not (expected_complaints and re.search(expected_complaints, words))]
    assert not unexpected, f"the page complained: {unexpected}"
