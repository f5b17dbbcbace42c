"""Hours of the week, across the days on which clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alert import Severity
from bot.domain.watch import AlertRule, Hours, RuleKind, Span

SINGAPORE = ZoneInfo("Asia/Singapore")
BERLIN = ZoneInfo("Europe/Berlin")  # 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Singapore",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Caracas",
]
EVERY_DAY = frozenset(range(7))
MINUTE = timedelta(minutes=1)


def hours(start: int, end: int, zone: ZoneInfo, days: frozenset[int] = EVERY_DAY) -> Hours:
    return Hours((Span(days, start, end),), zone)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_working_hours_are_those_of_the_zone():
    office = hours(8 * 60, 20 * 60, SINGAPORE, frozenset(range(5)))
    assert office.hold(utc(2026, 11, 23, 0, 0))  # Monday 08:00
    assert not office.hold(utc(2026, 11, 22, 23, 59))
    assert not office.hold(utc(2026, 11, 23, 12, 0))  # 20:00 is past them
    assert not office.hold(utc(2026, 11, 28, 4, 0))  # Saturday noon


def test_hours_past_midnight_belong_to_the_day_on_which_they_begin():
    night = hours(22 * 60, 6 * 60, SINGAPORE, frozenset({4}))
    assert night.hold(utc(2026, 11, 27, 14, 0))  # Friday 22:00
    assert night.hold(utc(2026, 11, 27, 21, 59))  # Saturday 05:59
    assert not night.hold(utc(2026, 11, 26, 21, 0))  # Friday 05:00, of Thursday's night


def test_a_whole_day_leaves_no_minute_out():
    assert all(hours(0, 1440, SINGAPORE).hold(utc(2026, 11, 23) + 97 * MINUTE * n) for n in range(30))
    assert hours(540, 540, SINGAPORE).hold(utc(2026, 11, 23))


def test_hours_that_begin_at_a_time_that_does_not_exist_begin_with_the_change():
    (start, end), *_ = hours(2 * 60 + 30, 5 * 60, BERLIN).stretches(date(2026, 3, 29))
    assert (start, end) == (utc(2026, 3, 29, 1), utc(2026, 3, 29, 3))


def test_hours_that_end_at_a_time_that_does_not_exist_end_with_the_change():
    (start, end), *_ = hours(0, 2 * 60 + 30, BERLIN).stretches(date(2026, 3, 29))
    assert (start, end) == (utc(2026, 3, 28, 23), utc(2026, 3, 29, 1))


def test_hours_that_do_not_exist_at_all_do_not_hold():
    (start, end), *_ = hours(2 * 60 + 10, 2 * 60 + 50, BERLIN).stretches(date(2026, 3, 29))
    assert start == end
    assert not hours(2 * 60 + 10, 2 * 60 + 50, BERLIN).hold(start)


def test_a_time_that_comes_twice_begins_the_first_time_and_ends_the_second():
    (start, end), *_ = hours(2 * 60 + 30, 2 * 60 + 45, BERLIN).stretches(date(2026, 10, 25))
    assert (start, end) == (utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 45))
    assert hours(2 * 60 + 30, 2 * 60 + 45, BERLIN).hold(utc(2026, 10, 25, 1, 10))


def test_a_day_that_a_zone_left_out_swallows_its_hours():
    apia = ZoneInfo("Pacific/Apia")  # it had no 2011-12-30
    (start, end), *_ = hours(9 * 60, 17 * 60, apia).stretches(date(2011, 12, 30))
    assert start == end == utc(2011, 12, 30, 10)
    assert hours(9 * 60, 17 * 60, apia).hold(utc(2011, 12, 30, 22))


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.integers(0, 1439),
    st.integers(1, 1440),
)
def test_hours_hold_by_the_wall_clock_wherever_no_change_is_near(zone, moment, start, end):
    found = hours(start, end, ZoneInfo(zone))
    offsets = {(moment + timedelta(hours=h)).astimezone(ZoneInfo(zone)).utcoffset() for h in range(-50, 51)}
    local = moment.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    within = start <= minute < end if start < end else minute >= start or minute < end
    if len(offsets) == 1:
        assert found.hold(moment) is within


@given(st.sampled_from(ZONES), st.dates(date(2005, 1, 1), date(2030, 1, 1)), st.integers(0, 1439), st.integers(1, 1440))
def test_each_days_hours_are_one_stretch_without_a_hole(zone, day, start, end):
    found = hours(start, end, ZoneInfo(zone), frozenset({day.weekday()}))
    ((begin, finish),) = found.stretches(day)
    assert begin <= finish
    assert finish - begin <= timedelta(days=2, hours=2)
    assert all(found.hold(begin + part * (finish - begin) / 8) for part in range(8) if begin < finish)
    assert not found.hold(finish) or start == end


def test_in_quiet_hours_only_what_is_critical_is_raised_and_outside_working_hours_nothing():
    always = hours(0, 24 * 60, ZoneInfo("UTC"))
    never = hours(0, 24 * 60, ZoneInfo("UTC"), frozenset())
    now = utc(2026, 11, 22, 6, 0)
    quiet = AlertRule("rule", RuleKind.WAITING, quiet=always)
    assert [quiet.raises(one, now) for one in Severity] == [False, False, True]
    assert not AlertRule("rule", RuleKind.WAITING, hours=never).raises(Severity.CRITICAL, now)
