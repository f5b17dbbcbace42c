"""Move an alert: its channel does not take the card, so that the next place hears of it."""

from dataclasses import dataclass

import structlog

from bot.domain.alert_policy import Policy
from bot.ports import AlertBoard, Alerts, Clock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MoveAlert:
    """The use case: the default channel, then the people who are named for it, then the admins."""

    alerts: Alerts
    board: AlertBoard
    clock: Clock
    policy: Policy

    async def __call__(self, alert_id: str, place: str, code: str) -> bool:
        """Move a card from a place that has refused it; false if there is nowhere to go. Done already is done."""
        now, policy = self.clock.now(), self.policy
        moved = await self.alerts.change(alert_id, lambda alert: alert.moved(place, code, now, policy), policy)
        if moved is None:
            alert = await self.alerts.find(alert_id)
            return alert is not None and place not in {alert.place, alert.posted_in}
        log.warning("alert.moved", reference=alert_id, refused=place, code=code, place=moved.place)
        await self.board.show(alert_id)
        return True
