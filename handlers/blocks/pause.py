"""The kill switch in words, while it is on: for cards and for refusals."""

from datetime import datetime

from bot.domain.pause import Pause
from handlers.blocks.mrkdwn import Marked, clock_time, day_time, escaped, mention

HOW_TO_RESUME = "An admin ends it with `/conversation resume`."


def pause_line(pause: Pause, now: datetime) -> str:
    """Say who has paused, since when, and why."""
    return f":lock: *Paused* by {mention(pause.by)} since {day_time(pause.since, now)}{_why(pause)}."


def pause_hint(pause: Pause) -> Marked:
    """Say who has paused, and how it ends."""
    return Marked(f"Paused by {mention(pause.by)} since {clock_time(pause.since)}{_why(pause)}. {HOW_TO_RESUME}")


def _why(pause: Pause) -> str:
    return f": {escaped(pause.reason.rstrip('.'), 300)}" if pause.reason else ""
