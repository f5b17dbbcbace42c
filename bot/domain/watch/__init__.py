"""What Hangup watches by itself: rules, when they hold, what they see, and what becomes of it."""

from bot.domain.watch.course import Closing, Look, Tracked, Turn, Watch, WatchState, take_turn
from bot.domain.watch.hours import Hours, Span
from bot.domain.watch.rule import AlertRule, RuleKind

__all__ = [
    "AlertRule",
    "Closing",
    "Hours",
    "Look",
    "RuleKind",
    "Span",
    "Tracked",
    "Turn",
    "Watch",
    "WatchState",
    "take_turn",
]
