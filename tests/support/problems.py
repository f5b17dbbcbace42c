"""Problems to raise alerts from."""

from datetime import timedelta
from typing import Any

from bot.domain.alert import Problem, Severity
from bot.domain.conflict import Evidence
from tests.support.clock import START

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"


def a_problem(key: str = "held:1", **facts: Any) -> Problem:
    """Make a problem that was seen at `START`, five minutes after it began."""
    values: dict[str, Any] = {
        "key": key,
        "rule": "held too long",
        "severity": Severity.WARNING,
        "headline": "A customer is on hold for 5 minutes",
        "why": "Who waits this long hangs up, and calls again.",
        "since": START - timedelta(minutes=5),
        "seen_at": START,
        "org": "genesys",
        "conversation_id": CALL,
        "participant_id": AGENT,
        "evidence": (Evidence("Tan Wei Ling has the call on hold", "Genesys, the conversation", START),),
        "next_steps": ("Ask Tan Wei Ling what is going on.", "Look up the conversation."),
    }
    return Problem(**{**values, **facts})
