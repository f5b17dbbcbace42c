"""What a conversation, as it was read, says of a suspicion, or of an alert that is open."""

from typing import Any

import pytest

from bot.domain.communication import State
from bot.domain.participant import Participant
from bot.domain.watch import AlertRule, RuleKind
from bot.domain.watch.checking import ENDED, UNDECIDED, check
from bot.domain.watch.rule import Stuck
from tests.domain.watch.scenes import MINUTE, NOW, ago, call, party

ENDED_CALL = call(party("agent", 3, State.TERMINATED), party("customer", 3, State.TERMINATED), ended_at=ago(3))
ALERTING, HELD = party("agent", state=State.ALERTING), party("agent", held=True)
CUSTOMER, AGENT = party("customer"), party("agent")
WRAPPING = party("agent", 8, State.TERMINATED, wrapup_required=True, acw_started_at=ago(8))
GONE = party("customer", 6, State.DISCONNECTED)
QUEUE = party("acd", 9, queue_name="Fraud Desk")


def rule(kind: str, **facts: Any) -> AlertRule:
    states = frozenset({Stuck.ALERTING, Stuck.HELD, Stuck.WRAP_UP})
    return AlertRule("rule", RuleKind(kind), **{"longer_than": 5 * MINUTE, "states": states, **facts})


@pytest.mark.parametrize(
    ("kind", "conversation", "since"),
    [
        ("stuck_state", call(ALERTING, CUSTOMER), 10),
        ("stuck_state", call(HELD, CUSTOMER), 10),
        ("stuck_state", call(WRAPPING, CUSTOMER), 8),
        ("stuck_state", call(WRAPPING, ended_at=ago(8)), 8),
        ("agent_alone", call(AGENT, GONE), 6),
        ("agent_alone", call(AGENT), 10),
        ("customer_alone", call(CUSTOMER), 10),
        ("customer_alone", call(CUSTOMER, party("agent", 7, State.DISCONNECTED)), 7),
        ("too_old", call(AGENT), 30),
        ("waiting", call(QUEUE, CUSTOMER), 9),
        ("waiting", call(QUEUE, CUSTOMER, ALERTING), 9),
    ],
)
def test_a_read_bears_it_out(kind, conversation, since):
    found = check(rule(kind), conversation, "p-agent", "u", NOW)
    assert (found.stands, found.since, found.over) == (True, ago(since), "")


@pytest.mark.parametrize(
    ("kind", "conversation", "over"),
    [
        ("stuck_state", call(AGENT, CUSTOMER), "Tan Wei Ling is connected now."),
        ("stuck_state", call(party("agent", 2, held=True)), "Tan Wei Ling is on hold, and not for long."),
        ("stuck_state", call(party("agent", 1, State.DIALING)), "Tan Wei Ling is dialing now."),
        ("stuck_state", call(party("agent", 1, State.DISCONNECTED), CUSTOMER), "Tan Wei Ling has left."),
        ("stuck_state", ENDED_CALL, ENDED),
        ("agent_alone", ENDED_CALL, ENDED),
        ("agent_alone", call(CUSTOMER), "The agent has left."),
        ("agent_alone", call(AGENT, CUSTOMER), "A customer is on it."),
        ("agent_alone", call(AGENT, party("user")), "Another colleague is on it."),
        ("agent_alone", call(AGENT, party("customer", 1, State.DISCONNECTED)), "The customer has only just left."),
        ("customer_alone", ENDED_CALL, ENDED),
        ("customer_alone", call(AGENT), "The customer has left."),
        ("customer_alone", call(CUSTOMER, AGENT), "Tan Wei Ling has the customer now."),
        ("customer_alone", call(CUSTOMER, QUEUE), "The queue has the customer now."),
        ("customer_alone", call(party("customer", 1)), "The customer has only just been left alone."),
        ("too_old", ENDED_CALL, ENDED),
        ("waiting", ENDED_CALL, ENDED),
        ("waiting", call(QUEUE, CUSTOMER, AGENT), "Tan Wei Ling has answered."),
        ("waiting", call(CUSTOMER, party("ivr")), "The customer is no longer in the queue."),
    ],
)
def test_a_read_shows_that_it_is_over(kind, conversation, over):
    found = check(rule(kind), conversation, "p-agent", "u", NOW)
    assert (found.stands, found.over) == (False, over)


def test_a_party_that_is_not_listed_is_found_by_its_agent_or_not_at_all():
    assert check(rule("stuck_state"), call(ALERTING), "another-id", "u", NOW).stands
    assert check(rule("stuck_state"), call(ALERTING), None, "u", NOW).stands
    assert check(rule("stuck_state"), call(ALERTING), "another-id", None, NOW) == UNDECIDED
    assert check(rule("stuck_state"), call(ALERTING), None, "somebody else", NOW) == UNDECIDED
    assert check(rule("stuck_state"), call(ALERTING, ended_at=NOW), "another-id", None, NOW).over == ENDED
    left = call(party("agent", 1, State.DISCONNECTED), CUSTOMER)
    assert check(rule("stuck_state"), left, "another-id", "u", NOW).over == "Tan Wei Ling has left."


def test_a_customer_who_waits_elsewhere_does_not_wait_here():
    conversation = call(QUEUE, CUSTOMER)
    assert check(rule("waiting", queues=frozenset({"fraud desk"})), conversation, None, None, NOW).stands
    assert check(rule("waiting", queues=frozenset({"Loans"})), conversation, None, None, NOW).over


@pytest.mark.parametrize(
    ("participant_id", "conversation", "over"),
    [
        ("p-agent", call(AGENT, CUSTOMER), ""),
        ("p-agent", call(party("agent", 1, State.DISCONNECTED), CUSTOMER), "Tan Wei Ling has left since."),
        ("p-agent", ENDED_CALL, ENDED),
        (None, call(AGENT, CUSTOMER), ""),
        (None, ENDED_CALL, ENDED),
    ],
)
def test_a_disconnect_that_was_not_confirmed_is_seen_to_have_come_true(participant_id, conversation, over):
    assert check(rule("not_confirmed"), conversation, participant_id, None, NOW).over == over


def test_an_unknown_state_is_none_to_be_stuck_in():
    odd = Participant("p-agent", "agent")
    assert check(rule("stuck_state"), call(odd, CUSTOMER), "p-agent", None, NOW).over == "The agent is unknown now."
