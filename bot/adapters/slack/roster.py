"""Who somebody is in Slack: asked rarely, remembered for minutes, and denied when Slack can't be asked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.client import hasty_client
from bot.ports import Clock, Person

AGE = timedelta(minutes=5)
PERSON_AGE = timedelta(minutes=30)
# Asked anew this long before it is too old, so that nobody who clicks waits for it.
EARLY = timedelta(minutes=10)
# `users.info` allows some 100 calls a minute: so many are asked about at once, the others when they click.
WARMED = 20
# A confirm is acknowledged within Slack's three seconds, and its permission is a part of that.
SECONDS = 1.5

T = TypeVar("T")

log = structlog.get_logger()


class SlackRoster:
    """The port `Roster`. `usergroups.users.list` allows some 20 calls a minute, hence the memory.

    https://docs.slack.dev/reference/methods/usergroups.users.list
    """

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client, self._clock = hasty_client(client), clock
        self._groups: dict[str, tuple[datetime, frozenset[str]]] = {}
        self._people: dict[str, tuple[datetime, Person]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

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

    async def person(self, user_id: str) -> Person | None:
        """Tell who a user is; None if Slack can't be asked, or knows nobody of this id who is not deactivated."""
        return await self._once(user_id, self._people, PERSON_AGE, lambda: self._ask_person(user_id))

    async def refresh(self, groups: frozenset[str]) -> None:
        """Ask anew before anybody waits for it; what can't be asked keeps its age."""
        for group in sorted(groups):
            await self._ask_group(group)
        members = sorted(frozenset[str]().union(*(known for _, known in self._groups.values())))
        due = [user for user in members if self._old(self._people.get(user), PERSON_AGE - EARLY)]
        await asyncio.gather(*(self._ask_person(user) for user in due[:WARMED]))

    async def _members(self, group: str) -> Iterable[str]:
        return await self._once(group, self._groups, AGE, lambda: self._ask_group(group)) or ()

    async def _once(
        self,
        key: str,
        memory: Mapping[str, tuple[datetime, T]],
        age: timedelta,
        ask: Callable[[], Awaitable[T | None]],
    ) -> T | None:
        # Many who click at once are one question, or the rate limit would deny most of them.
        async with self._asking.setdefault(key, asyncio.Lock()):
            known = memory.get(key)
            return await ask() if known is None or self._old(known, age) else known[1]

    def _old(self, known: tuple[datetime, object] | None, age: timedelta) -> bool:
        return known is None or self._clock.now() - known[0] >= age

    async def _ask_group(self, group: str) -> frozenset[str] | None:
        try:
            async with self._clock.timeout(SECONDS):
                answer = await self._client.usergroups_users_list(usergroup=group)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as refused:
            log.warning("roster.group_not_asked", group=group, error=type(refused).__name__)
            return None
        members = frozenset(str(user) for user in answer.get("users") or [])
        self._groups[group] = (self._clock.now(), members)
        return members

    async def _ask_person(self, user_id: str) -> Person | None:
        """Ask who somebody is: https://docs.slack.dev/reference/methods/users.info ."""
        try:
            async with self._clock.timeout(SECONDS):
                user = (await self._client.users_info(user=user_id)).get("user") or {}
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as refused:
            log.warning("roster.person_not_asked", user=user_id, error=type(refused).__name__)
            return None
        if user.get("deleted"):
            self._people.pop(user_id, None)
            return None
        person = person_of(user)
        self._people[user_id] = (self._clock.now(), person)
        return person


def person_of(user: Mapping[str, Any]) -> Person:
    """Read a user object: https://docs.slack.dev/reference/objects/user-object .

    Somebody of an Enterprise organisation belongs to several workspaces, and to the organisation itself.
    """
    enterprise = user.get("enterprise_user") or {}
    teams = (user.get("team_id"), enterprise.get("enterprise_id"), *(enterprise.get("teams") or ()))
    guest = any(user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    email = (user.get("profile") or {}).get("email")
    return Person(
        guest=guest, team_ids=frozenset(str(team) for team in teams if team), email=str(email) if email else ""
    )
