"""The ledger's lines and its head, as a person reads them in Slack."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.disconnection import Outcome
from bot.domain.family import place_of
from bot.domain.reason import Reason
from bot.ports import Entry, Head
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import code, context, day_time, escaped, lines, mention, section
from handlers.blocks.words import OUTCOMES

STEPS = {
    "looked_up": (":mag:", "looked up"),
    "denied": (":no_entry:", "was refused"),
    "searched": (":mag:", "searched"),
    "rule_tested": (":mag:", "tried a rule"),
    "explained": (":bulb:", "explained"),
    "revealed": (":eye:", "shown unmasked"),
    "claimed": (":hourglass_flowing_sand:", "taken over after a crash"),
    "erased": (":wastebasket:", "personal words erased"),
    "retained": (":wastebasket:", "older lines removed"),
}


def audit_message(
    about: str, entries: Sequence[Entry], now: datetime, reasons: Sequence[Reason], *, hidden: int = 0
) -> Message:
    """Render lines, the newest first: when, who, what, why, to what; notes are left to `hangup audit`."""
    left_out = f"{hidden} more about what you may not look up." if hidden else ""
    if not entries:
        words = "The ledger holds no line about this."
        shown = f"The ledger holds no line about {about}" + (" that you may see." if hidden else ".")
        return Message(words, [section(shown), *([context(left_out)] if hidden else [])])
    labels = {reason.code: reason.label for reason in reasons}
    text = lines(_line(entry, now, labels, about) for entry in entries)
    return Message(
        f"The ledger's latest {len(entries)} lines",
        [
            section(f"*The ledger about {about}*, the newest first"),
            section(text),
            context(f"Only you see this. {left_out}".strip()),
        ],
    )


def head_message(head: Head, at: datetime) -> Message:
    """Render the head of the chain for the channel that keeps it."""
    words = f"The ledger stands at line {head.number:,}"
    check = f"hangup audit verify --head {head}"
    return Message(
        f"{words}. Head {head}",
        [
            section(f":link: *{words}* as of {at:%Y-%m-%d %H:%M} UTC\n`{code(str(head), 90)}`"),
            context(f"Keep this message: `{code(check, 120)}` proves that no line up to here was changed or removed."),
        ],
    )


def _line(entry: Entry, now: datetime, labels: dict[str, str], about: str) -> str:
    sign, word = _step(entry.step)
    parts = [f"{sign} {day_time(entry.at, now)} {mention(entry.by)} *{word}*"]
    if entry.reason:
        parts.append(escaped(labels.get(entry.reason, entry.reason), 80))
    if entry.detail:
        parts.append(escaped(entry.detail.replace("_", " "), 80))
    conversation = f"`{code(entry.conversation_id, 60)}`" if entry.conversation_id else ""
    if conversation and conversation != about:
        parts.append(conversation)
    if entry.org:
        place = place_of(entry.region or "")
        parts.append(f"org {escaped(entry.org, 40)}" + (f" ({escaped(place, 60)})" if place else ""))
    if entry.participant_id:
        parts.append(f"participant `{code(entry.participant_id[:13], 13)}`")
    if entry.disconnection_id:
        parts.append(f"ref `{code(entry.disconnection_id, 40)}`")
    return " · ".join(parts)


def _step(step: str) -> tuple[str, str]:
    try:
        return OUTCOMES[Outcome(step)]
    except ValueError:
        return STEPS.get(step, (":small_blue_diamond:", escaped(step.replace("_", " "), 40)))
