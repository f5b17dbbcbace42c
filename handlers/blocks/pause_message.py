"""What an admin is told who has turned the kill switch."""

from datetime import datetime

from bot.domain.pause import Pause
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import day_time, mention, section, spoken
from handlers.blocks.pause import HOW_TO_RESUME, pause_line

STILL_READ_ONLY = "HANGUP_READ_ONLY is set as well: nothing is disconnected until whoever runs Hangup unsets it."


def paused_message(pause: Pause, now: datetime, *, mine: bool, orgs: int = 1) -> Message:
    """Say that it is on, in all orgs; `mine` is false if somebody had paused before."""
    head = pause_line(pause, now) if mine else f"It was paused already. {pause_line(pause, now)}"
    where = f" in any of the {orgs} orgs" if orgs > 1 else ""
    words = f"{head}\nLook-ups work, and nothing is disconnected{where}, by nobody. Every card says so. {HOW_TO_RESUME}"
    return Message(spoken(words), [section(words)])


def resumed_message(ended: Pause | None, now: datetime, *, read_only: bool) -> Message:
    """Say that it is off."""
    words = ":unlock: *Hangup was not paused.*"
    if ended is not None:
        since = f"It was paused by {mention(ended.by)} since {day_time(ended.since, now)}."
        words = f":unlock: *Resumed.* Leads may disconnect again. {since}"
    if read_only:
        words += f"\n{STILL_READ_ONLY}"
    return Message(spoken(words), [section(words)])
