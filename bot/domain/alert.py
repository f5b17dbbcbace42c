"""An alert: a problem that somebody should know of, and its life from the moment it is raised until it is over."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.alert_policy import Policy
from bot.domain.conflict import Evidence, Explanation

FORGOTTEN = "There was no news of it"


class Severity(StrEnum):
    """How bad it is; a later one is worse."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """The place in the order."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """What was seen, and what it means; sentences without markup.

    `key` tells one problem from another: whatever is seen again with the same key is the same problem, and has one
    card. `rule` is the name of the rule, or of the source, that saw it. `since` is when it began, as far as that is
    known. `channel` is the Slack channel that is to hear of it; empty: the default one of the settings.
    """

    key: str
    rule: str
    severity: Severity
    headline: str
    why: str
    since: datetime
    seen_at: datetime
    channel: str = ""
    org: str = ""
    conversation_id: str | None = None
    participant_id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    next_steps: tuple[str, ...] = ()
    explanation: Explanation | None = None
    trace_id: str | None = None

    def says_the_same(self, other: "Problem") -> bool:
        """Tell whether a card would look the same, the moments of seeing aside."""
        return self.said == other.said

    @property
    def said(self) -> tuple[object, ...]:
        """What its card says."""
        facts = tuple((one.fact, one.source) for one in self.evidence)
        told = (self.severity, self.headline, self.why, facts, self.next_steps, self.trace_id)
        return (*told, self.org, self.conversation_id, self.participant_id)


class Stage(StrEnum):
    """How far people have come with an alert."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Event(StrEnum):
    """What happened to an alert; each is a line of its history, and of the ledger."""

    RAISED = "raised"
    RISEN = "risen"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    ESCALATED = "escalated"
    MOVED = "moved"
    TRIED = "tried"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Note:
    """One line of an alert's history: `by` is the lead who did it, or empty for Hangup itself.

    `detail` is what there is to add: the severity before, the ids that were called, the outcome. `until` is the end
    of a snooze.
    """

    event: Event
    at: datetime
    by: str = ""
    detail: str = ""
    until: datetime | None = None

    @property
    def spoken(self) -> bool:
        """Whether the card's thread tells it: that it was raised, the card itself says."""
        return self.event is not Event.RAISED

    @property
    def broadcast(self) -> bool:
        """Whether the whole channel is to see it, not the thread alone."""
        return self.event is Event.RISEN


