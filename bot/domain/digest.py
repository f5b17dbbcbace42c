"""The digest: what a day's alerts were, reckoned from when to when in a named time zone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from statistics import median


@dataclass(frozen=True, slots=True)
class PastAlert:
    """As much of an alert as a digest needs; `closed_by` is empty for what ended by itself."""

    rule: str
    raised_at: datetime
    closed_at: datetime | None = None
    closed_by: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happened in a time: the alerts that were raised, closed or open in it, and the refusals by cause."""

    alerts: Sequence[PastAlert] = ()
    refusals: Mapping[str, int] = field(default_factory=dict)
    muted: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """The same, counted. Durations are of the alerts that were closed, from being raised to their end."""

    since: datetime
    until: datetime
    raised: int
    quiet: int
    by_rule: Mapping[str, int]
    ended: int
    by_lead: Mapping[str, int]
    still_open: int
    usual: timedelta | None
    longest: timedelta | None
    refusals: Mapping[str, int]
    muted: Sequence[str]

    @property
    def empty(self) -> bool:
        """Whether nothing has happened, and nothing is open."""
        return not (self.raised or self.ended or self.by_lead or self.still_open or self.refusals)


def digest_of(found: Happenings, since: datetime, until: datetime) -> Digest:
    """Count."""
    raised = [one for one in found.alerts if since <= one.raised_at < until]
    closed = [one for one in found.alerts if one.closed_at is not None and since <= one.closed_at < until]
    lasted = [one.closed_at - one.raised_at for one in closed if one.closed_at is not None]
    still = [o for o in found.alerts if o.raised_at < until and (o.closed_at is None or o.closed_at >= until)]
    return Digest(
        since,
        until,
        raised=len(raised),
        quiet=sum(one.quiet for one in raised),
        by_rule=dict(Counter(one.rule for one in raised).most_common()),
        ended=sum(not one.closed_by for one in closed),
        by_lead=dict(Counter(one.closed_by for one in closed if one.closed_by).most_common()),
        still_open=len(still),
        usual=timedelta(seconds=median(one.total_seconds() for one in lasted)) if lasted else None,
        longest=max(lasted, default=None),
        refusals=dict(sorted(found.refusals.items(), key=lambda pair: -pair[1])),
        muted=tuple(found.muted),
    )


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """Tell when a time of day is on a day, in UTC; one that a change of the clocks leaves out comes just after it.

    One that comes twice is the first of the two.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def latest(now: datetime, at: time, zone: tzinfo) -> tuple[date, datetime, datetime]:
    """Tell the day of the last digest that is due by now, when that was, and when the one before it was."""
    day = now.astimezone(zone).date()
    if moment_of(day, at, zone) > now:
        day -= timedelta(days=1)
    return day, moment_of(day, at, zone), moment_of(day - timedelta(days=1), at, zone)
