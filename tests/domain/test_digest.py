"""The digest: what is counted, and from when to when."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digest import Happenings, PastAlert, digest_of, latest, moment_of

DAY = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NEXT = DAY + timedelta(days=1)


def hours(count):
    return DAY + timedelta(hours=count)


def test_what_was_raised_and_closed_is_counted_by_whom_and_how_long():
    found = Happenings(
        [
            PastAlert("held", hours(1), hours(2)),
            PastAlert("held", hours(1), hours(4), "U0LEADA"),
            PastAlert("held", hours(-5), hours(3), "U0LEADA"),
            PastAlert("noise", hours(2), quiet=True),
            PastAlert("held", hours(-9)),
            PastAlert("held", hours(25)),
            PastAlert("held", hours(2), hours(26)),
        ],
        {"a": 1, "b": 3},
        ("noise",),
    )
    digest = digest_of(found, DAY, NEXT)
    assert (digest.raised, digest.quiet, digest.by_rule) == (4, 1, {"held": 3, "noise": 1})
    assert (digest.ended, digest.by_lead, digest.still_open) == (1, {"U0LEADA": 2}, 3)
    assert (digest.usual, digest.longest) == (timedelta(hours=3), timedelta(hours=8))
    assert list(digest.refusals) == ["b", "a"]


def test_a_quiet_day_has_no_durations():
    digest = digest_of(Happenings(), DAY, NEXT)
    assert (digest.raised, digest.usual, digest.longest) == (0, None, None)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Asia/Singapore", date(2026, 11, 22), time(9), datetime(2026, 11, 22, 1, tzinfo=UTC)),
        # The hour from 2 to 3 is left out: half past two comes at what is half past three by then.
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # And in October it comes twice: the first of the two.
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_of_day_is_a_moment_when_the_clocks_change_too(zone, day, at, expected):
    assert moment_of(day, at, ZoneInfo(zone)) == expected


def test_the_day_of_a_change_has_23_or_25_hours():
    berlin = ZoneInfo("Europe/Berlin")
    _, spring, before = latest(datetime(2026, 3, 29, 12, tzinfo=UTC), time(9), berlin)
    assert spring - before == timedelta(hours=23)
    _, autumn, before = latest(datetime(2026, 10, 25, 12, tzinfo=UTC), time(9), berlin)
    assert autumn - before == timedelta(hours=25)


def test_before_todays_time_yesterdays_digest_is_the_last_that_was_due():
    singapore = ZoneInfo("Asia/Singapore")
    day, until, since = latest(datetime(2026, 11, 22, 0, 59, tzinfo=UTC), time(9), singapore)
    assert (day, until, since) == (date(2026, 11, 21), DAY - timedelta(days=1), DAY - timedelta(days=2))
    assert latest(DAY, time(9), singapore)[0] == date(2026, 11, 22)
