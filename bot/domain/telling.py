"""From a notice to the problem that people are told of."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.alert import Problem
from bot.domain.conflict import Cause, Certainty, Evidence, Explanation
from bot.domain.exchange import Org
from bot.domain.family import home_of
from bot.domain.notice import FailedCall, Notice
from bot.domain.source import Source

WHY = "Nobody else has seen it: the script has gone on, and the customer may still be on the line."
WHY_OVER = "Nobody else has seen it: the script has gone on. Whom it meant to disconnect has left."
WHY_LEFT = (
    "Nobody else has seen it: the script has gone on. Whom it meant to disconnect has left, and others are still there."
)
STEPS_OVER = ("Nobody is left to disconnect: close this alert.", "Look the conversation up to see who left and how.")
STEPS_LEFT = ("Look the conversation up to see who is still on it.", "Disconnect who should go, or close this alert.")
OVER = {
    Cause.CONVERSATION_ENDED: (WHY_OVER, STEPS_OVER),
    # On some platforms a call that was passed on goes on under another id: who the script meant may have it no more.
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: (WHY_LEFT, STEPS_LEFT),
}
WHY_TOLD = "{source} asks that somebody knows of it."
ADDRESS = "the call's address"
MOST_FACTS = 8
NAMED = 4
_ID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def whose_host(host: str, orgs: Iterable[Org]) -> Evidence | None:
    """Say whose a call's host is, and which orgs there are set up here; None for nobody's that is known."""
    home = home_of(host)
    if home is None:
        return None
    alike = [one for one in orgs if one.platform == home.platform]
    here = [one.name for one in alike if one.region == home.region] if home.region else []
    unsure = [one.name for one in alike if not one.region]
    if not home.region:
        words = "it names no region"
    elif here:
        words = f"set up here of that region: {_names(here)}"
    elif unsure:
        words = f"whether it is that of {_names(unsure)} is not known yet"
    else:
        words = "no org of that region is set up here"
    return Evidence(f"{home.host} is of {home.words}; {words}.", ADDRESS)


def _names(orgs: Sequence[str]) -> str:
    more = f" and {len(orgs) - NAMED} more" if len(orgs) > NAMED else ""
    return ", ".join(orgs[:NAMED]) + more


def problem_of(
    notice: Notice,
    source: Source,
    explanation: Explanation | None = None,
    *,
    org: str = "",
    whose: Evidence | None = None,
) -> Problem:
    """Say what was told: the source's words for what it reports, ours for why a call failed.

    `whose` says whose host it is, for a call of which no org is known.
    """
    call = notice.call
    facts = [Evidence(f"{name}: {value}", source.name, notice.received_at) for name, value in notice.about]
    if notice.remark:
        facts.append(Evidence(notice.remark, source.name, notice.received_at))
    if call is not None:
        facts.insert(0, Evidence(_call_words(call), source.name, notice.received_at))
    facts[1:1] = [*([whose] if whose else ()), *(explanation.evidence if explanation is not None else ())]
    return Problem(
        key=notice.problem_key,
        rule=source.name,
        severity=notice.severity or source.severity,
        headline=_headline(notice, source, explanation),
        why=notice.text or _why(call, source, explanation),
        since=notice.since or notice.received_at,
        seen_at=notice.received_at,
        channel=source.channel,
        org=org or source.org,
        conversation_id=notice.conversation_id or None,
        participant_id=(None if _over(explanation) else notice.participant_id) or None,
        evidence=tuple(facts[:MOST_FACTS]),
        next_steps=_steps(explanation) if explanation is not None else (),
        explanation=explanation,
        trace_id=(explanation.trace_id if explanation is not None else None) or (call.trace_id if call else "") or None,
    )


def _over(explanation: Explanation | None) -> bool:
    return explanation is not None and explanation.cause in OVER and explanation.certainty is Certainty.PROVEN


def _why(call: FailedCall | None, source: Source, explanation: Explanation | None) -> str:
    if call is None:
        return WHY_TOLD.format(source=source.name)
    return OVER[explanation.cause][0] if explanation is not None and _over(explanation) else WHY


def _steps(explanation: Explanation) -> tuple[str, ...]:
    return OVER[explanation.cause][1] if _over(explanation) else explanation.next_steps


def _headline(notice: Notice, source: Source, explanation: Explanation | None) -> str:
    if notice.title:
        return notice.title
    if explanation is None:
        return f"{source.name} reports a problem."
    said = explanation.clause if explanation.cause is not Cause.NOT_PROVEN else "its cause is not proven."
    return f"A call by {source.name} failed: {said}"


def _call_words(call: FailedCall) -> str:
    answer = "no answer" if call.status is None else f"{call.status} {call.description}".strip()
    # The whole ids are on the card anyway, and a phone is narrow.
    address = _ID.sub(lambda found: f"{found[0][:8]}…", call.url)
    return f"{call.method.upper()} {address} was answered with {answer}."
