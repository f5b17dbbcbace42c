"""Write down who was refused what: a refusal of access is a line of the ledger, as an act is."""

import asyncio
import contextlib
from dataclasses import dataclass

import structlog

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.errors import LedgerUnavailableError
from bot.ports import Clock, Entry, Ledger
from bot.use_cases.tasks import Tasks

DENIED = "denied"
# The person is told no, ledger or not: a slow ledger may hold the answer back this long, and is written on.
WAIT_SECONDS = 0.5

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Refusals:
    """The use case; it never raises, since what is refused stays refused without a ledger."""

    ledger: Ledger
    clock: Clock
    tasks: Tasks

    async def __call__(self, lead: Lead, action: Action, about: Circumstances, why: str) -> None:
        """Write the line; after half a second the answer goes ahead of it."""
        entry = Entry(
            self.clock.now(),
            lead.user_id,
            DENIED,
            about.org or "",
            about.conversation_id,
            about.participant_id or None,
            detail=f"{action.words}: {why}" if why else action.words,
        )
        writing = asyncio.ensure_future(self._write(entry))
        self.tasks.keep(writing)
        with contextlib.suppress(TimeoutError):
            async with self.clock.timeout(WAIT_SECONDS):
                await asyncio.shield(writing)

    async def _write(self, entry: Entry) -> None:
        try:
            await self.ledger.enter(entry)
        except LedgerUnavailableError:
            log.warning("ledger.refusal_not_written", by=entry.by, conversation_id=entry.conversation_id)
