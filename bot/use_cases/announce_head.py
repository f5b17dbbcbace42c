"""Announce the head of the ledger's chain, once a day: who keeps it elsewhere can prove that lines were cut off."""

from dataclasses import dataclass

import structlog

from bot.ports import Clock, Herald, Ledger

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AnnounceHead:
    """The use case; without a herald there is no channel, and nothing to do."""

    ledger: Ledger
    herald: Herald | None
    clock: Clock

    async def __call__(self) -> bool:
        """Announce today's head, unless some process has; returns whether this one did. Days are UTC.

        The claim is written before the message is sent. A refusal gives it back, for the next turn of the job; a
        crash or a silence in between does not, since it may have been posted: tomorrow's head proves today too.
        """
        if self.herald is None:
            return False
        now = self.clock.now()
        day = f"{now:%Y-%m-%d}"
        head = await self.ledger.claim_announcement(day, now)
        if head is None:
            return False
        if not await self.herald.announce(head, now):
            await self.ledger.release_announcement(day)
            return False
        log.info("ledger.head_announced", day=day, number=head.number)
        return True
