"""Hours of the week in a named time zone, whole across the days on which clocks are changed."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From a minute of the day to another (0..1440), on weekdays from 0, Monday; to an earlier one: past midnight."""

    days: frozenset[int]
    start: int
    end: int

    @property
    def length(self) -> int:
        """How many minutes of the wall clock it lasts: never none, at most a day."""
        return (self.end - self.start - 1) % MINUTES_A_DAY + 1


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of the week by the wall clock of a time zone.

    Each span of a day is one stretch of time without a hole: one that begins at a wall time that a change of clocks
    leaves out begins with that change, and one that ends there ends with it; at a wall time that comes twice a span
    begins the first time and ends the second time. `written` is how somebody wrote them.
    """

    spans: tuple[Span, ...]
    zone: ZoneInfo
    written: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """Say them, as they were written, with their zone."""
        return f"{self.written} ({self.zone.key})"

    def hold(self, moment: datetime) -> bool:
        """Whether an aware moment is within."""
        # A span belongs to the day that it begins on: it may have begun two days ago where a day was left out.
        today = moment.astimezone(self.zone).date()
        days = [today - timedelta(days=back) for back in (0, 1, 2)]
        return any(start <= moment < end for day in days for start, end in self.stretches(day))

    def stretches(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """List what begins on a day, each from and to a moment in UTC; those that a change of clocks swallows too."""
        return tuple(
            (self._moment(day, span.start, late=False), self._moment(day, span.start + span.length, late=True))
            for span in self.spans
            if day.weekday() in span.days
        )

    def _moment(self, day: date, minutes: int, *, late: bool) -> datetime:
        """Tell when the wall clock shows this; of two moments the first, or the `late` one."""
        days, minute = divmod(minutes, MINUTES_A_DAY)
        wall = datetime.combine(day + timedelta(days=days), time(*divmod(minute, 60)))
        first, second = (wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if second < first:
            return self._change(second, first)
        return second if late else first

    def _change(self, before: datetime, after: datetime) -> datetime:
        """Find the moment at which the clocks are changed, between two; halving is quick, and zones list no changes."""
        old = before.astimezone(self.zone).utcoffset()
        while after - before > SECOND:
            middle = before + (after - before) // 2
            if middle.astimezone(self.zone).utcoffset() == old:
                before = middle
            else:
                after = middle
        return after.replace(microsecond=0)
