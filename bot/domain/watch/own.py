"""What the rules over Hangup's own knowledge see: the ledger, the sources that it hears from, the orgs' answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.alert import Problem
from bot.domain.conflict import Cause, Evidence
from bot.domain.conflict.explanation import Retry
from bot.domain.conflict.scene import HANGUP
from bot.domain.conflict.table import RETRY
from bot.domain.conflict.words.headlines import HEADLINES
from bot.domain.disconnection import Disconnection
from bot.domain.exchange import TokenProbe
from bot.domain.watch.course import Look
from bot.domain.watch.measure import counted, lasting
from bot.domain.watch.rule import AlertRule
from bot.domain.watch.words import LEDGER

MOST_EVIDENCE = 5
SILENT_SINCE = "silent_since"
WATCHED_SINCE = "watched_since"
_CLIENT_ERRORS = range(400, 500)


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal of the ledger: when, of what, to whom, and the cause that was found."""

    at: datetime
    cause: Cause
    conversation_id: str
    by: str
    trace_id: str | None = None


def not_confirmed(rule: AlertRule, demands: Sequence[Disconnection], now: datetime) -> tuple[Problem, ...]:
    """List the disconnects that are still not confirmed after a while."""
    return tuple(
        Problem(
            "/".join(filter(None, (rule.name, one.org, one.conversation_id, one.participant_id))),
            rule.name,
            rule.severity,
            f"A disconnect of {_whom(one)} was not confirmed.",
            "The platform took the request, and they may still be connected.",
            one.settled_at or one.requested_at,
            now,
            channel=rule.channel,
            org=one.org,
            conversation_id=one.conversation_id,
            participant_id=one.participant_id,
            evidence=(
                Evidence(f"Not confirmed by reading back. Reference {one.id}.", LEDGER, one.settled_at, by=one.lead),
            ),
            next_steps=(_again(one),),
            trace_id=one.trace_id,
        )
        for one in demands
        if now - (one.settled_at or one.requested_at) >= rule.longer_than
    )


def refusal_storm(rule: AlertRule, org: str, refusals: Sequence[Refused], now: datetime) -> tuple[Problem, ...]:
    """Find the causes that came too often, each with what its refusals have in common."""
    by_cause: dict[Cause, list[Refused]] = {}
    for one in refusals:
        if now - one.at <= rule.within:
            by_cause.setdefault(one.cause, []).append(one)
    return tuple(_storm(rule, org, many, now) for many in by_cause.values() if len(many) >= rule.times)


def heartbeat(
    rule: AlertRule, heard: Mapping[str, datetime], since: Mapping[str, datetime], now: datetime
) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """Tell which sources are missing, and which are heard again; `since` is from when each has been listened to."""
    missing: list[Problem] = []
    over: dict[str, str] = {}
    for source in sorted(rule.sources):
        last = heard.get(source)
        silent_since = last or since.get(source, now)
        key = f"{rule.name}/{source}"
        if now - silent_since < rule.longer_than:
            over[key] = f"{source} was heard again."
            continue
        fact = "Last heard then." if last is not None else "Never heard since it is watched."
        missing.append(
            Problem(
                key,
                rule.name,
                rule.severity,
                f"Nothing was heard from {source} for over {lasting(rule.longer_than)}.",
                "What it would report does not arrive: no news from it is not good news.",
                silent_since,
                now,
                channel=rule.channel,
                evidence=(Evidence(fact, "webhooks", now, happened_at=last),),
                next_steps=(f"See whether {source} runs, and whether it can reach Hangup's address.",),
            )
        )
    return tuple(missing), over


def org_silent(
    rule: AlertRule, org: str, probe: TokenProbe | None, marks: Mapping[str, datetime], now: datetime
) -> Look:
    """Tell whether an org answers; None is no answer in time."""
    status = None if probe is None else probe.status
    key = f"{rule.name}/{org}"
    if probe is not None and (probe.accepted or (status in _CLIENT_ERRORS and status not in {401, 403})):
        return Look(now, over={key: f"{org} answers again."})
    since = marks.get(SILENT_SINCE, now)
    remembered = {SILENT_SINCE: since}
    if now - since < rule.longer_than:
        return Look(now, complete=False, marks=remembered)
    refuses = status in {401, 403}
    headline = f"{org} refuses Hangup's credentials." if refuses else f"{org} does not answer."
    fact = "No answer." if status is None else f"Answered {status} to a request that shows who Hangup is."
    problem = Problem(
        key,
        rule.name,
        rule.severity,
        headline,
        "Nothing can be looked up or disconnected there, and rules over its conversations see nothing.",
        since,
        now,
        channel=rule.channel,
        org=org,
        evidence=(Evidence(fact, "platform", now),),
        next_steps=(
            ("See whether the client's secret was rotated, or its role taken away. `hangup doctor` says more.",)
            if refuses
            else ("See the platform's status page, and whether this machine reaches it.",)
        ),
    )
    return Look(now, (problem,), marks=remembered)


