"""The kill switch while it is on."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Who has paused Hangup, since when, and why; an empty `reason` was not given."""

    by: str
    since: datetime
    reason: str = ""
