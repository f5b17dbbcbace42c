"""What Hangup sees of itself: refusals with what they have in common, sources, orgs, and how rules say what they do."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.communication import Media
from bot.domain.conflict import Cause
from bot.domain.disconnection import Act, Disconnection, Origin, Phase, Preview
from bot.domain.exchange import TokenProbe
from bot.domain.watch import AlertRule, Hours, RuleKind, Span
from bot.domain.watch.measure import counted, lasting
from bot.domain.watch.own import SILENT_SINCE, Refused, not_confirmed, org_silent, refusal_storm
from bot.domain.watch.rule import Stuck
from tests.domain.watch.scenes import MINUTE, NOW, ago

STORM = AlertRule("storm", RuleKind.REFUSAL_STORM, times=3, within=10 * MINUTE)
SILENT = AlertRule("silent", RuleKind.ORG_SILENT, longer_than=2 * MINUTE)


def refused(minutes: float = 1, cause: Cause = Cause.CONVERSATION_ENDED, on: str = "c-1", by: str = "U1") -> Refused:
    return Refused(ago(minutes), cause, on, by, trace_id=f"t-{minutes}")


@pytest.mark.parametrize(
    ("cause", "again"),
    [
        (None, "press once more"),
        (Cause.NOT_PROVEN, "press once more"),
        (Cause.STUCK_CONVERSATION, "pressing again does not help"),
        (Cause.DUPLICATE_REQUEST, "pressing again does not help"),
    ],
)
def test_what_is_not_confirmed_says_of_pressing_again_what_its_result_said(cause, again):
    seen, origin = Preview(Phase.CONNECTED, 1), Origin("U1")
    demand = Disconnection("H-1", "v:0", Act.DISCONNECT, "sg", "c-1", "p-1", "U1", "stuck", seen, origin, ago(9))
    demand = replace(demand, cause=cause)
    (told,) = not_confirmed(AlertRule("late", RuleKind.NOT_CONFIRMED, longer_than=5 * MINUTE), [demand], NOW)
    assert again in told.next_steps[0]


@pytest.mark.parametrize(
    ("refusals", "common"),
    [
        ([refused(), refused(2), refused(3)], "All were on one conversation."),
        ([refused(), refused(on="c-2"), refused(on="c-3")], "on 3 conversations, and one person pressed each time."),
        ([refused(), refused(on="c-2", by="U2"), refused(on="c-3")], "They were on 3 conversations, by 2 people."),
    ],
)
def test_a_storm_says_what_its_refusals_have_in_common(refusals, common):
    (told,) = refusal_storm(STORM, "sg", refusals, NOW)
    assert told.why.endswith(common)
    assert told.trace_id == "t-1"


@pytest.mark.parametrize(
    "refusals",
    [
        [],
        [refused(), refused()],
        [refused(), refused(), refused(11)],
        [refused(), refused(), refused(cause=Cause.RATE_LIMITED)],
    ],
)
def test_what_is_no_storm(refusals):
    assert refusal_storm(STORM, "sg", refusals, NOW) == ()


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_of_a_storm_is_said_in_a_sentence_with_a_next_step(cause):
    (told,) = refusal_storm(STORM, "sg", [refused(cause=cause)] * 3, NOW)
    assert told.key == f"storm/sg/{cause.value}"
    assert "{" not in told.why
    assert told.next_steps


def test_two_storms_at_once_are_two_problems():
    found = refusal_storm(STORM, "sg", [refused()] * 3 + [refused(cause=Cause.RATE_LIMITED)] * 3, NOW)
    assert len({one.key for one in found}) == 2


def probe(status: int | None) -> TokenProbe:
    return TokenProbe(NOW, "host", accepted=status == 200, status=status)


@pytest.mark.parametrize("status", [200, 400, 404, 429])
def test_an_org_that_answers_at_all_is_not_silent(status):
    look = org_silent(SILENT, "sg", probe(status), {SILENT_SINCE: ago(60)}, NOW)
    assert (look.problems, dict(look.over), dict(look.marks)) == ((), {"silent/sg": "sg answers again."}, {})


@pytest.mark.parametrize("seen", [None, probe(None), probe(401), probe(403), probe(500), probe(503)])
def test_an_org_is_silent_once_that_lasts(seen):
    first = org_silent(SILENT, "sg", seen, {}, NOW)
    assert (first.problems, first.complete, dict(first.marks)) == ((), False, {SILENT_SINCE: NOW})
    (told,) = org_silent(SILENT, "sg", seen, first.marks, NOW + 2 * MINUTE).problems
    assert (told.key, told.since) == ("silent/sg", NOW)
    assert ("doctor" in told.next_steps[0]) is (seen is not None and seen.status in {401, 403})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (120, "2 min"),
        (150, "2 min 30 s"),
        (5400, "1 h 30 min"),
        (3605, "1 h"),
        (187200, "2 d 4 h"),
        (86400, "1 d"),
        (-5, "0 s"),
    ],
)
def test_a_duration_is_said_in_two_units(seconds, words):
    assert lasting(timedelta(seconds=seconds)) == words


def test_how_many_is_said_in_one_and_in_many():
    assert [counted(n, "reply", "replies") for n in (0, 1, 2)] == ["0 replies", "1 reply", "2 replies"]


def test_a_rule_says_what_it_does():
    zone = ZoneInfo("Asia/Singapore")
    rule = AlertRule(
        "rule",
        RuleKind.STUCK_STATE,
        longer_than=5 * MINUTE,
        critical_after=20 * MINUTE,
        states=frozenset({Stuck.HELD, Stuck.WRAP_UP}),
        orgs=frozenset({"sg"}),
        queues=frozenset({"B", "A"}),
        media=frozenset({Media.CALL}),
        hours=Hours((Span(frozenset({0}), 0, 60),), zone, "Mon 00:00-01:00"),
        quiet=Hours((Span(frozenset({1}), 0, 60),), zone, "Tue 00:00-01:00"),
    )
    assert rule.words == (
        "A participant who is stuck in a state (held or wrap-up), for over 5 min, critical from 20 min on, orgs: sg, "
        "queues: A and B, media: call, looked for every 1 min, raised during Mon 00:00-01:00 (Asia/Singapore) only, "
        "only critical ones during Tue 00:00-01:00 (Asia/Singapore)"
    )
    assert STORM.words == "The same refusal again and again, 3 times within 10 min, looked for every 1 min"
