"""All stories, and which of them somebody started."""

from collections.abc import Mapping
from typing import Any

from playground.pretend import PretendPlatform
from playground.stories import calls, crossings, cxone, finding, media, moments, refused, routes, several
from playground.stories.story import Story

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
            *several.STORIES,
        ),
        key=lambda story: story.number,
    )
)
# Those of orgs that are not in every playground.
ELSEWHERE: tuple[Story, ...] = cxone.STORIES


class Stories:
    """The stories that can happen on the given orgs, one server or several by name."""

    def __init__(self, orgs: PretendPlatform | Mapping[str, PretendPlatform]) -> None:
        self._orgs = {"genesys": orgs} if isinstance(orgs, PretendPlatform) else dict(orgs)
        self._stories = {story.slug: story for story in (*ALL, *ELSEWHERE) if story.org in self._orgs}
        self._started: set[str] = set()

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
        return self._told(story)

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
