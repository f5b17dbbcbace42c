"""What is wanted, and which of several is likely the culprit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.participant import Standing
from bot.domain.sighting import Sighting
from bot.domain.suspicion import Suspicion, ranked, suspicion_of
from bot.domain.wanted import core_of, folded
from tests.support.clock import START

TALKING = Sighting(
    "x", "c-1", standing=Standing.CONNECTED, since=START - timedelta(minutes=10), purpose="agent", agent_id="a"
)


def lasting(seconds: float, **more: Any) -> Sighting:
    return replace(TALKING, since=START - timedelta(seconds=seconds), **more)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (lasting(59, standing=Standing.ALERTING), None),
        (lasting(60, standing=Standing.ALERTING), Suspicion.STUCK),
        (lasting(3600, standing=Standing.DIALING), Suspicion.STUCK),
        (lasting(299, standing=Standing.WRAP_UP), None),
        (lasting(300, standing=Standing.WRAP_UP), Suspicion.STUCK_IN_WRAP_UP),
        (lasting(9, purposes=frozenset({"agent"})), Suspicion.AGENT_ALONE),
        (lasting(9, purposes=frozenset({"agent", "customer"})), None),
        (lasting(9, purpose="customer", purposes=frozenset({"customer"})), Suspicion.CUSTOMER_ALONE),
        (lasting(9, purpose="customer", purposes=frozenset({"customer", "acd"})), None),
        (lasting(9, held=True), Suspicion.HELD),
        (lasting(9999), None),
        (replace(TALKING, since=None, standing=Standing.ALERTING), None),
    ],
)
def test_what_is_suspicious_by_itself(one, why):
    assert suspicion_of(one, START) is why


def test_stuck_comes_before_alone_before_held_before_the_longest():
    stuck = lasting(61, conversation_id="stuck", standing=Standing.ALERTING)
    owing = lasting(999, conversation_id="owing", standing=Standing.WRAP_UP)
    alone = lasting(5, conversation_id="alone", purposes=frozenset({"agent"}))
    held = lasting(5, conversation_id="held", held=True)
    long, short = lasting(9000, conversation_id="long"), lasting(5, conversation_id="short")
    order = [one.sighting.conversation_id for one in ranked([short, long, held, alone, owing, stuck], START)]
    assert order == ["stuck", "owing", "alone", "held", "long", "short"]


def test_where_nothing_is_suspicious_the_longest_is_first_and_said_to_be():
    first, second = ranked([lasting(5, conversation_id="short"), lasting(900, conversation_id="long")], START)
    assert (first.sighting.conversation_id, first.suspicion) == ("long", Suspicion.LONGEST)
    assert second.suspicion is None


def test_one_alone_is_not_the_longest_and_one_without_a_time_comes_last():
    assert ranked([TALKING], START)[0].suspicion is None
    assert ranked([replace(TALKING, since=None), lasting(5, conversation_id="z")], START)[0].sighting.since is not None
    assert ranked([], START) == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cards - lost and stolen", "Cards – Lost and Stolen"),
        ("  HOME   LOANS ", "Home Loans"),
        ("“Fraud Desk”", "Fraud Desk"),
        ("Ｆｒａｕｄ desk", "Fraud Desk"),
    ],
)
def test_a_name_is_the_same_whatever_its_dashes_quotes_width_and_case(typed, name):
    assert folded(typed) == folded(name)


@given(st.text(max_size=60))
def test_the_core_of_a_name_has_nothing_that_a_platform_could_take_for_a_pattern(name):
    assert not set(core_of(name)) & set("*?-–—'\"“”")


def test_the_core_is_the_longest_part():
    assert core_of("Cards – Lost and Stolen") == "Lost and Stolen"
    assert core_of("–") == ""
