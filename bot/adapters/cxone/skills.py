"""The skills of one tenant, which are its queues: by name, whether anybody waits for them or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.adapters.cxone import wire
from bot.adapters.cxone.pages import LISTS, SKILLS, Pages, cut, unread
from bot.adapters.cxone.transport import READ_ATTEMPTS, Answer, Transport
from bot.domain.sighting import Queue
from bot.ports import Clock, Priority

LASTS = timedelta(minutes=10)


class Skills:
    """The list of all active skills, kept for ten minutes.

    That there is such a list says https://github.com/calljacob/nice-cxone-api ; how its answer looks no tenant has
    shown us.
    """

    def __init__(self, transport: Transport, clock: Clock, org: str) -> None:
        self._transport, self._clock, self._org = transport, clock, org
        self._pages = Pages(transport)
        self._kept: tuple[datetime, Sequence[Queue]] | None = None

    async def all(self) -> tuple[datetime, Sequence[Queue]] | Answer:
        """Give the skills, and when they were read; or the answer that gave none, or not all of them."""
        now = self._clock.now()
        if self._kept is not None and now < self._kept[0] + LASTS:
            return self._kept
        listed = await self._pages.rows(SKILLS, {}, Priority.LOOK_UP, READ_ATTEMPTS)
        if isinstance(listed, Answer):
            return listed
        found = [
            Queue(number, name, self._org)
            for row in listed.rows
            if (number := wire.id_in(row.get("skillid"))) and (name := wire.text_in(row.get("skillname")))
            if row.get("isactive") is not False
        ]
        if listed.rows and not found:
            return unread(listed.last, LISTS[SKILLS])
        if listed.truncated:
            return cut(listed.last, SKILLS)
        if not found:
            return self._clock.now(), ()
        self._kept = (self._clock.now(), found)
        return self._kept
