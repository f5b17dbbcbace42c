"""A duration as people write it: `90 s`, `5 min`, `1 h 30 min`, `2 d`."""

import re
from datetime import timedelta

from bot.settings.quotation import quoted

_UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "m": 60,
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": 86400,
    "day": 86400,
}
LONGEST = 60
_PART = re.compile(r"\s*(\d{1,6})\s*([a-z]+)\s*")


def duration_of(text: object) -> timedelta:
    """Read a duration; raises `ValueError`. A bare number has no unit, and is refused rather than guessed."""
    wrong = ValueError(f'{quoted(text)} is no duration: write it as in "90 s", "5 min", "1 h 30 min" or "2 d"')
    if not isinstance(text, str) or not text.strip():
        raise wrong
    seconds, at = 0, 0
    lowered = text.lower()
    if len(lowered) > LONGEST:
        raise wrong
    while at < len(lowered):
        part = _PART.match(lowered, at)
        unit = part and (_UNITS.get(part[2]) or _UNITS.get(part[2].removesuffix("s")))
        if not part or not unit:
            raise wrong
        seconds += int(part[1]) * unit
        at = part.end()
    return timedelta(seconds=seconds)
