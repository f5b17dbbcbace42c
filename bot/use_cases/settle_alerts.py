"""Settle alerts: what a lead's disconnect did to the alerts about the same conversation."""

from dataclasses import dataclass

import structlog

from bot.domain.alert import Alert, Turn
from bot.domain.alert_policy import Policy
from bot.domain.disconnection import Disconnection, Outcome
from bot.domain.errors import LedgerUnavailableError
from bot.ports import AlertBoard, Alerts, Clock, Messenger, Report

DISCONNECTED = "disconnected"
ENDED = "the conversation was ended"
TRIED = {
    Outcome.REFUSED: "The platform refused the disconnect",
    Outcome.NOT_CONFIRMED: "The disconnect is not confirmed",
    Outcome.NOT_SENT: "The disconnect was not sent",
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SettleAlerts:
    """A messenger beside another: whoever is told how a demand ended, the alerts hear of it first.

    A demand that was not told is told again after a crash, and so the alerts hear of it again: closed is closed.
    """

    messenger: Messenger
    alerts: Alerts
    board: AlertBoard
    clock: Clock
    policy: Policy

    async def tell(self, report: Report) -> None:
        """Close or mark the alerts, then tell the lead."""
        demand = report.disconnection
        if not demand.outcome.in_flight and not report.again and report.first is None:
            try:
                await self._settle(demand)
            except LedgerUnavailableError:
                log.warning("alert.not_settled", reference=demand.id)
        await self.messenger.tell(report)

    async def _settle(self, demand: Disconnection) -> None:
        for alert in await self.alerts.about(demand.org, demand.conversation_id):
            named = alert.problem.participant_id
            if demand.participant_id is not None and named is not None and named != demand.participant_id:
                continue
            changed = await self.alerts.change(alert.id, lambda one: self._step(one, demand), self.policy)
            if changed is not None:
                await self.board.show(alert.id)

    def _step(self, alert: Alert, demand: Disconnection) -> Turn | None:
        at = demand.settled_at or self.clock.now()
        if demand.outcome is Outcome.CONFIRMED:
            # Somebody else on the conversation is gone: that need not end what is about the whole of it.
            whole = demand.participant_id is None
            if not whole and alert.problem.participant_id is None:
                # A customer is never named here: a whole channel reads it.
                who = (demand.participant_name if demand.seen.user_id else "") or "A participant"
                return alert.tried(demand.lead, at, f"{who} was disconnected (reference {demand.id})")
            return alert.closed(ENDED if whole else DISCONNECTED, at, demand.lead, self.policy)
        words = TRIED.get(demand.outcome)
        return alert.tried(demand.lead, at, f"{words} (reference {demand.id})") if words else None
