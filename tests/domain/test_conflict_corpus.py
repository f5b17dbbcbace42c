"""The corpus: captured and made-up cases, each with the cause, the certainty and the retry that are right."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.capture import conflict_from_text
from bot.cli.explain import json_of
from bot.domain.conflict import Cause, explain

CASES = sorted((Path(__file__).parent / "conflicts").glob("*.json"))
SHAPE = {
    "cause",
    "certainty",
    "also",
    "headline",
    "evidence",
    "ruled_out",
    "retry",
    "retry_after_s",
    "next_steps",
    "trace_id",
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_explained_as_expected(path: Path):
    text = path.read_text()
    expected: dict[str, Any] = json.loads(text)["expect"]
    explanation = explain(conflict_from_text(text))
    told = json_of(explanation)
    assert {key: told[key] for key in ("cause", "certainty", "retry")} == {
        key: expected[key] for key in ("cause", "certainty", "retry")
    }, told
    assert told.keys() == SHAPE
    assert set(expected.get("also", ())) <= {one["cause"] for one in told["also"]}
    facts = " ".join(one["fact"] for one in told["evidence"])
    assert ("shows otherwise" in facts) == expected.get("mismatch", "shows otherwise" in facts)
    assert expected.get("says", "") in facts
    if "stand_in" in expected:
        assert explanation.stand_in_id == expected["stand_in"]
    if "retry_after_s" in expected:
        assert told["retry_after_s"] == expected["retry_after_s"]


def test_the_corpus_reaches_every_cause():
    assert len(CASES) >= 60
    assert {json.loads(path.read_text())["expect"]["cause"] for path in CASES} == {cause.value for cause in Cause}
