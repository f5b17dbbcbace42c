"""The judgement: never a crash, whatever evidence is there; precedence; evidence before wording."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.genesys.capture import conflict_from_text
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
