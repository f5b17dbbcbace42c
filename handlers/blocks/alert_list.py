"""What `/conversation alerts` shows: the open alerts, the rules, and what was done to a rule."""

from datetime import datetime

from bot.domain.alert import Alert, Stage
from bot.ports import RuleState
from bot.use_cases.list_alerts import Listed
from handlers.blocks.alert_words import SIGNS
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import code, context, day_time, escaped, lasting, lines, mention, section
from handlers.blocks.words import NOWHERE, Places, whence

NONE_OPEN = ":white_check_mark: *No alert is open.*"
NO_RULES = "No rule is set up, and none has raised anything."


def alerts_message(found: Listed, now: datetime, places: Places = NOWHERE) -> Message:
    """Render the list; `places` say platform and region of an org by its name."""
    count = f"{found.open} alert{'' if found.open == 1 else 's'} open"
    blocks = [section(NONE_OPEN)]
    if found.alerts:
        more = found.open - len(found.alerts)
        head = f"*{count}*" + (f", the latest {len(found.alerts)}:" if more > 0 else "")
        blocks = [section(f"{head}\n{lines(_line(alert, now, places) for alert in found.alerts)}")]
    rules = lines(_rule(state, words, now) for state, words in found.rules) or NO_RULES
    blocks += [section(f"*Rules*\n{rules}"), context("Only you see this. A rule is muted and unmuted on its cards.")]
    return Message(count if found.open else "No alert is open.", blocks)


def _line(alert: Alert, now: datetime, places: Places) -> str:
    problem = alert.problem
    parts = [f"{SIGNS[problem.severity]} *{escaped(problem.headline, 150)}*", f"open for {_long(alert, now)}"]
    parts += [whence(problem.org, places.get(problem.org, ""))] if problem.org else []
    match alert.stage:
        case Stage.ACKNOWLEDGED:
            parts.append(f"acknowledged by {mention(alert.by)}")
        case Stage.SNOOZED:
            parts.append(f"snoozed by {mention(alert.by)} until {day_time(alert.until, now)}")
        case _ if alert.escalations:
            parts.append("escalated")
        case _:
            pass
    if alert.quiet:
        parts.append("no card: its rule is muted")
    elif alert.posted_in.startswith(("C", "G")):
        parts.append(f"in <#{alert.posted_in}>")
    if problem.conversation_id:
        parts.append(f"`{code(problem.conversation_id, 60)}`")
    return " · ".join(parts)


def _long(alert: Alert, now: datetime) -> str:
    lasted = lasting(alert.problem.since, now)
    return "a moment" if lasted == "just now" else lasted


def _rule(state: RuleState, words: str, now: datetime) -> str:
    parts = [f"• *{escaped(state.rule, 60)}*" + (f": {escaped(words, 200)}" if words else "")]
    if state.mute is not None:
        parts.append(f":mute: muted by {mention(state.mute.by)} {day_time(state.mute.since, now)}")
    parts.append(f"{state.open} open" if state.open else "none open")
    parts.append(f"last raised {day_time(state.last_raised, now)}" if state.last_raised else "never raised")
    return " · ".join(parts)
