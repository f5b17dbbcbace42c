"""The words: golden for each cause, short, and free of ids, numbers and codes."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.capture import conflict_from_text
from bot.domain.conflict import Cause, Explanation, explain
from bot.domain.conflict.table import RETRY
from bot.domain.conflict.words import headlines, steps
from bot.domain.conflict.words.exclusions import EXCLUSIONS
from tests.support.catalogue import catalogue

HERE = Path(__file__).parent
CASES = sorted((HERE / "conflicts").glob("*.json"))
GOLDEN = HERE / "conflict_words"
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|\bU0[A-Z0-9]+")
STATUSES = re.compile(r"\b(?:HTTP|40\d|41\d|42\d|50\d|202)\b")
CODES = re.compile(r"\b[a-z]+\.[a-z]+\.[a-z.]+\b|\b[a-z]+:[a-z]+:[a-z]+\b")
NUMBERS = re.compile(r"\+?\d{5,}")
HOSTS = re.compile(r"\b(?:api\.)[a-z0-9.]+\b")
LONGEST = 20


def explained(path: Path) -> Explanation:
    return explain(conflict_from_text(path.read_text()))


def sentences(explanation: Explanation) -> Iterator[str]:
    facts = (one.fact for one in explanation.evidence)
    for text in (explanation.headline, *facts, *explanation.ruled_out, *explanation.next_steps):
        yield from re.split(r"(?<=[.:;])\s+", text)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_sentence_can_be_read_aloud(path: Path):
    for sentence in sentences(explained(path)):
        readable = HOSTS.sub("", sentence)
        assert len(sentence.split()) <= LONGEST, sentence
        for pattern in (IDS, STATUSES, CODES, NUMBERS):
            assert not pattern.search(readable), sentence
        assert "{" not in sentence, sentence


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_headline_is_one_short_sentence(path: Path):
    headline = explained(path).headline
    assert headline.endswith(".")
    assert headline[0].isupper()
    assert len(headline) <= 110


@pytest.mark.parametrize("cause", Cause, ids=str)
def test_the_words_of_a_cause_match_the_golden_file(cause: Cause):
    told = {path.stem: _words(explanation) for path in CASES if (explanation := explained(path)).cause is cause}
    golden = GOLDEN / f"{cause.value}.json"
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("HANGUP_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert golden.read_text() == text


def test_every_cause_has_words_and_a_retry():
    assert set(headlines.HEADLINES) == set(steps.STEPS) == set(RETRY) == set(Cause)
    assert set(EXCLUSIONS) <= set(Cause)


def test_the_customer_is_never_named_and_never_numbered():
    for path in CASES:
        said = " ".join(sentences(explained(path)))
        assert "Mobile Number" not in said
        assert "tel:" not in said


def test_the_ledgers_lead_stands_beside_the_fact_and_not_in_it():
    explanation = explained(HERE / "conflicts" / "duplicate_still_in_flight_by_another_lead.json")
    assert explanation.evidence[0].by == "U0OTHER"
    assert "U0OTHER" not in explanation.evidence[0].fact


def _words(explanation: Explanation) -> dict[str, object]:
    return {
        "headline": explanation.headline,
        "evidence": [f"{one.fact} — {one.source}" for one in explanation.evidence],
        "ruled_out": list(explanation.ruled_out),
        "next_steps": list(explanation.next_steps),
        "retry": f"{explanation.retry.value}, {explanation.retry_after_s}",
    }


def test_the_catalogue_matches_its_golden_page():
    page = HERE.parents[1] / "docs" / "explanations.md"
    if os.environ.get("HANGUP_GOLDEN") == "write":
        page.write_text(catalogue())
    assert page.read_text() == catalogue()
