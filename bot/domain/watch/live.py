"""What a rule over live conversations suspects, from what a search saw; a read of each has the last word."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.alert import Problem
from bot.domain.conflict import Evidence
from bot.domain.participant import OUTSIDERS, Standing
from bot.domain.sighting import Sighting
from bot.domain.watch.measure import counted, lasting
from bot.domain.watch.rule import AlertRule, RuleKind, Stuck
from bot.domain.watch.words import SEARCH, STATES, medium, party

MOST_AT_ONCE = 10
LOOK_UP = "Look the conversation up, and see who is on it."
_STANDINGS = {Standing.WRAP_UP: Stuck.WRAP_UP} | {
    Standing(state.value): state for state in Stuck if state not in {Stuck.HELD, Stuck.WRAP_UP}
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A problem as a search shows it, and the party that it is about.

    `certain` is false where the search does not show enough: such a one is raised after a read alone.
    """

    problem: Problem
    sighting: Sighting
    certain: bool = True


def suspects(rule: AlertRule, sightings: Sequence[Sighting], now: datetime) -> tuple[Suspect, ...]:
    """Pick what the rule is about, what lasts for longest first."""
    by_conversation: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        by_conversation.setdefault(sighting.conversation_id, []).append(sighting)
    meant = [parties for parties in by_conversation.values() if _meant(rule, parties)]
    found = {one.problem.key: one for parties in meant for one in _DECIDING[rule.kind](rule, parties, now)}
    return tuple(sorted(found.values(), key=lambda one: (one.problem.since, one.problem.key)))


def crowd(rule: AlertRule, org: str, rest: Sequence[Suspect], now: datetime) -> Problem:
    """Make one problem of all that are too many for a card each."""
    many = counted(len(rest), "more conversation")
    return Problem(
        f"{rule.name}/{org}/crowd",
        rule.name,
        rule.severity,
        f"{many} of the same kind: {rule.kind.words}.",
        f"So many at once is seldom many problems, and often one: only the {MOST_AT_ONCE} oldest have a card each.",
        min(one.problem.since for one in rest),
        now,
        channel=rule.channel,
        org=org,
        evidence=(Evidence(f"{counted(len(rest), 'conversation')} beyond the {MOST_AT_ONCE} oldest", SEARCH, now),),
        next_steps=("Look for one cause: a queue without agents, a phone line, the platform's status page.",),
    )


def state_of(sighting: Sighting) -> Stuck | None:
    """Tell the state that a party could be stuck in."""
    return Stuck.HELD if sighting.held else _STANDINGS.get(sighting.standing)


def _meant(rule: AlertRule, parties: Sequence[Sighting]) -> bool:
    if rule.media and not any(one.media in rule.media for one in parties):
        return False
    return any(rule.means_queue(one.queue_id, one.queue_name) for one in parties)


def _stuck(rule: AlertRule, parties: Sequence[Sighting], now: datetime) -> Iterator[Suspect]:
    for one in parties:
        state = state_of(one)
        if state not in rule.states or one.waiting or not _lasts(rule, one.since, now):
            continue
        if not one.is_agent and one.purpose not in OUTSIDERS:
            continue
        headline = f"{party(one)} has been {STATES[state]} for over {lasting(rule.longer_than)}."
        fact = f"{party(one)} is {STATES[state]}."
        yield _suspect(rule, one, now, (headline, _WHY[state], fact), since=one.since)


def _agent_alone(rule: AlertRule, parties: Sequence[Sighting], now: datetime) -> Iterator[Suspect]:
    staff = [one for one in parties if one.is_agent and one.standing is Standing.CONNECTED]
    if len({one.agent_id or one.participant_id for one in staff}) != 1 or any(one.waiting for one in parties):
        return
    one = staff[0]
    unknown = one.purposes is None and not any(other.purpose in OUTSIDERS for other in parties)
    if (one.agent_alone or unknown) and _lasts(rule, one.since, now):
        headline = f"{party(one)} is on {medium(one.media)} with no customer."
        yield _suspect(rule, one, now, (headline, *AGENT_ALONE), since=one.since, certain=one.agent_alone)


def _customer_alone(rule: AlertRule, parties: Sequence[Sighting], now: datetime) -> Iterator[Suspect]:
    if any(one.is_agent or one.waiting for one in parties):
        return
    for one in parties:
        unknown = one.purposes is None and one.purpose in OUTSIDERS
        if (one.customer_alone or unknown) and _lasts(rule, one.since, now):
            headline = f"A customer is on {medium(one.media)} with nobody."
            yield _suspect(rule, one, now, (headline, *CUSTOMER_ALONE), since=one.since, certain=one.customer_alone)
            return


