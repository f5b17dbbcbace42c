"""The course of a watch: what a look changes in what is known, and what is to be raised and closed for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.alert import Problem

MISSES_TO_CLOSE = 2
NOT_SEEN = "It was not seen any more, two looks in a row."


@dataclass(frozen=True, slots=True)
class Tracked:
    """A problem that was raised and has not been closed; `misses` counts the looks in a row that did not show it.

    `since` is when it began, as it was first told.
    """

    key: str
    since: datetime
    first_seen: datetime
    last_seen: datetime
    misses: int = 0
    conversation_id: str | None = None
    participant_id: str | None = None
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class WatchState:
    """What a watch remembers from look to look; `marks` are moments by name, such as since when an org is silent."""

    tracked: tuple[Tracked, ...] = ()
    marks: Mapping[str, datetime] = field(default_factory=dict)

    def find(self, key: str) -> Tracked | None:
        """Find a problem that was raised."""
        return next((one for one in self.tracked if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at an org showed.

    `complete` is false if it was refused, cut short or truncated: then nothing is concluded from what it does not show.
    `over` are problems that were certainly seen to have ended, each with what was seen; `standing` are those that still
    stand, though there is nothing new to tell of them. `agents` are the agents of the problems, by key.
    """

    at: datetime
    problems: tuple[Problem, ...] = ()
    complete: bool = True
    over: Mapping[str, str] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    absent: str = NOT_SEEN
    marks: Mapping[str, datetime] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)


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


def take_turn(state: WatchState, look: Look, may_raise: Callable[[Problem], bool]) -> Turn:
    """Decide. What was raised already is raised again, with what is known now; `may_raise` is asked of what is new.

    Closed is what a look certainly saw to be over, or what two complete looks in a row did not show.
    """
    seen = {problem.key: problem for problem in look.problems if problem.key not in look.over}
    raised = [_told(state, p) for p in seen.values() if state.find(p.key) is not None or may_raise(p)]
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


def retire(tracked: Sequence[Tracked], at: datetime, outcome: str) -> tuple[Closing, ...]:
    """Close everything, for a rule that is no more."""
    return tuple(Closing(one.key, outcome, at) for one in tracked)


def _told(state: WatchState, problem: Problem) -> Problem:
    """Keep to the moment that was told at first: a read may have known it better than a search does."""
    known = state.find(problem.key)
    return problem if known is None else replace(problem, since=known.since)


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
    )


def _state(tracked: tuple[Tracked, ...], marks: Mapping[str, datetime]) -> WatchState:
    return WatchState(tracked, dict(marks))
