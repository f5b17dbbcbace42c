"""Attend to an alert: what a lead may do about one, and about the rule that raised it."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.access import ANYTHING, Action, Circumstances, Lead
from bot.domain.alert import Alert
from bot.domain.alert_policy import Policy
from bot.domain.errors import InputError
from bot.ports import AlertBoard, Alerts, Clock, Mute
from bot.ports.alerts import Step
from bot.use_cases.permit import Permit

UNKNOWN = "This alert is no longer known."
OVER = "This alert is over."
SOLVED = "Solved"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AttendAlert:
    """The use case. Who may look up the alert's org may attend to it; a rule is muted by who may change what is raised.

    Each act raises `AccessDeniedError`, `InputError` where there is nothing to do any more, and
    `LedgerUnavailableError`.
    """

    alerts: Alerts
    board: AlertBoard
    permit: Permit
    clock: Clock
    policy: Policy

    async def acknowledge(self, lead: Lead, alert_id: str) -> Alert:
        """Take care of it: nobody else is called."""
        by, now, policy = lead.user_id, self.clock.now(), self.policy
        return await self._act(
            lead,
            alert_id,
            lambda alert: alert.acknowledged(by, now, policy),
            "This alert is acknowledged already; its card says by whom.",
        )

    async def snooze(self, lead: Lead, alert_id: str, lasting: timedelta) -> Alert:
        """Let it rest for a while; then it is raised anew."""
        by, now, policy = lead.user_id, self.clock.now(), self.policy
        return await self._act(lead, alert_id, lambda alert: alert.snoozed(by, now, now + lasting, policy), OVER)

    async def escalate(self, lead: Lead, alert_id: str) -> Alert:
        """Call who is next now, without waiting."""
        by, now, policy = lead.user_id, self.clock.now(), self.policy
        nobody = "Nobody is left to call: everybody whom [alerts] in hangup.toml names has been called."
        return await self._act(lead, alert_id, lambda alert: alert.escalated(now, policy, by), nobody)

    async def close(self, lead: Lead, alert_id: str) -> Alert:
        """End it: the lead says that the problem is solved."""
        by, now, policy = lead.user_id, self.clock.now(), self.policy
        return await self._act(lead, alert_id, lambda alert: alert.closed(SOLVED, now, by, policy), OVER)

    async def mute(self, lead: Lead, alert_id: str) -> Mute:
        """Let the alert's rule raise no more cards, until somebody unmutes it."""
        rule = (await self._known(alert_id)).problem.rule
        await self.permit.require(lead, Action.ALERT_SETTINGS)
        holding = await self.alerts.mute(Mute(rule, lead.user_id, self.clock.now()))
        log.warning("alert.rule_muted", rule=rule, by=lead.user_id)
        await self.board.show_all()
        return holding

    async def unmute(self, lead: Lead, alert_id: str) -> None:
        """Let the alert's rule raise cards again."""
        rule = (await self._known(alert_id)).problem.rule
        await self.permit.require(lead, Action.ALERT_SETTINGS)
        await self.alerts.unmute(rule, lead.user_id, self.clock.now())
        log.warning("alert.rule_unmuted", rule=rule, by=lead.user_id)
        await self.board.show_all()

    async def _act(self, lead: Lead, alert_id: str, step: Step, otherwise: str) -> Alert:
        alert = await self._known(alert_id)
        org = alert.problem.org
        await self.permit.require(lead, Action.LOOK_UP, Circumstances(org=org) if org else ANYTHING)
        changed = await self.alerts.change(alert_id, step, self.policy)
        if changed is None:
            raise InputError(otherwise if alert.open else OVER)
        log.info("alert.attended", reference=alert_id, stage=changed.stage.value, by=lead.user_id)
        await self.board.show(alert_id)
        return changed

    async def _known(self, alert_id: str) -> Alert:
        alert = await self.alerts.find(alert_id)
        if alert is None:
            raise InputError(UNKNOWN)
        return alert
