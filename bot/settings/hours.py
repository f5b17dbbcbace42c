"""Hours of the week as people write them: `Mon-Fri 08:00-20:00, Sat 09:00-13:00`."""

import re
from zoneinfo import ZoneInfo

from bot.domain.watch import Hours, Span
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY = frozenset(range(7))
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_FORM = 'write it as in "Mon-Fri 08:00-20:00, Sat 09:00-13:00" or "22:00-06:00"'


def hours_of(text: str, zone: ZoneInfo) -> Hours:
    """Read hours; without days they are every day's, and an end before the beginning is the next day's.

    Raises `ValueError` with the part that is wrong.
    """
    parts = [part.strip() for part in re.split(r"[,;]", text)]
    # A comma may stand between days too: "Mon, Wed 08:00-12:00".
    spans: list[Span] = []
    days: set[int] = set()
    for part in parts:
        times = _TIMES.search(part)
        if times is None:
            days |= _days(part, text)
            continue
        if part[times.end() :].strip():
            raise ValueError(f"{quoted(part)} is not understood: {_FORM}")
        before = part[: times.start()].strip()
        days |= _days(before, text) if before else set()
        start, end = _minute(times[1], times[2]), _minute(times[3], times[4])
        if start == 24 * 60:
            raise ValueError(f"{quoted(part)} begins at 24:00: write 00:00, of the next day")
        spans.append(Span(frozenset(days) or _EVERY_DAY, start, end))
        days = set()
    if days or not spans:
        raise ValueError(f"{quoted(text)} says no times: {_FORM}")
    return Hours(tuple(spans), zone, " ".join(text.split()))


def _days(words: str, text: str) -> set[int]:
    found: set[int] = set()
    for word in words.split():
        ends = [_day(one, text) for one in re.split(r"[-–]", word)]
        if len(ends) > 2:  # noqa: PLR2004 - from and to
            raise ValueError(f"{quoted(word)} is not understood: {_FORM}")
        first, last = ends[0], ends[-1]
        found |= {(first + number) % 7 for number in range((last - first) % 7 + 1)}
    return found


def _day(word: str, text: str) -> int:
    lowered = word.lower()
    if lowered in NAMES:
        return NAMES.index(lowered)
    if lowered not in DAYS:
        if not word.isalpha():
            raise ValueError(f"{quoted(text)} is not understood: {_FORM}")
        raise ValueError(f"the day {unknown(word, [day.capitalize() for day in DAYS])}")
    return DAYS.index(lowered)


def _minute(hour: str, minute: str) -> int:
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > 24 * 60:  # noqa: PLR2004 - minutes of an hour
        raise ValueError(f"{hour}:{minute} is no time of day: they go from 00:00 to 24:00")
    return found
