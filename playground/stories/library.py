"""All stories, and which of them somebody started."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from playground.pretend import PretendPlatform
from playground.stories import (
    calls,
    crossings,
    cxone,
    cxone_incidents,
    finding,
    incidents,
    media,
    moments,
    refused,
    routes,
    several,
    studio,
)
from playground.stories.story import Story
from playground.studio import PretendStudio

# In the order in which a newcomer should meet them: by number, not by room.
ALL: tuple[Story, ...] = tuple(
    sorted(
        (
            *calls.STORIES,
            *media.STORIES,
            *moments.STORIES,
            *refused.STORIES,
            *crossings.STORIES,
            *routes.STORIES,
            *finding.STORIES,
            *studio.STORIES,
            *incidents.STORIES,
            *several.STORIES,
        ),
        key=lambda story: story.number,
    )
)
# Those of orgs that are not in every playground.
ELSEWHERE: tuple[Story, ...] = (*cxone.STORIES, *cxone_incidents.STORIES)


class Stories:
    """The stories that can happen on the given orgs, one server or several by name."""

    def __init__(self, orgs: PretendPlatform | Mapping[str, PretendPlatform]) -> None:
        self._orgs = {"genesys": orgs} if isinstance(orgs, PretendPlatform) else dict(orgs)
        self._stories = {story.slug: story for story in (*ALL, *ELSEWHERE) if story.org in self._orgs}
        self._started: set[str] = set()
        self._running: set[asyncio.Task[None]] = set()
        self.studio: PretendStudio | None = None

    def listed(self) -> list[dict[str, Any]]:
        """List the stories for the page."""
        return [self._told(story) for story in self._stories.values()]

    async def set_up(self) -> None:
        """Set every story's scene without starting any, so that their commands work at once."""
        for story in self._stories.values():
            await story.set_up(self._orgs[story.org])

    async def start(self, slug: str, user: str) -> dict[str, Any]:  # noqa: ARG002 - stories are everybody's, so far
        """Start a story, or start it over. Raises `LookupError`, in words, for a story that there is not."""
        story = self._stories.get(slug)
        if story is None:
            raise LookupError(f"there is no story called {slug}")
        await story.set_up(self._orgs[story.org])
        self._started.add(slug)
        if story.script and self.studio is not None:
            self._run(self._scripted(self.studio, story))
        return self._told(story)

    async def close(self) -> None:
        """End the scripts that still run."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _scripted(self, studio: PretendStudio, story: Story) -> None:
        await studio.run(story.script, self._orgs[story.org], story.calling)

    def _told(self, story: Story) -> dict[str, Any]:
        return {
            "slug": story.slug,
            "title": story.title,
            "what": story.what,
            "try": list(story.try_),
            "command": story.command,
            "channel": story.channel,
            "state": "running" if story.slug in self._started else "ready",
        }