def _storm(rule: AlertRule, org: str, many: Sequence[Refused], now: datetime) -> Problem:
    cause = many[0].cause
    first = min(one.at for one in many)
    latest = sorted(many, key=lambda one: one.at, reverse=True)
    facts = [Evidence(f"{counted(len(many), 'refusal')} with this cause.", LEDGER, now, happened_at=first)]
    facts += [
        Evidence(f"Refused on {one.conversation_id}.", LEDGER, one.at, by=one.by) for one in latest[:MOST_EVIDENCE]
    ]
    return Problem(
        f"{rule.name}/{org}/{cause.value}",
        rule.name,
        rule.severity,
        f"{counted(len(many), 'refusal')} within {lasting(rule.within)}, all for the same cause.",
        f"Each was explained so: {_headline(cause)} {_common(many)}",
        first,
        now,
        channel=rule.channel,
        org=org,
        evidence=tuple(facts),
        next_steps=_STEPS.get(cause, ("Open one of them and read its explanation: the others are likely alike.",)),
        trace_id=latest[0].trace_id,
    )


def _again(demand: Disconnection) -> str:
    """Say whether pressing once more makes sense, as the result of the demand did."""
    useless = {cause.value for cause, retry in RETRY.items() if retry is Retry.NO}
    if demand.cause in useless:
        return (
            "Look the conversation up. If they are still there, pressing again does not help: have the agent end it on "
            "the platform itself."
        )
    return "Look the conversation up. If they are still there, press once more."


def _whom(demand: Disconnection) -> str:
    """Name whom a demand was about: a customer never, since a whole channel reads it."""
    if demand.participant_id is None:
        return "the whole conversation"
    return (demand.participant_name if demand.seen.user_id else "") or "a participant"


def _headline(cause: Cause) -> str:
    """Say what many refusals have in common: what only one can be filled with is left to the hedged form."""
    words = HEADLINES[cause]
    said = words.get("", "")
    if "{about}" in said or "{Who}" in said or "{who}" in said:
        said = words.get("likely", said)
    return said.format(Who="Somebody", who="one", Caller=HANGUP, caller=HANGUP, about="one")


def _common(many: Sequence[Refused]) -> str:
    """Say what the refusals have in common besides the cause."""
    conversations = Counter(one.conversation_id for one in many)
    people = Counter(one.by for one in many)
    if len(conversations) == 1:
        return "All were on one conversation."
    where = f"They were on {len(conversations)} conversations"
    return f"{where}, and one person pressed each time." if len(people) == 1 else f"{where}, by {len(people)} people."


_STEPS: Mapping[Cause, tuple[str, ...]] = {
    Cause.PERMISSION_DENIED: ("Give the bot's role the permission that its explanation names, in each division.",),
    Cause.NO_USER_CONTEXT: ("The bot's route needs a user: see `disconnect_route` in the settings.",),
    Cause.UNSUPPORTED_ROUTE: ("The route in the settings is not this org's: see `disconnect_route`.",),
    Cause.REJECTED_PAYLOAD: ("The body is not what this org wants: see `disconnect_payload` in the settings.",),
    Cause.WRONG_REGION: ("The org's region in the settings is not the one that these conversations are in.",),
    Cause.RATE_LIMITED: ("Another program uses up this client's requests: give Hangup a client of its own.",),
    Cause.PLATFORM_UNAVAILABLE: ("See the platform's status page; pressing again now does not help.",),
    Cause.CONVERSATION_ENDED: ("People press on old cards: look the conversations up afresh.",),
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: ("People press on old cards: look the conversations up afresh.",),
    Cause.DUPLICATE_REQUEST: ("Somebody, or some program, sends each request twice.",),
    Cause.CONCURRENT_ACTION: ("Two people or programs act on the same conversations: agree on who does.",),
    Cause.STUCK_CONVERSATION: ("The platform may hold dead conversations: open a case with the trace ids.",),
    Cause.PARTICIPANT_IN_TRANSITION: ("Phones ring for long: wait until somebody is connected, then press.",),
}
