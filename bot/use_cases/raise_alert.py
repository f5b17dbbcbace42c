"""Raise an alert: whatever sees a problem comes here, as often as it sees it."""

import secrets
from dataclasses import dataclass

import structlog

from bot.domain.alert import Problem
from bot.domain.alert_policy import Policy
from bot.ports import AlertBoard, Alerts

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RaiseAlert:
    """The use case. It is idempotent by the problem's key: a card is raised, or the one that stands is updated."""

    alerts: Alerts
    board: AlertBoard
    policy: Policy

    async def __call__(self, problem: Problem) -> None:
        """Write it down, then show it. Raises `LedgerUnavailableError` if it can't be written."""
        alert = await self.alerts.put(problem, new_alert_id(), self.policy)
        log.info("alert.seen", reference=alert.id, rule=problem.rule, stage=alert.stage.value, quiet=alert.quiet)
        # One of many is told of by the card of them all, which a job brings up to date every few seconds.
        if not alert.gathered_by:
            await self.board.show(alert.id)


def new_alert_id() -> str:
    """Make an id that a person can read aloud: `A-` and eight characters without look-alikes."""
    return "A-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
