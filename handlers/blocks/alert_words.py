"""The words about an alert's life: how it ended, who was called, where its card went."""

from datetime import datetime

from bot.domain.alert import Alert, Event, Note, Severity
from bot.ports import Sight
from handlers.blocks.card import Message
from handlers.blocks.elsewhere import OTHERWISE, WHY
from handlers.blocks.mrkdwn import context, day_time, escaped, lasting, mention, mention_any, section, unmarked
from handlers.blocks.words import NOWHERE, Places, whence

SIGNS = {Severity.INFO: ":information_source:", Severity.WARNING: ":warning:", Severity.CRITICAL: ":rotating_light:"}

BY_ITSELF = {
    Event.RAISED: ":bell: Raised.",
    Event.WOKEN: ":alarm_clock: The snooze is over, and so the alert is raised anew.",
    Event.MOVED: ":mailbox_with_no_mail: The channel did not take the card, so it moved here.",
    Event.REOPENED: ":repeat: It is there again, so the alert is open again.",
}


def by_whom(alert: Alert) -> str:
    """Say how an alert ended, and by whom: mrkdwn."""
    outcome = _inside(escaped(alert.outcome, 300).rstrip("."))
    if alert.by:
        return f"Closed by {mention(alert.by)}: {outcome}"
    return f"Over by itself: {outcome}" if outcome else "Over by itself"


def _inside(sentence: str) -> str:
    """Make a sentence fit for the middle of another; one that begins with a name of two words keeps its capital."""
    named = sentence.partition(" ")[2][:1].isupper()
    return sentence if named else f"{sentence[:1].lower()}{sentence[1:]}"


def called(alert: Alert) -> str:
    """Say that people were called, if they were."""
    return f" · escalated {_times(alert.escalations)}" if alert.escalations else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def place_refused(alert: Alert) -> str:
    """Say why a card is not where it was meant to be."""
    wanted = f"<#{alert.problem.channel}>" if alert.problem.channel else "its channel"
    why = WHY.get(alert.refused, OTHERWISE).format(channel=wanted)
    return f":mailbox_with_no_mail: {why} So this came here."


def note_message(alert: Alert, note: Note, now: datetime, places: Places = NOWHERE) -> Message:
    """Render one line of an alert's history, for its thread; what the channel sees too says what it is about."""
    words = note_words(alert, note, now)
    if note.broadcast:
        words += f"\n{escaped(alert.problem.headline, 300)}{_where(alert, places)}"
    # Who is mentioned is mentioned in the blocks: a message's own text mentions nobody.
    text = f"{note.event.value.capitalize()}: {alert.problem.headline}"
    return Message(unmarked(text), [section(words)])


def note_words(alert: Alert, note: Note, now: datetime) -> str:
    """Say what happened to an alert: mrkdwn."""
    who = mention(note.by) if note.by else ""
    match note.event:
        case Event.ACKNOWLEDGED:
            return f":eyes: Acknowledged by {who}. Nobody else is called."
        case Event.SNOOZED:
            rests = lasting(note.at, note.until) if note.until else ""
            return f":zzz: Snoozed by {who} for {rests}, until {day_time(note.until, now)}."
        case Event.ESCALATED:
            names = ", ".join(map(mention_any, note.detail.split()))
            why = f"{who} escalates this." if who else "Nobody has acknowledged this yet."
            waited = "" if who else f" It was raised {lasting(alert.raised_at, note.at)} ago."
            return f":rotating_light: {names} {why}{waited}"
        case Event.RISEN:
            before, after = escaped(note.detail, 20), alert.problem.severity.value
            return f"{SIGNS[alert.problem.severity]} *It got worse*: from {before} to {after}."
        case Event.TRIED:
            by = f" by {who}" if who else ""
            return f":information_source: {escaped(note.detail, 300)}{by}."
        case Event.CLOSED:
            how = f"Closed by {who}" if who else "Over by itself"
            outcome = escaped(note.detail, 300).rstrip(".")
            return f":white_check_mark: {how}: {outcome}."
        case _:
            return BY_ITSELF[note.event]


def call_message(seen: Sight, note: Note, now: datetime, link: str = "", *, places: Places = NOWHERE) -> Message:
    """Render what is sent to a person who is called about an alert; `link` leads to its card."""
    alert = seen.alert
    why = f"{mention(note.by)} escalates this to you." if note.by else "Nobody has acknowledged this alert yet."
    words = f":rotating_light: *{escaped(alert.problem.headline, 300)}*\n{escaped(alert.problem.why, 600)}"
    where = f"<{link}|its card>" if link else f"its card in <#{alert.posted_in}>"
    return Message(
        unmarked(f"Escalated to you: {alert.problem.headline}"),
        [
            section(words),
            context(
                f"{why} Raised {day_time(alert.raised_at, now)}{_where(alert, places)}. Acknowledge it on {where}."
            ),
        ],
    )


def _where(alert: Alert, places: Places) -> str:
    org = alert.problem.org
    return f" · {whence(org, places.get(org, ''))}" if org else ""