def _too_old(rule: AlertRule, parties: Sequence[Sighting], now: datetime) -> Iterator[Suspect]:
    there = [one for one in parties if one.standing is not Standing.WRAP_UP]
    started = [one.started_at for one in there if one.started_at is not None]
    if started and _lasts(rule, min(started), now):
        one = there[0]
        headline = f"{medium(one.media).capitalize()} has been live for over {lasting(rule.longer_than)}."
        yield _suspect(rule, one, now, (headline, *TOO_OLD), since=min(started), whole=True)


def _waiting(rule: AlertRule, parties: Sequence[Sighting], now: datetime) -> Iterator[Suspect]:
    for one in parties:
        mine = rule.means_queue(one.queue_id, one.queue_name)
        if one.waiting and mine and _lasts(rule, one.since, now):
            where = f"in {one.queue_name}" if one.queue_name else "in a queue"
            headline = f"A customer has waited {where} for over {lasting(rule.longer_than)}."
            yield _suspect(rule, one, now, (headline, *WAITING), since=one.since, whole=True)
            return


def _lasts(rule: AlertRule, since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since >= rule.longer_than


def _suspect(
    rule: AlertRule,
    one: Sighting,
    now: datetime,
    said: tuple[str, str, str],
    *,
    since: datetime | None,
    certain: bool = True,
    whole: bool = False,
) -> Suspect:
    """Make a suspect of what is `said`: a headline, why it matters, and the fact.

    `whole`: it is about the conversation, not about one party of it.
    """
    headline, why, fact = said
    who = "" if whole else one.participant_id or one.agent_id or one.purpose
    key = "/".join(part for part in (rule.name, one.org, one.conversation_id, who) if part)
    queue = f"Queue: {one.queue_name}." if one.queue_name else ""
    problem = Problem(
        key,
        rule.name,
        rule.severity,
        headline,
        why,
        since or now,
        now,
        channel=rule.channel,
        org=one.org,
        conversation_id=one.conversation_id,
        participant_id=None if whole else one.participant_id,
        evidence=(
            Evidence(fact, SEARCH, now, happened_at=since),
            *([Evidence(queue, SEARCH, now)] if queue else []),
        ),
        next_steps=_steps(rule.kind),
    )
    return Suspect(problem, one, certain)


def _steps(kind: RuleKind) -> tuple[str, ...]:
    match kind:
        case RuleKind.WAITING:
            return ("See whether agents of the queue are on the queue.", LOOK_UP)
        case RuleKind.AGENT_ALONE | RuleKind.TOO_OLD:
            return (LOOK_UP, "If nobody is talking, disconnect who is left.")
        case _:
            return (LOOK_UP,)


AGENT_ALONE = (
    "The agent gets no other work while the platform counts this one.",
    "One agent is live on it, and no customer.",
)
CUSTOMER_ALONE = (
    "Nobody attends to the customer, and nobody has them in a queue.",
    "A customer is live on it, and nobody else.",
)
TOO_OLD = (
    "Conversations that never end are mostly dead ones, and hold an agent or a line.",
    "It began then, and has not ended.",
)
WAITING = ("The customer may give up.", "The queue has the customer, and no agent has.")
_WHY: Mapping[Stuck, str] = {
    Stuck.ALERTING: "The customer hears ringing, and the agent may not be there.",
    Stuck.HELD: "The customer hears music, or nothing.",
    Stuck.WRAP_UP: "The agent gets no other work until wrap-up is done.",
    Stuck.DIALING: "The call goes out and nobody answers.",
    Stuck.CONTACTING: "The platform tries to reach somebody and has not.",
    Stuck.OFFERING: "The conversation is offered and nobody takes it.",
    Stuck.TRANSMITTING: "What was to be sent has not arrived.",
    Stuck.PARKED: "The conversation waits for somebody to take it up again.",
}
_Deciding = Callable[[AlertRule, Sequence[Sighting], datetime], Iterable[Suspect]]
_DECIDING: Mapping[RuleKind, _Deciding] = {
    RuleKind.STUCK_STATE: _stuck,
    RuleKind.AGENT_ALONE: _agent_alone,
    RuleKind.CUSTOMER_ALONE: _customer_alone,
    RuleKind.TOO_OLD: _too_old,
    RuleKind.WAITING: _waiting,
}
