"""Pictures of stories: all of them into one folder, and the few that README shows beside it."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page


@dataclass(frozen=True)
class Album:
    """`folder` takes README's pictures, `folder/all` every other."""

    folder: Path

    async def keep(self, page: Page, name: str) -> None:
        """Take what the window shows."""
        await page.screenshot(path=self.folder / "all" / f"{name}.png", animations="disabled", caret="hide")

    async def keep_for_readme(self, what: Page | Locator, name: str) -> None:
        """Take a window, or a part of one."""
        await what.screenshot(path=self.folder / f"{name}.png", animations="disabled", caret="hide")
