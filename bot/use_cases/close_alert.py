"""Close an alert: the problem is over, by itself or because somebody did something about it."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.domain.alert_policy import Policy
from bot.ports import AlertBoard, Alerts

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CloseAlert:
    """The use case."""

    alerts: Alerts
    board: AlertBoard
    policy: Policy

    async def __call__(self, key: str, outcome: str, *, at: datetime, by: str | None = None) -> None:
        """Close the open alert with a key, if there is one; `by` is the lead who ended the problem.

        Raises `LedgerUnavailableError` if that can't be written.
        """
        found = await self.alerts.open_alert(key)
        if found is None:
            return
        policy = self.policy
        closed = await self.alerts.change(found.id, lambda alert: alert.closed(outcome, at, by, policy), policy)
        if closed is not None:
            log.info("alert.closed", reference=closed.id, rule=closed.problem.rule, by=by or "")
            await self.board.show(closed.id)
