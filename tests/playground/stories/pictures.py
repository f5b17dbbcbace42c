"""Pictures of stories: all of them into one folder, and the few that README shows beside it."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import FloatRect, Locator, Page

AROUND = 10.0


@dataclass(frozen=True)
class Album:
    """`folder` takes README's pictures, `folder/all` every other."""

    folder: Path

    async def keep(self, page: Page, name: str) -> None:
        """Take what the window shows."""
        await page.screenshot(path=self.folder / "all" / f"{name}.png", animations="disabled", caret="hide")

    async def keep_for_readme(self, page: Page, name: str, part: Locator | None = None) -> None:
        """Take a window, or a part of one with a little around it."""
        box = await part.bounding_box() if part else None
        clip: FloatRect | None = None
        if box is not None:
            clip = {
                "x": max(0.0, box["x"] - AROUND),
                "y": max(0.0, box["y"] - AROUND),
                "width": box["width"] + 2 * AROUND,
                "height": box["height"] + 2 * AROUND,
            }
        await page.screenshot(path=self.folder / f"{name}.png", clip=clip, animations="disabled", caret="hide")
