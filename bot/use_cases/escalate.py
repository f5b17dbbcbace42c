"""Escalate: what is due of the alerts by itself, done once, whichever process does it, and after a restart too."""

from dataclasses import dataclass

import structlog

from bot.domain.alert_policy import Policy
from bot.ports import AlertBoard, Alerts, Clock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Escalate:
    """The use case: calls whom nobody has answered for, ends snoozes, forgets what is no more seen. A job runs it."""

    alerts: Alerts
    board: AlertBoard
    clock: Clock
    policy: Policy

    async def __call__(self) -> int:
        """Do all that is due, then show what was not shown; returns how much was due."""
        done = 0
        while (alert := await self.alerts.take_due(self.clock.now(), self.policy)) is not None:
            done += 1
            log.info("alert.due", reference=alert.id, stage=alert.stage.value, escalations=alert.escalations)
            await self.board.show(alert.id)
        await self.board.show_all()
        return done
