"""The day's digest: raised, closed by whom, how long, refusals by cause."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.digest import Digest
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import Blocks, context, day_time, escaped, lasting, lines, mention, section

LINES_SHOWN = 8


def digest_message(digest: Digest, now: datetime, zone: str) -> Message:
    """Render a digest; `zone` is the name of the time zone whose day it is."""
    if not digest.raised and not digest.still_open:
        head = ":newspaper: *A quiet day*: no alert was raised, and none is open."
    else:
        quiet = f", {digest.quiet} of them without a card since the rule was muted" if digest.quiet else ""
        head = f":newspaper: *The day in alerts*\n{_counted(digest.raised, 'alert')} raised{quiet}."
    blocks: Blocks = [section(head)]
    closed = digest.ended + sum(digest.by_lead.values())
    if closed:
        how = [f"{digest.ended} by itself"] if digest.ended else []
        how += [f"{count} by {mention(lead)}" for lead, count in list(digest.by_lead.items())[:LINES_SHOWN]]
        usual = f"Half of them lasted no longer than {_long(digest.usual)}, the longest {_long(digest.longest)}."
        blocks.append(section(f"*{_counted(closed, 'alert')} closed*: {', '.join(how)}. {usual}"))
    if digest.still_open:
        blocks.append(
            section(f"*{_counted(digest.still_open, 'alert')} still open*. `/conversation alerts` lists them.")
        )
    if digest.by_rule:
        blocks.append(section(f"*By rule*\n{_table(digest.by_rule)}"))
    if digest.refusals:
        count = _counted(sum(digest.refusals.values()), "disconnect")
        blocks.append(section(f"*{count} refused by the platform*\n{_table(digest.refusals)}"))
    if digest.muted:
        blocks.append(context(":mute: Muted: " + ", ".join(escaped(rule, 60) for rule in digest.muted[:LINES_SHOWN])))
    blocks.append(
        context(f"{day_time(digest.since, now)} to {day_time(digest.until, now)}, a day in {escaped(zone, 60)}")
    )
    text = f"The day in alerts: {digest.raised} raised, {closed} closed, {digest.still_open} open."
    return Message(text, blocks)


def _table(counts: Mapping[str, int]) -> str:
    shown = [f"• {escaped(name.replace('_', ' '), 80)}: {count}" for name, count in counts.items()]
    more = len(shown) - LINES_SHOWN
    return lines([*shown[:LINES_SHOWN], *([f"… and {more} more"] if more > 0 else [])])


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _long(lasted: timedelta | None) -> str:
    start = datetime.min.replace(tzinfo=UTC)
    said = lasting(start, start + lasted) if lasted is not None else ""
    return "a moment" if said == "just now" else said
