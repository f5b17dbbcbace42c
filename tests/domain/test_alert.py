"""An alert's life, as steps without a database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alert import FORGOTTEN, Alert, Event, Severity, Stage
from bot.domain.alert_policy import Call, Policy
from bot.domain.conflict import Evidence
from bot.domain.gathering import gathered, gathering_key
from tests.support.clock import START
from tests.support.problems import a_problem

GROUP, PEOPLE = Call(timedelta(minutes=15), ("S0LEADS",)), Call(timedelta(minutes=30), ("U0A", "U0B"))
POLICY = Policy("C0INCID", (GROUP, PEOPLE), ("U0A", "U0ADMIN"))
NOBODY = Policy("C0INCID")
LEAD = "U0LEADA"


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.fixture
def alert():
    return Alert.of(a_problem(), "A-1", POLICY).alert


def test_raised_it_is_due_when_the_group_is_to_be_called(alert):
    assert (alert.stage, alert.place, alert.due_at) == (Stage.RAISED, "C0INCID", at(15))


def test_without_anybody_to_call_it_is_due_when_it_would_be_forgotten():
    assert Alert.of(a_problem(), "A-1", NOBODY).alert.due_at == START + timedelta(hours=24)


def test_seen_again_as_it_was_nothing_is_to_be_shown(alert):
    turn = alert.seen(a_problem(seen_at=at(1), evidence=(replace_moment(1),)), POLICY, quiet=False)
    assert turn.note is None
    assert turn.alert.revision == alert.revision
    assert turn.alert.problem.seen_at == at(1)


def replace_moment(minutes):
    return Evidence("Tan Wei Ling has the call on hold", "Genesys, the conversation", at(minutes))


def test_seen_again_with_other_words_only_the_card_changes(alert):
    turn = alert.seen(a_problem(headline="Longer"), POLICY, quiet=False)
    assert (turn.note, turn.alert.revision) == (None, alert.revision + 1)


def test_the_earliest_beginning_counts(alert):
    turn = alert.seen(a_problem(since=START - timedelta(hours=1)), POLICY, quiet=False)
    assert turn.alert.problem.since == START - timedelta(hours=1)


def test_worse_it_begins_anew_whoever_took_care_of_it(alert):
    taken = alert.acknowledged(LEAD, at(1), POLICY).alert
    turn = taken.seen(a_problem(severity=Severity.CRITICAL, seen_at=at(20)), POLICY, quiet=False)
    assert (turn.note.event, turn.note.detail, turn.note.broadcast) == (Event.RISEN, "warning", True)
    assert (turn.alert.stage, turn.alert.escalations, turn.alert.due_at) == (Stage.RAISED, 0, at(35))


def test_better_it_only_says_so(alert):
    turn = alert.seen(a_problem(severity=Severity.INFO), POLICY, quiet=False)
    assert (turn.note, turn.alert.problem.severity) == (None, Severity.INFO)


def test_acknowledged_nobody_is_called_and_twice_is_once(alert):
    turn = alert.acknowledged(LEAD, at(1), POLICY)
    assert (turn.note.event, turn.note.by, turn.note.broadcast) == (Event.ACKNOWLEDGED, LEAD, False)
    assert turn.alert.due_at == START + timedelta(hours=24)
    assert turn.alert.acknowledged("U0OTHER", at(2), POLICY) is None


def test_snoozed_it_wakes_and_is_called_for_anew(alert):
    rests = alert.snoozed(LEAD, at(1), at(61), POLICY).alert
    assert (rests.stage, rests.due_at) == (Stage.SNOOZED, at(61))
    woken = rests.due(at(61), POLICY)
    assert woken.note.event is Event.WOKEN
    assert (woken.alert.stage, woken.alert.until, woken.alert.due_at) == (Stage.RAISED, None, at(76))


def test_a_snooze_longer_than_memory_still_wakes(alert):
    rests = alert.snoozed(LEAD, at(1), START + timedelta(days=3), POLICY).alert
    assert rests.due(START + timedelta(days=3), POLICY).note.event is Event.WOKEN


def test_unanswered_the_group_is_called_then_the_people_then_nobody(alert):
    first = alert.due(at(15), POLICY)
    assert (first.note.event, first.note.detail, first.alert.due_at) == (Event.ESCALATED, "S0LEADS", at(30))
    second = first.alert.due(at(30), POLICY)
    assert (second.note.detail, second.alert.due_at) == ("U0A U0B", START + timedelta(hours=24))
    assert second.alert.escalated(at(31), POLICY, LEAD) is None


def test_escalated_by_a_lead_an_acknowledged_one_is_open_to_all_again(alert):
    taken = alert.acknowledged(LEAD, at(1), POLICY).alert
    turn = taken.escalated(at(2), POLICY, LEAD)
    assert (turn.alert.stage, turn.note.by, turn.alert.due_at) == (Stage.RAISED, LEAD, at(30))


def test_called_late_they_have_their_time_before_the_next_are(alert):
    late = alert.due(at(200), POLICY)
    assert (late.note.detail, late.alert.due_at) == ("S0LEADS", at(215))


def test_escalated_by_a_lead_long_after_it_was_acknowledged_the_next_are_not_called_at_once(alert):
    taken = alert.acknowledged(LEAD, at(1), POLICY).alert
    assert taken.escalated(at(120), POLICY, LEAD).alert.due_at == at(135)


def test_looked_at_before_anybodys_turn_nobody_is_called(alert):
    turn = alert.due(at(14), POLICY)
    assert (turn.note, turn.alert.due_at) == (None, at(15))


def test_settings_that_call_fewer_people_by_now_call_nobody_twice(alert):
    turn = alert.due(at(15), NOBODY)
    assert (turn.note, turn.alert.due_at) == (None, START + timedelta(hours=24))


def test_not_seen_for_a_day_it_is_forgotten(alert):
    taken = alert.acknowledged(LEAD, at(1), POLICY).alert
    turn = taken.due(START + timedelta(hours=24), POLICY)
    assert (turn.alert.stage, turn.alert.outcome, turn.note.by) == (Stage.CLOSED, FORGOTTEN, "")


def test_closed_it_stays_closed_and_nothing_is_due(alert):
    over = alert.closed("Over", at(1), LEAD, POLICY).alert
    assert (over.open, over.due_at, over.closed_at, over.by) == (False, None, at(1), LEAD)
    steps = (
        over.closed("Again", at(2), None, POLICY),
        over.acknowledged(LEAD, at(2), POLICY),
        over.snoozed(LEAD, at(2), at(3), POLICY),
        over.escalated(at(2), POLICY),
        over.tried(LEAD, at(2), "Tried"),
    )
    assert steps == (None,) * 5


def test_reopened_it_is_as_if_just_raised(alert):
    over = alert.escalated(at(1), POLICY).alert.closed("Over", at(2), None, POLICY).alert
    turn = over.reopened(a_problem(seen_at=at(5)), POLICY, quiet=False)
    assert turn.note.event is Event.REOPENED
    assert (turn.alert.stage, turn.alert.closed_at, turn.alert.outcome) == (Stage.RAISED, None, "")
    assert (turn.alert.escalations, turn.alert.due_at) == (0, at(20))


def test_raised_while_its_rule_is_muted_it_calls_nobody_until_it_is_seen_unmuted():
    quiet = Alert.of(a_problem(), "A-1", POLICY, quiet=True).alert
    assert quiet.due_at == START + timedelta(hours=24)
    assert quiet.due(at(15), POLICY).note is None
    turn = quiet.seen(a_problem(seen_at=at(40)), POLICY, quiet=False)
    assert (turn.alert.quiet, turn.alert.due_at, turn.alert.revision) == (False, at(55), quiet.revision + 1)


def test_one_of_many_calls_nobody_by_itself():
    member = Alert.of(a_problem(), "A-1", POLICY, gathered_by="A-0").alert
    assert member.due_at == START + timedelta(hours=24)


def test_the_card_of_many_is_not_forgotten_before_they_are():
    card = Alert.of(a_problem(), "A-1", NOBODY, gathers=True).alert
    assert card.due_at is None


def test_a_place_that_refuses_is_left_for_the_next_until_there_is_none():
    alert = Alert.of(a_problem(channel="C0TEAM"), "A-1", POLICY).alert
    places = [alert.place]
    posted = replace(alert, posted_in="C0TEAM", message_ts="1.0")
    while (turn := posted.moved(posted.place, "is_archived", at(1), POLICY)) is not None:
        assert (turn.alert.message_ts, turn.alert.posted_in, turn.alert.refused) == (None, "", "is_archived")
        posted = turn.alert
        places.append(posted.place)
    assert places == ["C0TEAM", "C0INCID", "U0A", "U0ADMIN"]


def test_a_direct_message_that_refuses_is_left_too(alert):
    told = replace(alert, place="U0A", posted_in="D0A")
    assert told.moved("D0A", "is_inactive", at(1), POLICY).alert.place == "U0ADMIN"


def test_a_place_that_was_left_already_moves_nothing(alert):
    moved = alert.moved("C0INCID", "is_archived", at(1), POLICY).alert
    assert moved.moved("C0INCID", "is_archived", at(2), POLICY) is None


def test_what_a_lead_tried_is_noted(alert):
    turn = alert.tried(LEAD, at(1), "Refused")
    assert (turn.note.event, turn.note.detail, turn.alert.stage) == (Event.TRIED, "Refused", Stage.RAISED)


def test_severities_are_in_order():
    assert [s.rank for s in (Severity.INFO, Severity.WARNING, Severity.CRITICAL)] == [0, 1, 2]


def test_many_are_told_by_the_latest_five_and_a_count():
    latest = [a_problem(f"held:{n}", headline=f"Number {n}") for n in range(5)]
    whole = gathered(latest, 12, Severity.CRITICAL, START, "C0TEAM")
    assert whole.headline == "12 alerts of the rule held too long at once"
    assert [fact.fact for fact in whole.evidence] == [f"Number {n}" for n in range(5)] + ["and 7 more"]
    assert whole.key == gathering_key(a_problem(channel="C0TEAM"))
    assert whole.org == "genesys"


def test_many_of_several_orgs_are_of_none():
    whole = gathered([a_problem(), a_problem(org="zurich")], 2, Severity.INFO, START, "")
    assert whole.org == ""
