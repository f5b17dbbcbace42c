"""The alert card: what, since when, why it matters, what proves it, what to do; when it is over, how it ended."""

from datetime import datetime

from bot.domain.alert import FORGOTTEN, Alert, Severity, Stage
from bot.domain.conflict import Certainty, Evidence
from bot.ports import Sight
from handlers.blocks import ids
from handlers.blocks.alert_words import SIGNS, by_whom, called, place_refused
from handlers.blocks.card import Message
from handlers.blocks.explanation import CERTAINTIES
from handlers.blocks.metadata import Target
from handlers.blocks.mrkdwn import (
    Block,
    Blocks,
    button,
    clock_time,
    code,
    context,
    day_time,
    escaped,
    label,
    lasting,
    lines,
    mention,
    outside,
    section,
    unmarked,
)
from handlers.blocks.words import NOWHERE, Places, whence

FACTS_SHOWN = 6
STEPS_SHOWN = 4
SNOOZES = ((15, "15 minutes"), (60, "1 hour"), (240, "4 hours"), (480, "8 hours"), (1440, "1 day"))


def alert_card(seen: Sight, now: datetime, places: Places = NOWHERE) -> Message:
    """Render an alert as it stands; `places` say platform and region of an org by its name."""
    alert, place = seen.alert, places.get(seen.alert.problem.org, "")
    if not alert.open:
        return Message(alert_text(alert), _over(alert, now, place))
    blocks: Blocks = [
        _header(alert),
        context(_about(alert, now, place)),
        *_facts(alert, now, places),
        context(_ids(alert)),
        *_standing(seen, now),
        _actions(seen),
    ]
    return Message(alert_text(alert), blocks)


def alert_text(alert: Alert) -> str:
    """Say an alert in one line, for notifications and screen readers."""
    if not alert.open:
        return unmarked(f"Over: {alert.problem.headline}")
    return unmarked(f"{alert.problem.severity.value.capitalize()}: {alert.problem.headline}")


def _facts(alert: Alert, now: datetime, places: Places) -> Blocks:
    """Render what is known: why it matters, the evidence with its sources, the next steps."""
    problem, explained = alert.problem, alert.problem.explanation
    blocks: Blocks = []
    if problem.why:
        blocks.append(section(escaped(problem.why, 1000)))
    evidence = problem.evidence or (explained.evidence if explained else ())
    if evidence:
        certain = f" · {CERTAINTIES[explained.certainty]}" if explained else ""
        title = "Which" if alert.gathers else "What shows it"
        # A gathering's facts are alerts, told with the org of each.
        at = places if alert.gathers else NOWHERE
        facts = [_fact(fact, now, at.get(fact.source, "")) for fact in evidence[:FACTS_SHOWN]]
        blocks.append(section(f"*{title}*{certain}\n{lines(facts)}"))
    elif explained and explained.certainty is not Certainty.UNPROVEN:
        blocks.append(context(CERTAINTIES[explained.certainty]))
    steps = problem.next_steps or (explained.next_steps if explained else ())
    if steps:
        told = lines(f"{n}. {escaped(step, 300)}" for n, step in enumerate(steps[:STEPS_SHOWN], 1))
        blocks.append(section(f"*What to do now*\n{told}"))
    return blocks


def _header(alert: Alert) -> Block:
    sign = SIGNS[alert.problem.severity]
    return {"type": "header", "text": label(f"{sign} {outside(alert.problem.headline, 140)}", 150)}


def _fact(fact: Evidence, now: datetime, place: str = "") -> str:
    happened = f" ({day_time(fact.happened_at, now)})" if fact.happened_at else ""
    at = f", {day_time(fact.at, now)}" if fact.at else ""
    by = f" ({mention(fact.by)})" if fact.by else ""
    told = f"{fact.source} ({place})" if place else fact.source
    source = f" — _{escaped(told, 120)}{at}_" if told else ""
    return f"• {escaped(fact.fact, 300)}{happened}{by}{source}"


