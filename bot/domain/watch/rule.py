"""A rule: what is to be watched for, where, and who is to hear of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.alert import Problem, Severity
from bot.domain.communication import Media
from bot.domain.watch.hours import Hours
from bot.domain.watch.measure import lasting


class RuleKind(StrEnum):
    """What a rule watches for, as the settings name it."""

    NOT_CONFIRMED = "not_confirmed"
    REFUSAL_STORM = "refusal_storm"
    HEARTBEAT = "heartbeat"
    ORG_SILENT = "org_silent"
    STUCK_STATE = "stuck_state"
    AGENT_ALONE = "agent_alone"
    CUSTOMER_ALONE = "customer_alone"
    TOO_OLD = "too_old"
    WAITING = "waiting"

    @property
    def live(self) -> bool:
        """Whether it asks the platform for everything that is live."""
        return self in LIVE

    @property
    def words(self) -> str:
        """Say what is watched for."""
        return _WORDS[self]


LIVE = frozenset(
    {RuleKind.STUCK_STATE, RuleKind.AGENT_ALONE, RuleKind.CUSTOMER_ALONE, RuleKind.TOO_OLD, RuleKind.WAITING}
)
_WORDS = {
    RuleKind.NOT_CONFIRMED: "a disconnect that was not confirmed",
    RuleKind.REFUSAL_STORM: "the same refusal again and again",
    RuleKind.HEARTBEAT: "a source that is not heard from",
    RuleKind.ORG_SILENT: "an org that does not answer",
    RuleKind.STUCK_STATE: "a participant who is stuck in a state",
    RuleKind.AGENT_ALONE: "an agent without a customer",
    RuleKind.CUSTOMER_ALONE: "a customer without an agent",
    RuleKind.TOO_OLD: "a conversation that is too old",
    RuleKind.WAITING: "a customer who waits too long in a queue",
}


class Stuck(StrEnum):
    """A state that somebody can be stuck in, as the settings name it."""

    ALERTING = "alerting"
    HELD = "held"
    WRAP_UP = "wrap_up"
    DIALING = "dialing"
    CONTACTING = "contacting"
    OFFERING = "offering"
    TRANSMITTING = "transmitting"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """What is watched for; an empty condition is none. `name` is unique; `orgs` empty: each of them.

    `longer_than` is how long something may last, and from `critical_after` on it is critical; `times` within `within`
    is what makes a storm. Outside `hours` nothing new is raised, and in `quiet` hours nothing that is not critical;
    what was raised is watched until it ends.
    """

    name: str
    kind: RuleKind
    severity: Severity = Severity.WARNING
    longer_than: timedelta = timedelta(0)
    critical_after: timedelta | None = None
    times: int = 5
    within: timedelta = timedelta(minutes=10)
    states: frozenset[Stuck] = frozenset()
    orgs: frozenset[str] = frozenset()
    queues: frozenset[str] = frozenset()
    media: frozenset[Media] = frozenset()
    sources: frozenset[str] = frozenset()
    channel: str = ""
    every: timedelta = timedelta(minutes=1)
    hours: Hours | None = None
    quiet: Hours | None = None

    def raises(self, severity: Severity, at: datetime) -> bool:
        """Whether something new may be raised at this moment."""
        if self.hours is not None and not self.hours.hold(at):
            return False
        return severity is Severity.CRITICAL or self.quiet is None or not self.quiet.hold(at)

    @property
    def words(self) -> str:
        """Say what it looks for, where, how often and when."""
        storm = f"{self.times} times within {lasting(self.within)}" if self.kind is RuleKind.REFUSAL_STORM else ""
        length = f"for over {lasting(self.longer_than)}" if self.longer_than and not storm else ""
        states = " or ".join(sorted(state.value.replace("_", "-") for state in self.states))
        parts = (
            f"{self.kind.words}{f' ({states})' if states else ''}",
            storm or length,
            f"critical from {lasting(self.critical_after)} on" if self.critical_after is not None else "",
            *(_listed(word, found) for word, found in self._conditions()),
            f"looked for every {lasting(self.every)}",
            f"raised during {self.hours.words} only" if self.hours is not None else "",
            f"only critical ones during {self.quiet.words}" if self.quiet is not None else "",
        )
        said = ", ".join(part for part in parts if part)
        return f"{said[0].upper()}{said[1:]}"

    def _conditions(self) -> tuple[tuple[str, frozenset[str]], ...]:
        media = frozenset(one.value for one in self.media)
        return ("sources", self.sources), ("orgs", self.orgs), ("queues", self.queues), ("media", media)

    def graded(self, problem: Problem) -> Problem:
        """Give a problem the severity that it has by the time that it was seen at."""
        lasts = problem.seen_at - problem.since
        critical = self.critical_after is not None and lasts >= self.critical_after
        return replace(problem, severity=Severity.CRITICAL) if critical else problem

    def next_due(self, now: datetime) -> datetime:
        """Tell when it is due next: at whole multiples of its interval, so that rules are due together."""
        past = timedelta(seconds=now.timestamp() % self.every.total_seconds())
        return now - past + self.every

    def means_queue(self, *names: str | None) -> bool:
        """Whether a queue of this id or name is meant."""
        wanted = {queue.casefold() for queue in self.queues}
        return not wanted or any(name is not None and name.casefold() in wanted for name in names)


def _listed(word: str, found: frozenset[str]) -> str:
    return f"{word}: {' and '.join(sorted(found))}" if found else ""
