"""What a rule over live conversations suspects: one line of a table for each decision."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.alert import Severity
from bot.domain.communication import Media
from bot.domain.participant import Standing
from bot.domain.watch import AlertRule, RuleKind
from bot.domain.watch.live import crowd, suspects
from bot.domain.watch.rule import Stuck
from tests.domain.watch.scenes import MINUTE, NOW, ago, seen

ALONE = frozenset({"agent"})
OLD = seen()
ANY_STATE = frozenset({Stuck.ALERTING, Stuck.HELD, Stuck.WRAP_UP})


def rule(kind: RuleKind, **facts: Any) -> AlertRule:
    return AlertRule("rule", kind, **{"longer_than": 5 * MINUTE, "states": ANY_STATE, **facts})


@pytest.mark.parametrize(
    ("kind", "parties", "headline"),
    [
        ("stuck_state", [seen(standing=Standing.ALERTING)], "Tan Wei Ling has been alerting for over 5 min."),
        ("stuck_state", [seen(held=True)], "Tan Wei Ling has been on hold for over 5 min."),
        ("stuck_state", [seen(standing=Standing.WRAP_UP)], "Tan Wei Ling has been in wrap-up for over 5 min."),
        ("stuck_state", [seen("customer", held=True)], "A customer has been on hold for over 5 min."),
        (
            "stuck_state",
            [seen(standing=Standing.ALERTING, agent_name="")],
            "An agent has been alerting for over 5 min.",
        ),
        ("stuck_state", [seen(standing=Standing.ALERTING, minutes=4)], None),
        ("stuck_state", [seen(standing=Standing.ALERTING, since=None)], None),
        ("stuck_state", [seen(standing=Standing.PARKED)], None),
        ("stuck_state", [seen()], None),
        ("stuck_state", [seen("ivr", standing=Standing.ALERTING)], None),
        ("stuck_state", [seen("acd", held=True)], None),
        ("agent_alone", [seen(purposes=ALONE)], "Tan Wei Ling is on a call with no customer."),
        ("agent_alone", [seen(purposes=ALONE, media=Media.EMAIL)], "Tan Wei Ling is on an email with no customer."),
        ("agent_alone", [seen(purposes=None)], "Tan Wei Ling is on a call with no customer."),
        ("agent_alone", [seen(), seen("customer")], None),
        ("agent_alone", [seen(purposes=ALONE, minutes=3)], None),
        ("agent_alone", [seen(purposes=ALONE), seen(purposes=ALONE, agent_id="v")], None),
        ("agent_alone", [seen(purposes=ALONE), seen("acd", purposes=ALONE)], None),
        ("agent_alone", [seen(purposes=ALONE, standing=Standing.WRAP_UP)], None),
        (
            "customer_alone",
            [seen("customer", purposes=frozenset({"customer"}))],
            "A customer is on a call with nobody.",
        ),
        ("customer_alone", [seen("customer", purposes=None)], "A customer is on a call with nobody."),
        ("customer_alone", [seen("customer", purposes=frozenset({"customer", "ivr"}))], None),
        ("customer_alone", [seen("customer"), seen()], None),
        ("customer_alone", [seen("customer"), seen("acd")], None),
        ("too_old", [seen(), seen("customer")], "A call has been live for over 5 min."),
        ("too_old", [seen(minutes=2)], None),
        ("too_old", [seen(started_at=None)], None),
        ("too_old", [seen(standing=Standing.WRAP_UP)], None),
        ("waiting", [seen("acd", queue_name="Fraud Desk")], "A customer has waited in Fraud Desk for over 5 min."),
        ("waiting", [seen("acd")], "A customer has waited in a queue for over 5 min."),
        ("waiting", [seen("acd", minutes=4)], None),
        ("waiting", [seen()], None),
    ],
)
def test_what_is_suspected(kind, parties, headline):
    found = suspects(rule(RuleKind(kind)), parties, NOW)
    assert [one.problem.headline for one in found] == ([headline] if headline else [])


@pytest.mark.parametrize(
    ("kind", "party", "key"),
    [
        ("stuck_state", seen(held=True), "rule/sg/c/p-agent"),
        ("stuck_state", seen(held=True, participant_id=None), "rule/sg/c/u"),
        ("stuck_state", seen("customer", held=True, participant_id=None), "rule/sg/c/customer"),
        ("too_old", OLD, "rule/sg/c"),
        ("waiting", seen("acd"), "rule/sg/c"),
    ],
)
def test_a_problem_keeps_its_key_from_look_to_look(kind, party, key):
    first, later = (suspects(rule(RuleKind(kind)), [party], at)[0].problem for at in (NOW, NOW + 9 * MINUTE))
    assert first.key == later.key == key
    assert first.says_the_same(later)


def test_what_a_search_alone_does_not_show_is_not_certain():
    shown = suspects(rule(RuleKind.AGENT_ALONE), [seen(purposes=ALONE)], NOW)
    guessed = suspects(rule(RuleKind.AGENT_ALONE), [seen(purposes=None)], NOW)
    assert [one.certain for one in (*shown, *guessed)] == [True, False]


@pytest.mark.parametrize(
    ("conditions", "meant"),
    [
        ({"queues": frozenset({"fraud desk"})}, True),
        ({"queues": frozenset({"q-1"})}, True),
        ({"queues": frozenset({"Fraud"})}, False),
        ({"media": frozenset({Media.CALL})}, True),
        ({"media": frozenset({Media.EMAIL})}, False),
    ],
)
def test_a_rule_is_about_the_queues_and_media_that_it_names(conditions, meant):
    parties = [seen(held=True, queue_id="q-1", queue_name="Fraud Desk"), seen("customer")]
    assert bool(suspects(rule(RuleKind.STUCK_STATE, **conditions), parties, NOW)) is meant


def test_a_customer_waits_in_the_queue_that_is_meant_not_in_another():
    parties = [seen("acd", queue_name="Fraud Desk"), seen(queue_name="Loans")]
    assert suspects(rule(RuleKind.WAITING, queues=frozenset({"Loans"})), parties, NOW) == ()


def test_the_longest_comes_first_and_the_rest_is_a_crowd():
    parties = [seen(minutes=minutes, held=True, conversation_id=f"c-{minutes}") for minutes in (6, 60, 7)]
    found = suspects(rule(RuleKind.STUCK_STATE), parties, NOW)
    assert [one.problem.conversation_id for one in found] == ["c-60", "c-7", "c-6"]
    told = crowd(rule(RuleKind.STUCK_STATE, severity=Severity.CRITICAL), "sg", found[1:], NOW)
    assert told.key == "rule/sg/crowd"
    assert told.headline == "2 more conversations of the same kind: a participant who is stuck in a state."
    assert (told.since, told.severity) == (ago(7), Severity.CRITICAL)
    assert crowd(rule(RuleKind.WAITING), "sg", found[:1], NOW).headline.startswith("1 more conversation of")


def test_no_customers_name_or_number_is_in_what_is_told():
    party = replace(seen("customer", held=True), agent_name="Hannah Berg +6591234567")
    (found,) = suspects(rule(RuleKind.STUCK_STATE), [party], NOW)
    assert "Hannah" not in str(found.problem)
