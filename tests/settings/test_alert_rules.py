"""[[alerts.rules]]: what loads, and how what does not is named."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.domain.alert import Severity
from bot.domain.communication import Media
from bot.domain.watch import RuleKind
from bot.domain.watch.rule import Stuck
from bot.settings.alert_rules import AlertRuleSettings, rules_of
from bot.settings.duration import duration_of
from bot.settings.hours import hours_of
from bot.settings.zone import zone_of

UTC_ZONE = ZoneInfo("UTC")
MINUTE = timedelta(minutes=1)


def settings(**table: Any) -> AlertRuleSettings:
    return AlertRuleSettings.model_validate({"name": "rule", "kind": "waiting", **table})


def test_a_rule_may_say_as_little_as_a_name_and_a_kind():
    rule = settings(kind="stuck_state").rule(UTC_ZONE)
    assert (rule.severity, rule.longer_than, rule.every) == (Severity.WARNING, 5 * MINUTE, MINUTE)
    assert rule.states == {Stuck.ALERTING, Stuck.HELD, Stuck.WRAP_UP}
    storm = settings(kind="refusal_storm").rule(UTC_ZONE)
    assert (storm.times, storm.within) == (5, 10 * MINUTE)
    assert settings(kind="too_old").rule(UTC_ZONE).media == {Media.CALL}


def test_a_rule_may_say_everything():
    rule = settings(
        severity="critical",
        channel="C0INCIDENTS",
        every="30 s",
        longer_than="1 h 30 min",
        critical_after="2 h",
        orgs=["singapore"],
        queues=["Fraud Desk"],
        media=["call", "message"],
        hours="Mon-Fri 08:00-20:00",
        quiet="22:00-06:00",
        time_zone="Asia/Singapore",
    ).rule(UTC_ZONE)
    assert (rule.severity, rule.channel, rule.every) == (Severity.CRITICAL, "C0INCIDENTS", timedelta(seconds=30))
    assert (rule.longer_than, sorted(rule.media)) == (timedelta(minutes=90), [Media.CALL, Media.MESSAGE])
    assert rule.means_queue("some-id", "fraud desk")
    assert not rule.means_queue("some-id", None)
    assert rule.raises(Severity.INFO, datetime(2026, 11, 23, 1, tzinfo=UTC))
    assert not rule.raises(Severity.CRITICAL, datetime(2026, 11, 22, 1, tzinfo=UTC))  # a Sunday


def test_quiet_hours_hold_back_all_but_what_is_critical():
    rule = settings(quiet="Sat-Mon 22:00-06:00", time_zone="Asia/Singapore").rule(UTC_ZONE)
    night = datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert not rule.raises(Severity.WARNING, night)
    assert rule.raises(Severity.CRITICAL, night)
    assert rule.raises(Severity.INFO, night + timedelta(hours=8))


def test_a_zone_of_all_rules_is_taken_where_the_rule_names_none():
    rule = settings(hours="08:00-09:00").rule(ZoneInfo("Asia/Singapore"))
    assert rule.raises(Severity.INFO, datetime(2026, 11, 22, 0, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"kind": "wating"}, "'wating' is not known; did you mean 'waiting'?"),
        ({"severty": "info"}, "did you mean 'severity'?"),
        ({"severity": "Critcal"}, "did you mean 'critical'?"),
        ({"media": ["voice"]}, "'voice' is not known"),
        ({"media": ["emial"]}, "did you mean 'email'?"),
        ({"kind": "stuck_state", "states": ["wrapup"]}, "did you mean 'wrap_up'?"),
        ({"queues": []}, "queues is empty"),
        ({"name": "a/b"}, "no name for a rule"),
        ({"channel": "#incidents"}, "is no channel id"),
        ({"every": "1 s"}, "every must be from 5 s to 1 d"),
        ({"every": "soon"}, "is no duration"),
        ({"every": 60}, "'60' is no duration"),
        ({"times": 5}, "times says nothing to a rule of the kind waiting"),
        ({"kind": "org_silent", "queues": ["Fraud Desk"]}, "queues says nothing"),
        ({"kind": "heartbeat"}, "sources is missing"),
        ({"kind": "refusal_storm", "times": 1}, "greater than or equal to 2"),
        ({"time_zone": "Asia/Singapur"}, "did you mean 'Asia/Singapore'?"),
        ({"time_zone": "Xyzzy"}, "write one such as 'Asia/Singapore'"),
        ({"time_zone": "../etc/passwd"}, "is no time zone"),
        ({"time_zone": "berlin"}, "did you mean 'Europe/Berlin'?"),
        ({"time_zone": "new york"}, "did you mean 'America/New_York'?"),
        ({"hours": "Mno-Fri 08:00-20:00"}, "the day 'Mno' is not known; did you mean 'Mon'?"),
        ({"hours": "Mon-Fri"}, "says no times"),
        ({"hours": "Mon-Fri 8-20"}, "not understood"),
        ({"hours": "Mon-Wed-Fri 08:00-20:00"}, "not understood"),
        ({"hours": "08:00-20:00 daily"}, "not understood"),
        ({"hours": "08:00-25:00"}, "25:00 is no time of day"),
        ({"hours": "08:60-20:00"}, "08:60 is no time of day"),
        ({"hours": "24:00-06:00"}, "begins at 24:00"),
    ],
)
def test_what_is_wrong_is_named(table, words):
    with pytest.raises(ValidationError) as wrong:
        AlertRuleSettings.model_validate({"name": "rule", "kind": "waiting"} | ({"time_zone": "UTC"} | table))
    assert words in str(wrong.value)


@pytest.mark.parametrize("missing", ["name", "kind"])
def test_a_rule_without_a_name_or_a_kind_is_none(missing):
    table = {"name": "rule", "kind": "waiting"}
    del table[missing]
    with pytest.raises(ValidationError, match=f"{missing} is missing"):
        AlertRuleSettings.model_validate(table)


def test_the_own_rules_are_on_where_there_is_a_channel():
    assert rules_of([], None, UTC_ZONE) == ()
    kinds = [rule.kind for rule in rules_of([], "C0INCIDENTS", UTC_ZONE)]
    assert kinds == [RuleKind.NOT_CONFIRMED, RuleKind.REFUSAL_STORM, RuleKind.ORG_SILENT]


def test_an_own_rule_may_be_changed_or_turned_off():
    given = [
        settings(name="storms", kind="refusal_storm", times=9, within="1 h"),
        settings(name="answers", kind="org_silent", enabled=False),
    ]
    rules = {rule.name: rule for rule in rules_of(given, "C0INCIDENTS", UTC_ZONE)}
    assert set(rules) == {"storms", "not-confirmed"}
    assert (rules["storms"].times, rules["storms"].within) == (9, timedelta(hours=1))


def test_two_rules_of_one_name_and_a_rule_that_nobody_hears_of_are_refused():
    with pytest.raises(ValueError, match="two rules are called 'rule'"):
        rules_of([settings(), settings()], "C0INCIDENTS", UTC_ZONE)
    with pytest.raises(ValueError, match="has no channel"):
        rules_of([settings()], None, UTC_ZONE)
    assert len(rules_of([settings(channel="C0INCIDENTS")], None, UTC_ZONE)) == 1


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("5 min", 300), ("1 h 30 min", 5400), ("2 days", 172800), ("1Hour", 3600)]
)
def test_a_duration_is_read_as_people_write_it(text, seconds):
    assert duration_of(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", " ", "5", "min", "5 fortnights", "-5 min", "5 min!", None, True])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="is no duration"):
        duration_of(text)


def test_hours_are_read_as_people_write_them():
    spans = hours_of("Mon-Wed, Fri 08:00-12:00, saturday 9:00–24:00; Sun 22:00-02:00", UTC_ZONE).spans
    assert [(sorted(one.days), one.start, one.end) for one in spans] == [
        ([0, 1, 2, 4], 480, 720),
        ([5], 540, 1440),
        ([6], 1320, 120),
    ]
    assert sorted(hours_of("Fri-Mon 01:00-02:00", UTC_ZONE).spans[0].days) == [0, 4, 5, 6]


def test_a_zone_is_found_by_its_exact_name():
    assert zone_of("Asia/Singapore").key == "Asia/Singapore"


@pytest.mark.parametrize("name", ["longer_than", "critical_after"])
@pytest.mark.parametrize("length", ["0 s", "366 d", "999999 d 999999 d"])
def test_a_length_is_neither_nothing_nor_beyond_all_bounds(name, length):
    with pytest.raises(ValidationError, match=f"{name} must be from 1 s to 365 d"):
        settings(**{name: length})


@pytest.mark.parametrize("length", ["0 s", "366 d"])
def test_a_storm_is_counted_within_a_sensible_time(length):
    with pytest.raises(ValidationError, match="within must be from 1 s to 365 d"):
        settings(kind="refusal_storm", within=length)


def test_a_duration_without_end_is_none():
    with pytest.raises(ValueError, match="is no duration"):
        duration_of("999999 d " * 3000)


@pytest.mark.parametrize("longer_than", [{"longer_than": "5 min"}, {}])
def test_what_is_critical_sooner_than_it_is_raised_is_refused(longer_than):
    with pytest.raises(ValidationError, match=r"critical_after is shorter than longer_than \(5 min\)"):
        settings(critical_after="1 min", **longer_than)


def test_two_names_that_differ_in_case_alone_are_one():
    with pytest.raises(ValueError, match="two rules are called 'Rule'"):
        rules_of([settings(), settings(name="Rule")], "C0INCIDENTS", UTC_ZONE)
