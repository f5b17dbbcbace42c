"""Pause and resume: the kill switch that all processes share."""

from dataclasses import dataclass

import structlog

from bot.domain.access import Action, Lead
from bot.domain.pause import Pause
from bot.ports import Clock, Switch
from bot.use_cases.permit import Permit

LONGEST_REASON = 500

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PauseActs:
    """Let nothing be disconnected until somebody resumes; what was sent already is still read back and told."""

    switch: Switch
    permit: Permit
    clock: Clock

    async def __call__(self, lead: Lead, reason: str) -> tuple[Pause, bool]:
        """Pause; returns the pause that holds, and whether it is this one and not somebody's earlier one.

        Raises `AccessDeniedError` and `LedgerUnavailableError`.
        """
        await self.permit.require(lead, Action.PAUSE)
        wanted = Pause(lead.user_id, self.clock.now(), reason.strip()[:LONGEST_REASON])
        holding = await self.switch.pause(wanted)
        log.warning("switch.paused", by=lead.user_id, was_on=holding != wanted)
        return holding, holding == wanted


@dataclass(frozen=True, slots=True)
class ResumeActs:
    """Let things be disconnected again."""

    switch: Switch
    permit: Permit
    clock: Clock

    async def __call__(self, lead: Lead) -> Pause | None:
        """Resume; returns the pause that ended. Raises `AccessDeniedError` and `LedgerUnavailableError`."""
        await self.permit.require(lead, Action.PAUSE)
        ended = await self.switch.resume(lead.user_id, self.clock.now())
        log.warning("switch.resumed", by=lead.user_id, was_on=ended is not None)
        return ended
