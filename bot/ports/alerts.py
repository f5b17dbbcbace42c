"""The alerts, as a port: kept, changed, shown and counted, in one database for all processes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.alert import Alert, Note, Problem, Turn
from bot.domain.alert_policy import Policy
from bot.domain.digest import Happenings
from bot.domain.letter import Letter

Step = Callable[[Alert], Turn | None]


@dataclass(frozen=True, slots=True)
class Mute:
    """A rule that is to raise no cards: who wants so, and since when."""

    rule: str
    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Sight:
    """An alert as it is to be shown. `unsaid` are the lines that its thread does not have yet, by their numbers."""

    alert: Alert
    unsaid: Mapping[int, Note] = field(default_factory=dict)
    mute: Mute | None = None


@dataclass(frozen=True, slots=True)
class RuleState:
    """What is known of a rule: how many of its alerts are open, when it raised the last, who has muted it."""

    rule: str
    open: int = 0
    last_raised: datetime | None = None
    mute: Mute | None = None


class Alerts(Protocol):
    """The memory of alerts; every change is entered in the ledger with it. Each raises `LedgerUnavailableError`."""

    async def put(self, problem: Problem, alert_id: str, policy: Policy) -> Alert:
        """Raise an alert, or see the open one with the same key again: two processes at once make one.

        `alert_id` is its id if it is a new one.
        """
        ...

    async def change(self, alert_id: str, step: Step, policy: Policy) -> Alert | None:
        """Take one step with an alert, alone with it; None if it is unknown or the step changes nothing."""
        ...

    async def take_due(self, now: datetime, policy: Policy) -> Alert | None:
        """Do, once for all processes, what is due for longest; None if nothing is."""
        ...

    async def find(self, alert_id: str) -> Alert | None:
        """Find an alert."""
        ...

    async def open_alert(self, key: str) -> Alert | None:
        """Find the open alert with a key."""
        ...

    async def open_alerts(self, limit: int) -> Sequence[Alert]:
        """List the open alerts that are no gathering, the latest first."""
        ...

    async def about(self, org: str, conversation_id: str) -> Sequence[Alert]:
        """List the open alerts about a conversation."""
        ...

    async def unshown(self) -> Sequence[str]:
        """List the alerts of which Slack has not been told all; ids, the oldest first."""
        ...

    async def sight(self, alert_id: str) -> Sight | None:
        """Read an alert as it is to be shown."""
        ...

    async def shown(self, sight: Sight, card: Letter | None, replies: Mapping[int, Sequence[Letter]]) -> None:
        """Put what shows an alert into the outbox, once, whoever else shows it; `replies` by the notes' numbers."""
        ...

    async def mute(self, mute: Mute) -> Mute:
        """Mute a rule; returns the mute that holds, which is an earlier one if it was muted already."""
        ...

    async def unmute(self, rule: str, by: str, at: datetime) -> Mute | None:
        """Let a rule raise cards again; returns the mute that ended."""
        ...

    async def rules(self) -> Sequence[RuleState]:
        """List the rules that have raised something or are muted."""
        ...

    async def happenings(self, since: datetime, until: datetime) -> Happenings:
        """Gather what happened in a time."""
        ...

    async def last_digest(self) -> str | None:
        """Tell the day (ISO 8601) of the last digest that was claimed; None if none ever was."""
        ...

    async def claim_digest(self, day: str, at: datetime, letter: Letter) -> bool:
        """Put a day's digest into the outbox; False if some process has done so."""
        ...


class AlertBoard(Protocol):
    """How alerts are shown."""

    async def show(self, alert_id: str) -> None:
        """Bring what Slack shows of an alert up to date; what fails is left to the job."""
        ...

    async def show_all(self) -> None:
        """Show what was left over, by a crash or a failure."""
        ...
