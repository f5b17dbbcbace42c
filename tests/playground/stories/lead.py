"""A lead at the page, with keys and fingers."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from playground.stories import ALL, ELSEWHERE
from playground.town import Town
from tests.playground.stories.pictures import Album
from tests.support.browser import DESKTOP, PATIENCE_MS, PHONE

HEIGHTS = {PHONE: 844, DESKTOP: 860}
MAYA = "U0LEADA"


class LeadAtPage:
    """One person, one window. What she presses she presses by keyboard at her desk, and with a finger on her phone."""

    def __init__(self, page: Page, town: Town, album: Album, *, on_phone: bool) -> None:
        self.page, self.town, self.album, self.on_phone = page, town, album, on_phone
        self.dialog = page.get_by_role("dialog")
        self.log = page.get_by_role("log", name="Messages")
        self.story = ALL[0]

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, browser: Browser, town: Town, album: Album, *, width: int, user: str = MAYA
    ) -> AsyncIterator["LeadAtPage"]:
        """Open the page; whatever it complains of on its console fails the test."""
        complaints: list[str] = []

        def heard(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                complaints.append(message.text)

        on_phone = width == PHONE
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            reduced_motion="reduce",
            has_touch=on_phone,
            is_mobile=on_phone,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{town.slack.url}/?user={user}")
        yield cls(page, town, album, on_phone=on_phone)
        await context.close()
        assert not complaints, f"the page complained: {complaints}"

    async def starts(self, slug: str) -> None:
        """Start a story in the Stories pane, and send the command that stands in the field."""
        self.story = story = next(one for one in (*ALL, *ELSEWHERE) if one.slug == slug)
        if self.on_phone:
            await self.page.get_by_role("button", name="Stories", exact=True).tap()
        await self.presses(self.page.get_by_role("button", name=f"Start: {story.title}", exact=True))
        field = self.page.get_by_role("main").get_by_role("combobox", name="Message")
        await expect(field).to_have_value(story.command)
        await expect(field).to_be_focused()
        await self.page.keyboard.press("Enter")

    async def sends(self, text: str) -> None:
        """Type something and send it."""
        await self.page.get_by_role("main").get_by_role("combobox", name="Message").fill(text)
        await self.page.keyboard.press("Enter")

    async def presses(self, button: Locator) -> None:
        """Press a button: Enter on a keyboard, a tap on glass."""
        if self.on_phone:
            await button.tap()
        else:
            await button.press("Enter")

    @property
    def card(self) -> Locator:
        """The newest card in the open channel."""
        return self.log.get_by_role("article").filter(has=self.page.get_by_role("button", name="Refresh")).last

    async def sees(self, *words: str) -> None:
        """Read words on the card."""
        for one in words:
            await expect(self.card).to_contain_text(one)

    async def asks_for(self, name: str) -> None:
        """Press Disconnect… beside somebody, and wait until the view is filled."""
        await self.presses(self.card.get_by_role("button", name=re.compile(f"^Disconnect {re.escape(name)},")))
        await expect(self.dialog).to_contain_text("As read")

    async def confirms(self, reason: str | None = None, submit: str = "Disconnect") -> None:
        """Submit the view in front, with another reason than the first where one is given."""
        if reason is not None:
            await self.presses(self.dialog.get_by_role("combobox", name="Why?"))
            await self.page.get_by_role("option", name=reason).click()
        await self.presses(self.dialog.get_by_role("button", name=submit, exact=True))

    async def disconnects(self, name: str) -> None:
        """Ask for somebody's disconnection and confirm it with the reason that is chosen already."""
        await self.asks_for(name)
        await self.confirms()

    async def reads(self, *words: str) -> None:
        """Read words in the view in front."""
        for one in words:
            await expect(self.dialog).to_contain_text(one)

    async def hears(self, *words: str) -> None:
        """Read words in the newest message that only she can see."""
        message = self.log.locator("[data-ephemeral=true]").last
        await expect(message).to_be_visible()
        for one in words:
            await expect(message).to_contain_text(one, timeout=1000)

    @property
    def listed(self) -> Locator:
        """The newest list that only she can see."""
        return self.log.locator("[data-ephemeral=true]").last

    async def closes(self, name: str = "Close") -> None:
        """Close the view in front by the button below it."""
        await self.presses(self.dialog.get_by_role("button", name=name, exact=True).last)
        await expect(self.dialog).to_have_count(0)

    def disconnect_buttons(self, within: Locator) -> Locator:
        """Find the buttons that ask for a disconnection."""
        return within.get_by_role("button", name=re.compile("^Disconnect "))

    async def opens_end_view(self) -> None:
        """Choose End conversation… from the card's menu."""
        await self.presses(self.card.get_by_role("button", name="More actions"))
        await self.presses(self.page.get_by_role("menuitem", name="End conversation…"))

    async def opens_thread(self) -> None:
        """Open the card's replies."""
        await self.presses(self.card.get_by_role("button", name=re.compile(r"\d+ repl")))
        await expect(self.page.get_by_role("complementary", name="Thread")).to_be_visible()

    async def goes_to(self, place: str) -> None:
        """Open a channel, or the messages with somebody."""
        if self.on_phone:
            await self.presses(self.page.get_by_role("button", name=re.compile("^Channels")))
        await self.presses(self.page.get_by_role("navigation").get_by_role("button", name=place))

    async def becomes(self, name: str) -> None:
        """Be somebody else from now on, in the same window."""
        if self.on_phone:
            await self.presses(self.page.get_by_role("button", name=re.compile("^Channels")))
        await self.presses(self.page.get_by_role("button", name=re.compile("^You are:")))
        await self.presses(self.page.get_by_role("menuitemradio", name=name))

    @property
    def writes(self) -> int:
        """How many writes the story's platform was asked for; a query is none, whoever watches."""
        return sum(
            one["method"] in ("PATCH", "POST") and not {"token", "query", "search"} & set(one["path"].split("/"))
            for one in self.town.orgs[self.story.org].requests
        )

    async def pictures(self, moment: str = "end") -> None:
        """Take a picture of the window as it is."""
        await self.album.keep(self.page, f"{self.story.slug}-{moment}-{'phone' if self.on_phone else 'desktop'}")

    async def keeps_for_readme(self, what: Locator, name: str) -> None:
        """Take README's picture of a part of the window, or of the whole of a phone from where the part begins."""
        if self.on_phone:
            await what.evaluate("node => node.scrollIntoView({ block: 'start' })")
            await self.album.keep_for_readme(self.page, f"{name}-phone")
        else:
            await self.album.keep_for_readme(what, name)
