"""The skills of one tenant, which are its queues: by name, whether anybody waits for them or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.adapters.cxone import wire
from bot.adapters.cxone.pages import Pages
from bot.adapters.cxone.transport import READ_ATTEMPTS, Answer, Transport
from bot.domain.sighting import Queue
from bot.ports import Clock, Priority

PATH = "/skills"
LASTS = timedelta(minutes=10)


class Skills:
    """The list of all active skills, kept for ten minutes.

    That there is such a list says https://github.com/calljacob/nice-cxone-api ; how its answer looks no tenant has
    shown us. So what can't be read, or is empty, is taken for no list at all.
    """

    def __init__(self, transport: Transport, clock: Clock, org: str) -> None:
        self._transport, self._clock, self._org = transport, clock, org
        self._pages = Pages(transport)
        self._kept: tuple[datetime, Sequence[Queue]] | None = None

    async def all(self) -> tuple[datetime, Sequence[Queue]] | None:
        """Give the skills, and when they were read; None where the list can't be had, or not as a whole."""
        now = self._clock.now()
        if self._kept is not None and now < self._kept[0] + LASTS:
            return self._kept
        listed = await self._pages.rows(PATH, ("skills",), {}, Priority.LOOK_UP, READ_ATTEMPTS)
        if isinstance(listed, Answer) or listed.truncated:
            return None
        found = [
            Queue(number, name, self._org)
            for row in listed.rows
            if (number := wire.id_in(row.get("skillid"))) and (name := wire.text_in(row.get("skillname")))
            if row.get("isactive") is not False
        ]
        if not found:
            return None
        self._kept = (self._clock.now(), found)
        return self._kept