@dataclass(frozen=True, slots=True)
class Alert:
    """A problem with its card and its history; each act returns what it becomes, or None where it changes nothing.

    `place` is where the card is to stand, a channel or a person; `posted_in` and `message_ts` are where Slack has it;
    `refused` is why it is not in the channel it was meant for. `quiet`: the rule was muted, so there is no card.
    `gathers` says that this is the card of many, `gathered_by` which card that is. `due_at` is when the next thing
    happens by itself, `revision` counts the changes that are to be seen, and `by` is who took the last step.
    """

    id: str
    problem: Problem
    raised_at: datetime
    watched_from: datetime
    stage: Stage = Stage.RAISED
    by: str = ""
    at: datetime | None = None
    until: datetime | None = None
    escalations: int = 0
    due_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    place: str = ""
    posted_in: str = ""
    message_ts: str | None = None
    refused: str = ""
    quiet: bool = False
    gathers: bool = False
    gathered_by: str = ""
    revision: int = 1

    @classmethod
    def of(
        cls,
        problem: Problem,
        alert_id: str,
        policy: Policy,
        *,
        quiet: bool = False,
        gathers: bool = False,
        gathered_by: str = "",
    ) -> "Turn":
        """Raise an alert."""
        place = next(iter(policy.places(problem.channel)), "")
        at = problem.seen_at
        made = cls(alert_id, problem, at, at, place=place, quiet=quiet, gathers=gathers, gathered_by=gathered_by)
        return Turn(_scheduled(made, policy), Note(Event.RAISED, at))

    @property
    def open(self) -> bool:
        """Whether it is not over."""
        return self.stage is not Stage.CLOSED

    def seen(self, problem: Problem, policy: Policy, *, quiet: bool) -> "Turn":
        """See the same problem again; a graver one needs somebody anew, whoever has acknowledged it before."""
        before = self.problem
        began = min(before.since, problem.since)
        again = replace(self, problem=replace(problem, since=began, channel=before.channel))
        if self.quiet and not quiet:
            again = replace(again, quiet=False, watched_from=problem.seen_at, revision=self.revision + 1)
        if problem.severity.rank > before.severity.rank:
            note = Note(Event.RISEN, problem.seen_at, detail=before.severity.value)
            return _step(again, Stage.RAISED, note, policy, watched_from=note.at, escalations=0, until=None)
        if not problem.says_the_same(before):
            again = replace(again, revision=self.revision + 1)
        return Turn(_scheduled(again, policy))

    def acknowledged(self, by: str, at: datetime, policy: Policy) -> "Turn | None":
        """Somebody takes care of it: nobody else is called."""
        if self.stage not in {Stage.RAISED, Stage.SNOOZED}:
            return None
        return _step(self, Stage.ACKNOWLEDGED, Note(Event.ACKNOWLEDGED, at, by), policy, until=None)

    def snoozed(self, by: str, at: datetime, until: datetime, policy: Policy) -> "Turn | None":
        """Let it rest until a moment."""
        if not self.open:
            return None
        return _step(self, Stage.SNOOZED, Note(Event.SNOOZED, at, by, until=until), policy, until=until)

    def escalated(self, at: datetime, policy: Policy, by: str = "") -> "Turn | None":
        """Call who is next; None if nobody is left to call."""
        if not self.open or self.escalations >= len(policy.steps):
            return None
        step = policy.steps[self.escalations]
        note = Note(Event.ESCALATED, at, by, " ".join(step.ids))
        # Called late (by a lead, after a mute, after an outage), they still have their time before the next are.
        began = max(self.watched_from, at - step.after)
        return _step(self, Stage.RAISED, note, policy, escalations=self.escalations + 1, until=None, watched_from=began)

    def due(self, at: datetime, policy: Policy) -> "Turn":
        """Do what is due by itself: end a snooze, call somebody, or forget what nobody has seen for long."""
        forgotten = self.problem.seen_at + policy.forget_after
        if not self.gathers and forgotten <= at and self.stage is not Stage.SNOOZED:
            return self.closed(FORGOTTEN, at, None, policy) or Turn(replace(self, due_at=None))
        if self.stage is Stage.SNOOZED:
            note = Note(Event.WOKEN, at)
            return _step(self, Stage.RAISED, note, policy, watched_from=at, escalations=0, until=None)
        # Whose turn it is not (the settings are others by now, or a mute has ended) is only put right.
        next_call = _next_call(self, policy)
        called = next_call is not None and next_call <= at
        return (self.escalated(at, policy) if called else None) or Turn(_scheduled(self, policy))

    def closed(self, outcome: str, at: datetime, by: str | None, policy: Policy) -> "Turn | None":
        """End it, by itself or by a lead."""
        if not self.open:
            return None
        note = Note(Event.CLOSED, at, by or "", outcome)
        return _step(self, Stage.CLOSED, note, policy, closed_at=at, outcome=outcome, until=None)

    def reopened(self, problem: Problem, policy: Policy, *, quiet: bool) -> "Turn":
        """See it again soon after its end: it was not over."""
        note = Note(Event.REOPENED, problem.seen_at)
        again = replace(self, problem=replace(problem, channel=self.problem.channel), quiet=self.quiet and quiet)
        return _step(again, Stage.RAISED, note, policy, watched_from=note.at, escalations=0, closed_at=None, outcome="")

    def moved(self, place: str, code: str, at: datetime, policy: Policy) -> "Turn | None":
        """Give up a place that does not take the card; None if it has left there already, or has nowhere to go."""
        if place not in {self.place, self.posted_in}:
            return None
        places = policy.places(self.problem.channel)
        after = places[places.index(self.place) + 1 :] if self.place in places else places
        if not after:
            return None
        facts = {"place": after[0], "posted_in": "", "message_ts": None, "refused": code}
        moved = replace(self, revision=self.revision + 1, **facts)  # type: ignore[arg-type]
        return Turn(_scheduled(moved, policy), Note(Event.MOVED, at, detail=f"{self.place} {code}"))

    def tried(self, by: str, at: datetime, words: str) -> "Turn | None":
        """Note what a lead has tried about it, and how that ended."""
        return Turn(replace(self, revision=self.revision + 1), Note(Event.TRIED, at, by, words)) if self.open else None


@dataclass(frozen=True, slots=True)
class Turn:
    """What an alert becomes, and the line of its history about it, if there is one."""

    alert: Alert
    note: Note | None = None


def _step(alert: Alert, stage: Stage, note: Note, policy: Policy, **facts: object) -> Turn:
    values: dict[str, object] = {"stage": stage, "by": note.by, "at": note.at, **facts}
    after = replace(alert, revision=alert.revision + 1, **values)  # type: ignore[arg-type]
    return Turn(_scheduled(after, policy), note)


def _scheduled(alert: Alert, policy: Policy) -> Alert:
    """Find out when the next thing happens by itself."""
    moments = [] if alert.gathers else [alert.problem.seen_at + policy.forget_after]
    next_call = _next_call(alert, policy)
    if next_call is not None:
        moments.append(next_call)
    if alert.stage is Stage.SNOOZED and alert.until is not None:
        moments = [alert.until]
    return replace(alert, due_at=min(moments, default=None) if alert.open else None)


def _next_call(alert: Alert, policy: Policy) -> datetime | None:
    """Tell when somebody is to be called who has not been; None for never."""
    called = alert.stage is Stage.RAISED and not alert.quiet and not alert.gathered_by
    if not called or alert.escalations >= len(policy.steps):
        return None
    return alert.watched_from + policy.steps[alert.escalations].after
