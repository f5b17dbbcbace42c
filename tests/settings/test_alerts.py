"""[alerts] of hangup.toml."""

from datetime import time, timedelta

import pytest
from pydantic import ValidationError

from bot.domain.access import Access, Role
from bot.domain.alert_policy import Call
from bot.settings import AlertsSettings

ADMINS = Access(roles={Role.ADMIN: frozenset({"U0ADMIN", "S0ADMINS"})})


def wrong(**values):
    with pytest.raises(ValidationError) as refused:
        AlertsSettings.model_validate(values)
    return str(refused.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("asia/singapore", "did you mean 'Asia/Singapore'"),
        ("Singapur", "did you mean 'Singapore'"),
        ("Asia/Singapoor", "did you mean 'Asia/Singapore'"),
        ("Kuala Lumpur", "did you mean 'Asia/Kuala_Lumpur'"),
        ("Germany/Berlin", "did you mean 'Europe/Berlin'"),
        ("xyzzy", "write one such as 'Asia/Singapore'"),
    ],
)
def test_a_time_zone_that_does_not_exist_is_told_which_was_meant(written, said):
    assert said in wrong(time_zone=written)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"channel": "#incidents"}, "is no channel id"),
        ({"digest_channel": "U0LEADA"}, "is no channel id"),
        ({"escalate_group": "U0LEADA"}, "is no user group's id"),
        ({"escalate_people": ["S0LEADS"]}, "is no user id"),
        ({"digest_at": "9"}, "is no time of day"),
        ({"digest_at": "24:00"}, "is no time of day"),
        ({"escalate_after_minutes": 0}, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said(values, said):
    assert said in wrong(**values)


def test_a_group_is_called_first_and_people_never_before_it():
    given = AlertsSettings(
        escalate_group="S0LEADS",
        escalate_people=("U0A",),
        escalate_after_minutes=20,
        escalate_people_after_minutes=5,
    )
    later = timedelta(minutes=20)
    assert given.policy(ADMINS).steps == (Call(later, ("S0LEADS",)), Call(later, ("U0A",)))


def test_without_a_group_the_people_are_called_at_their_time():
    given = AlertsSettings(escalate_people=("U0A",), escalate_people_after_minutes=5)
    assert given.policy(ADMINS).steps == (Call(timedelta(minutes=5), ("U0A",)),)


def test_where_no_channel_takes_a_card_the_people_do_and_then_the_admins():
    given = AlertsSettings(channel="C0INCID", escalate_people=("U0A",))
    assert given.policy(ADMINS).places("C0TEAM") == ("C0TEAM", "C0INCID", "U0A", "U0ADMIN")
    assert AlertsSettings().policy(Access()).places("") == ()


def test_without_settings_there_is_no_digest_and_nobody_is_called():
    given = AlertsSettings()
    assert (given.channels, given.digest_time, str(given.zone)) == ((), time(9), "UTC")
    assert given.policy(Access()).steps == ()
