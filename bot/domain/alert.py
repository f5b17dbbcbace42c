"""A problem that somebody should know of, as it was seen at one moment: what an alert is raised from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.conflict import Evidence, Explanation


class Severity(StrEnum):
    """How bad it is; a later one is worse."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """The place in the order."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """What was seen, and what it means; sentences without markup.

    `key` tells one problem from another: whatever is seen again with the same key is the same problem, and has one
    card. `rule` is the name of the rule, or of the source, that saw it. `since` is when it began, as far as that is
    known. `channel` is the Slack channel that is to hear of it; empty: the default one of the settings.
    """

    key: str
    rule: str
    severity: Severity
    headline: str
    why: str
    since: datetime
    seen_at: datetime
    channel: str = ""
    org: str = ""
    conversation_id: str | None = None
    participant_id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    next_steps: tuple[str, ...] = ()
    explanation: Explanation | None = None
    trace_id: str | None = None
