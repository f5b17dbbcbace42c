"""Find out where the orgs are: some platforms tell it at the first request, and links are told apart by it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.ports import Conversations


@dataclass(frozen=True, slots=True)
class Discover:
    """The use case, run at start and by a job, so that an org that was away then is found out later."""

    orgs: Mapping[str, Conversations]

    async def __call__(self) -> None:
        """Ask the orgs that have not said it, side by side: none waits for another."""
        await asyncio.gather(*(one.discover() for one in self.orgs.values()))
