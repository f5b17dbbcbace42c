"""The course of a watch: what a look changes in what is known, and what is to be raised and closed for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.alert import Problem
from bot.domain.conflict import Evidence
from bot.domain.watch.rule import AlertRule
from bot.domain.watch.words import READ

MISSES_TO_CLOSE = 2
NOT_SEEN = "It was not seen any more, two looks in a row."


@dataclass(frozen=True, slots=True)
class Tracked:
    """A problem that was raised and has not been closed; `misses` counts the looks in a row that did not show it.

    `since` is when it began, as it was first told; `proved`: the conversation was read before.
    """

    key: str
    since: datetime
    first_seen: datetime
    last_seen: datetime
    misses: int = 0
    conversation_id: str | None = None
    participant_id: str | None = None
    agent_id: str | None = None
    proved: bool = False


@dataclass(frozen=True, slots=True)
class WatchState:
    """What a watch remembers from look to look; `marks` are moments by name, such as since when an org is silent."""

    tracked: tuple[Tracked, ...] = ()
    marks: Mapping[str, datetime] = field(default_factory=dict)

    def find(self, key: str) -> Tracked | None:
        """Find a problem that was raised."""
        return next((one for one in self.tracked if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Watch:
    """A rule at an org, with when it is due, who is at it, and what was seen so far; `org` is empty for none."""

    rule: str
    org: str
    due_at: datetime
    state: WatchState = field(default_factory=WatchState)
    owner: str | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at an org showed.

    `complete` is false if it was refused, cut short or truncated: then nothing is concluded from what it does not show.
    `over` are problems that were certainly seen to have ended, each with what was seen; `standing` are those that still
    stand, though there is nothing new to tell of them. `agents` are the agents of the problems, by key; `proved`
    are those that a read bears out.
    """

    at: datetime
    problems: tuple[Problem, ...] = ()
    complete: bool = True
    over: Mapping[str, str] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    absent: str = NOT_SEEN
    marks: Mapping[str, datetime] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    proved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Closing:
    """A problem that ended by itself, with what was seen."""

    key: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be done after a look. `during` is what is remembered before it is done, `after` once it is.

    Whoever is cut short in between does it again: raising and closing may be repeated.
    """

    raised: tuple[Problem, ...]
    closed: tuple[Closing, ...]
    during: WatchState
    after: WatchState


def take_turn(rule: AlertRule, state: WatchState, look: Look) -> Turn:
    """Decide. What was raised already is raised again, with what is known now, whatever the hour.

    Closed is what a look certainly saw to be over, or what two complete looks in a row did not show.
    """
    seen = {p.key: rule.graded(_told(state, p)) for p in look.problems if p.key not in look.over}
    raised = [p for p in seen.values() if state.find(p.key) is not None or rule.raises(p.severity, look.at)]
    tracked = [_seen(state, problem, look) for problem in raised]
    closed: list[Closing] = []
    leaving: list[Tracked] = []
    for one in state.tracked:
        if one.key in seen:
            continue
        if one.key in look.standing:
            tracked.append(replace(one, misses=0, last_seen=look.at))
            continue
        missed = replace(one, misses=one.misses + 1) if look.complete else one
        outcome = look.over.get(one.key) or (look.absent if missed.misses >= MISSES_TO_CLOSE else None)
        if outcome is None:
            tracked.append(missed)
        else:
            leaving.append(one)
            closed.append(Closing(one.key, outcome, look.at))
    return Turn(
        tuple(raised), tuple(closed), _state((*tracked, *leaving), look.marks), _state(tuple(tracked), look.marks)
    )


def proven_by_read(at: datetime, since: datetime) -> Evidence:
    """Note that the conversation was read, and bore out what the search had shown."""
    return Evidence("Reading the conversation itself showed the same.", READ, at, happened_at=since)


def retire(tracked: Sequence[Tracked], at: datetime, outcome: str) -> tuple[Closing, ...]:
    """Close everything, for a rule that is no more."""
    return tuple(Closing(one.key, outcome, at) for one in tracked)


def _told(state: WatchState, problem: Problem) -> Problem:
    """Keep to what was told at first: a read may have known better than a search does."""
    known = state.find(problem.key)
    if known is None:
        return problem
    proof = (proven_by_read(known.first_seen, known.since),) if known.proved else ()
    return replace(problem, since=known.since, evidence=(*problem.evidence, *proof))


def _seen(state: WatchState, problem: Problem, look: Look) -> Tracked:
    known = state.find(problem.key)
    return Tracked(
        problem.key,
        problem.since,
        look.at if known is None else known.first_seen,
        look.at,
        conversation_id=problem.conversation_id,
        participant_id=problem.participant_id,
        agent_id=look.agents.get(problem.key),
        proved=known.proved if known is not None else problem.key in look.proved,
    )


def _state(tracked: tuple[Tracked, ...], marks: Mapping[str, datetime]) -> WatchState:
    return WatchState(tracked, dict(marks))