def _about(alert: Alert, now: datetime, place: str) -> str:
    problem = alert.problem
    severity = "" if problem.severity is Severity.INFO else f"*{problem.severity.value.capitalize()}* · "
    parts = [f"{severity}since {day_time(problem.since, now)}"]
    if problem.org:
        parts.append(whence(problem.org, place))
    parts.append(f"rule {escaped(problem.rule, 60)}")
    return " · ".join(parts)


def _ids(alert: Alert) -> str:
    parts = [f"Alert `{code(alert.id, 40)}`"]
    if alert.problem.conversation_id:
        parts.append(f"conversation `{code(alert.problem.conversation_id, 60)}`")
    if alert.problem.trace_id:
        parts.append(f"trace `{code(alert.problem.trace_id, 80)}`")
    return " · ".join(parts)


def _standing(seen: Sight, now: datetime) -> Blocks:
    alert = seen.alert
    told = []
    match alert.stage:
        case Stage.ACKNOWLEDGED:
            told.append(f":eyes: *Acknowledged* by {mention(alert.by)} {day_time(alert.at, now)}")
        case Stage.SNOOZED:
            told.append(f":zzz: *Snoozed* by {mention(alert.by)} until {day_time(alert.until, now)}")
        case _ if alert.escalations:
            told.append(":rotating_light: *Escalated*: nobody has acknowledged it yet")
        case _:
            pass
    if seen.mute is not None:
        told.append(
            f":mute: The rule {escaped(seen.mute.rule, 60)} is *muted* by {mention(seen.mute.by)} "
            f"since {day_time(seen.mute.since, now)}: it raises no new cards"
        )
    if alert.refused:
        told.append(place_refused(alert))
    return [context(*told)] if told else []


def _actions(seen: Sight) -> Block:
    alert, problem = seen.alert, seen.alert.problem
    elements: list[Block] = []
    if alert.stage is not Stage.ACKNOWLEDGED:
        elements.append(button("Acknowledge", ids.ALERT_ACKNOWLEDGE, alert.id, style="primary"))
    if problem.conversation_id:
        target = Target(org=problem.org, conversation_id=problem.conversation_id)
        elements.append(button("Look up", ids.ALERT_LOOK_UP, target.packed()))
        if problem.participant_id and problem.org:
            who = target.model_copy(update={"participant_id": problem.participant_id})
            elements.append(button("Disconnect…", ids.ALERT_DISCONNECT, who.packed(), style="danger"))
    elements.append(
        {
            "type": "static_select",
            "action_id": ids.ALERT_SNOOZE,
            "placeholder": label("Snooze…"),
            "options": [{"text": label(words), "value": str(minutes)} for minutes, words in SNOOZES],
        }
    )
    elements.append(button("Escalate", ids.ALERT_ESCALATE, alert.id))
    mute = ("Unmute rule", ids.ALERT_UNMUTE) if seen.mute else ("Mute rule", ids.ALERT_MUTE)
    options = [{"text": label(words), "value": value} for words, value in (mute, ("Close: solved", ids.ALERT_CLOSE))]
    elements.append({"type": "overflow", "action_id": ids.ALERT_MORE, "options": options})
    # An option's value can't say which alert it is about as well, so the block's id does.
    return {"type": "actions", "block_id": alert.id, "elements": elements}


def _over(alert: Alert, now: datetime, place: str) -> Blocks:
    """Render what is left of an alert that is over: no buttons, how it ended, how long it lasted, by whom."""
    problem = alert.problem
    sign = ":white_circle:" if alert.outcome == FORGOTTEN else ":white_check_mark:"
    lasted = lasting(problem.since, alert.closed_at or now)
    how = f"after {lasted}" if lasted != "just now" else "at once"
    ended = f"{sign} *{by_whom(alert)}* · {how}, {clock_time(alert.closed_at)}"
    return [
        section(f"~{escaped(problem.headline, 300)}~\n{ended}"),
        context(f"{_about(alert, now, place)}{called(alert)} · {_ids(alert)}"),
    ]
