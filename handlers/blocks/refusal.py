"""Why somebody may not, and who may."""

from collections.abc import Sequence

from bot.domain.access import Decision
from handlers.blocks.mrkdwn import Marked, code, mention_any

HOLDERS_SHOWN = 8


def refusal_hint(decision: Decision) -> Marked:
    """Say who may, and the line to add."""
    who = f"Who may: {mentions(decision.holders)}." if decision.holders else "Nobody may so far."
    return Marked(f"{who}\nTo allow it, the person who runs Hangup adds: `{code(decision.fix)}`")


def mentions(ids: Sequence[str]) -> str:
    """Mention people and user groups, the first few."""
    more = len(ids) - HOLDERS_SHOWN
    return ", ".join(map(mention_any, ids[:HOLDERS_SHOWN])) + (f" and {more} more" if more > 0 else "")
