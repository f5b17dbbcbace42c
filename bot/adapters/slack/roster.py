"""Who belongs to which Slack user group: asked rarely, remembered for minutes, and denied when it can't be asked."""

import asyncio
from datetime import datetime, timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.client import hasty_client
from bot.ports import Clock

AGE = timedelta(minutes=5)
# A confirm is acknowledged within Slack's three seconds, and its permission is a part of that.
SECONDS = 1.5

log = structlog.get_logger()


class SlackRoster:
    """The port `Roster`. `usergroups.users.list` allows some 20 calls a minute, hence the memory.

    https://docs.slack.dev/reference/methods/usergroups.users.list
    """

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client, self._clock = hasty_client(client), clock
        self._known: dict[str, tuple[datetime, frozenset[str]]] = {}
        self._asking = asyncio.Lock()

    async def groups_of(self, user_id: str, among: frozenset[str]) -> frozenset[str]:
        """Tell which of the groups a user belongs to, within `SECONDS`.

        A group that can't be asked until then counts as one without the user.
        """
        found: set[str] = set()
        try:
            async with self._clock.timeout(SECONDS):
                for group in sorted(among):
                    if user_id in await self._members(group):
                        found.add(group)
        except TimeoutError:
            log.warning("roster.too_slow", user=user_id)
        return frozenset(found)

    async def refresh(self, groups: frozenset[str]) -> None:
        """Ask anew before anybody waits for it; a group that can't be asked keeps its age."""
        for group in sorted(groups):
            await self._ask(group)

    async def _members(self, group: str) -> frozenset[str]:
        # Many who click at once are one question, or the rate limit would deny most of them.
        async with self._asking:
            return await self._asked(group)

    async def _asked(self, group: str) -> frozenset[str]:
        known = self._known.get(group)
        if known is not None and self._clock.now() - known[0] < AGE:
            return known[1]
        return await self._ask(group)

    async def _ask(self, group: str) -> frozenset[str]:
        try:
            async with self._clock.timeout(SECONDS):
                answer = await self._client.usergroups_users_list(usergroup=group)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as refused:
            log.warning("roster.not_asked", group=group, error=type(refused).__name__)
            return frozenset()
        members = frozenset(str(user) for user in answer.get("users") or [])
        self._known[group] = (self._clock.now(), members)
        return members
