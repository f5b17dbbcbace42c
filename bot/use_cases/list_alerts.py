"""List the open alerts, and the rules with how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.alert import Alert
from bot.ports import Alerts, RuleState
from bot.use_cases.permit import Permit

SHOWN = 20


class StatedRule(Protocol):
    """A rule as the settings have it: its name, and in words what it looks for."""

    @property
    def name(self) -> str:
        """What alerts name it by."""
        ...

    @property
    def words(self) -> str:
        """What it looks for, and where that is told, in one sentence without markup."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """What was found: the latest open alerts, how many there are, and each rule with its words, if it has any."""

    alerts: Sequence[Alert] = ()
    open: int = 0
    rules: Sequence[tuple[RuleState, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ListAlerts:
    """The use case, for whoever may look up. `stated` are the rules of the settings; others have raised something."""

    alerts: Alerts
    permit: Permit
    stated: Sequence[StatedRule] = ()

    async def __call__(self, lead: Lead) -> Listed:
        """List them; alerts of an org that the lead may not look into are left out.

        Raises `AccessDeniedError` and `LedgerUnavailableError`.
        """
        await self.permit.require(lead, Action.LOOK_UP)
        found = await self.alerts.open_alerts(1000)
        orgs = {alert.problem.org for alert in found} - {""}
        mine = {""} | {o for o in orgs if await self.permit.allows(lead, Action.LOOK_UP, Circumstances(org=o))}
        seen = [alert for alert in found if alert.problem.org in mine]
        states = {state.rule: state for state in await self.alerts.rules()}
        words = {rule.name: rule.words for rule in self.stated}
        rules = [(states.get(name) or RuleState(name), words.get(name, "")) for name in sorted({*states, *words})]
        return Listed(seen[:SHOWN], len(seen), rules)
