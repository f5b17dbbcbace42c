"""`DatabaseAlerts`: the memory of alerts, in the ledger's database."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.adapters.ledger import alert_showing, alerts, digests, mutes
from bot.adapters.ledger.alert_tables import alerts as rows
from bot.adapters.ledger.lanes import AnyLane
from bot.domain.alert import Alert, Problem
from bot.domain.alert_policy import Policy
from bot.domain.digest import Happenings
from bot.domain.letter import Letter
from bot.ports.alerts import Mute, RuleState, Sight, Step


class DatabaseAlerts:
    """The port `Alerts`, on the ledger's own lanes."""

    def __init__(self, *, writing: AnyLane, reading: AnyLane) -> None:
        self._writing, self._reading = writing, reading

    async def put(self, problem: Problem, alert_id: str, policy: Policy) -> Alert:
        """Raise an alert, or see the open one with the same key again."""
        return await self._writing.run(lambda connection: alerts.put(connection, problem, alert_id, policy))

    async def change(self, alert_id: str, step: Step, policy: Policy) -> Alert | None:
        """Take one step with an alert, alone with it; None if it is unknown or the step changes nothing."""
        return await self._writing.run(lambda connection: alerts.change(connection, alert_id, step, policy))

    async def take_due(self, now: datetime, policy: Policy) -> Alert | None:
        """Do, once for all processes, what is due for longest; None if nothing is."""
        return await self._writing.run(lambda connection: alerts.take_due(connection, now, policy))

    async def find(self, alert_id: str) -> Alert | None:
        """Find an alert."""
        return await self._reading.run(lambda connection: alerts.one(connection, rows.c.id == alert_id))

    async def open_alert(self, key: str) -> Alert | None:
        """Find the open alert with a key."""
        return await self._reading.run(lambda connection: alerts.one(connection, rows.c.open_key == key))

    async def open_alerts(self, limit: int) -> Sequence[Alert]:
        """List the open alerts that are no gathering, the latest first."""
        wanted = (rows.c.closed_at.is_(None), ~rows.c.gathers)
        return await self._reading.run(lambda connection: alerts.several(connection, *wanted, limit=limit))

    async def about(self, org: str, conversation_id: str) -> Sequence[Alert]:
        """List the open alerts about a conversation."""
        wanted = (rows.c.conversation_id == conversation_id, rows.c.org == org, rows.c.closed_at.is_(None))
        return await self._reading.run(lambda connection: alerts.several(connection, *wanted))

    async def unshown(self) -> Sequence[str]:
        """List the alerts of which Slack has not been told all; ids, the oldest first."""
        return await self._reading.run(alert_showing.unshown)

    async def sight(self, alert_id: str) -> Sight | None:
        """Read an alert as it is to be shown."""
        return await self._reading.run(lambda connection: alert_showing.sight(connection, alert_id))

    async def shown(self, sight: Sight, card: Letter | None, replies: Mapping[int, Sequence[Letter]]) -> None:
        """Put what shows an alert into the outbox, once, whoever else shows it."""
        await self._writing.run(lambda connection: alert_showing.shown(connection, sight, card, replies))

    async def mute(self, mute: Mute) -> Mute:
        """Mute a rule; returns the mute that holds."""
        return await self._writing.run(lambda connection: mutes.mute(connection, mute))

    async def unmute(self, rule: str, by: str, at: datetime) -> Mute | None:
        """Let a rule raise cards again; returns the mute that ended."""
        return await self._writing.run(lambda connection: mutes.unmute(connection, rule, by, at))

    async def rules(self) -> Sequence[RuleState]:
        """List the rules that have raised something or are muted."""
        return await self._reading.run(mutes.states)

    async def happenings(self, since: datetime, until: datetime) -> Happenings:
        """Gather what happened in a time."""
        return await self._reading.run(lambda connection: digests.happenings(connection, since, until))

    async def last_digest(self) -> str | None:
        """Tell the day of the last digest that was claimed; None if none ever was."""
        return await self._reading.run(digests.last)

    async def claim_digest(self, day: str, at: datetime, letter: Letter) -> bool:
        """Put a day's digest into the outbox; False if some process has done so."""
        return await self._writing.run(lambda connection: digests.claim(connection, day, at, letter))
