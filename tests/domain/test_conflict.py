"""The judgement: never a crash, whatever evidence is there; precedence; evidence before wording."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.capture import conflict_from_text
from bot.adapters.genesys.case import KEYS, conflict_from_case
from bot.domain.conflict import Cause, Certainty, Conflict, explain
from bot.domain.errors import InputError

CASES = [json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "conflicts").glob("*.json"))]
KEY = st.sampled_from(sorted(KEYS))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["409", "connected", "agent"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def refused(read: Callable[[], Conflict]) -> InputError | None:
    """Explain what is read, or give the words with which it is not."""
    try:
        conflict = read()
    except InputError as error:
        return error
    assert explain(conflict).headline
    return None


@given(parts=st.dictionaries(KEY, st.sampled_from(CASES), max_size=len(KEYS)))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_evidence_has_an_explanation(parts: dict[str, dict[str, Any]]):
    explanation = explain(conflict_from_case({key: case.get(key) for key, case in parts.items()}))
    assert explanation.headline
    assert explanation.next_steps
    assert (explanation.cause is Cause.NOT_PROVEN) == (explanation.certainty is Certainty.UNPROVEN)
    assert explanation.cause not in {cause for cause, _ in explanation.also}


@given(case=st.sampled_from(CASES), key=KEY, inner=st.text(max_size=14), value=JSON)
@settings(max_examples=300, deadline=None)
def test_a_value_of_another_type_is_explained_or_named(case: dict[str, Any], key: str, inner: str, value: Any):
    spoiled = {**case, key: value}
    held = case.get(key)
    if isinstance(held, dict):
        names = sorted(held)
        spoiled[key] = {**held, (names[len(inner) % len(names)] if names else inner): value}
    refusal = refused(lambda: conflict_from_case(spoiled))
    assert refusal is None or key in str(refusal)


@given(text=st.text(max_size=200) | JSON.map(json.dumps))
@settings(max_examples=300, deadline=None)
def test_any_text_is_explained_or_refused_with_words(text: str):
    refusal = refused(lambda: conflict_from_text(text))
    assert refusal is None or (str(refusal) and refusal.hint)


def test_evidence_stands_before_wording():
    """A row that only words speak for never displaces one that the table proves."""
    for case in CASES:
        explanation = explain(conflict_from_case(case))
        if explanation.certainty is Certainty.LIKELY:
            proven = [cause for cause, certainty in explanation.also if certainty is Certainty.PROVEN]
            assert not proven or explanation.cause in {
                Cause.CONVERSATION_ENDED,
                Cause.CONCURRENT_ACTION,
                Cause.STUCK_CONVERSATION,
                Cause.UNKNOWN_CONVERSATION,
            }


@pytest.mark.parametrize(
    ("reading", "cause", "certainty"),
    [
        ({"status": 403, "body": {"code": "missing.any.permissions"}}, Cause.PERMISSION_DENIED, Certainty.PROVEN),
        ({"status": 503, "body": None}, Cause.PLATFORM_UNAVAILABLE, Certainty.PROVEN),
        ({"status": None, "body": None}, Cause.PLATFORM_UNAVAILABLE, Certainty.PROVEN),
        ({"status": 429, "body": None}, Cause.RATE_LIMITED, Certainty.LIKELY),
        ({"status": 401, "body": None}, Cause.WRONG_REGION, Certainty.LIKELY),
        ({"status": 404, "body": {"code": "not.found"}}, Cause.UNKNOWN_CONVERSATION, Certainty.LIKELY),
    ],
)
def test_a_read_that_fails_before_anything_was_sent_is_explained_too(
    reading: dict[str, Any], cause: Cause, certainty: Certainty
):
    explanation = explain(conflict_from_case({"rereads": [{"at": "2026-11-22T06:00:00Z", **reading}]}))
    assert (explanation.cause, explanation.certainty) == (cause, certainty)


def test_a_demand_left_under_way_by_a_crash_is_no_duplicate_for_ever():
    case = next(case for case in CASES if case["expect"]["cause"] == "duplicate_request" and case["ledger"])
    entry = {**case["ledger"][0], "outcome": "sending"}
    hours_ago = {**case, "ledger": [{**entry, "at": "2026-11-22T03:00:00Z"}]}
    seconds_ago = {**case, "ledger": [{**entry, "at": "2026-11-22T06:02:00Z"}]}
    assert explain(conflict_from_case(hours_ago)).cause is not Cause.DUPLICATE_REQUEST
    assert explain(conflict_from_case(seconds_ago)).cause is Cause.DUPLICATE_REQUEST


def test_the_same_leads_other_act_is_not_another_leads():
    case = next(case for case in CASES if case["expect"]["cause"] == "concurrent_action" and case["ledger"])
    request = {**case["request"], "by": case["ledger"][0]["by"]}
    assert explain(conflict_from_case(case)).cause is Cause.CONCURRENT_ACTION
    assert explain(conflict_from_case({**case, "request": request})).cause is not Cause.CONCURRENT_ACTION
