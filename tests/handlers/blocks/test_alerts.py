"""Whatever an alert holds: it renders, Slack takes it, and nothing in it mentions anybody or poses as ours."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alert import Alert, Event, Note, Problem, Severity
from bot.domain.conflict import Evidence
from bot.domain.digest import Happenings, PastAlert, digest_of
from bot.ports import Mute, RuleState, Sight
from bot.use_cases.list_alerts import Listed
from handlers.blocks.alert_card import alert_card
from handlers.blocks.alert_list import alerts_message
from handlers.blocks.alert_words import call_message, note_message
from handlers.blocks.digest import digest_message
from playground.slack.blocks import inspect_blocks
from tests.handlers.blocks.alert_faces import NOW, POLICY, raised
from tests.support.clock import START
from tests.support.reading import Shown

NASTY = (
    "<!channel> & <@U0LEADA>",
    "*bold* _it_ ~no~ `code` ```block```",
    "<https://evil.example|click>",
    ":large_green_circle: all is well",
    "x" * 5000,
    "&" * 5000,
    "a\n\u202eb\x00",
    "😀" * 400,
)


def nasty(words: str) -> Alert:
    problem = Problem(
        key=words,
        rule=words,
        severity=Severity.CRITICAL,
        headline=words,
        why=words,
        since=START,
        seen_at=START,
        org=words[:40],
        conversation_id=words[:300],
        participant_id="p",
        evidence=tuple(Evidence(words, words, START, words, START) for _ in range(20)),
        next_steps=(words,) * 20,
        trace_id=words,
    )
    return raised(problem)


@pytest.mark.parametrize("words", NASTY)
def test_whatever_it_says_slack_takes_it_and_nobody_is_mentioned(words):
    alert = nasty(words)
    over = alert.closed(words, NOW, None, POLICY)
    assert over is not None
    note = Note(Event.TRIED, NOW, "", words)
    mute = Mute(words, words, START)
    long = [PastAlert(words, START, START + timedelta(hours=1), words), PastAlert(words, START)]
    digest = digest_of(Happenings(long, {words: 2}, [words] * 30), START, NOW + timedelta(days=1))
    listed = Listed([alert] * 20, 999, [(RuleState(words, 3, START, mute), words)] * 60)
    for message in (
        alert_card(Sight(alert, mute=mute), NOW),
        alert_card(Sight(over.alert), NOW),
        note_message(alert, note, NOW),
        note_message(alert, replace(note, event=Event.RISEN), NOW),
        note_message(alert, replace(note, event=Event.CLOSED), NOW),
        call_message(Sight(alert), note, NOW),
        digest_message(digest, NOW, "Asia/Singapore"),
        alerts_message(listed, NOW),
    ):
        # What stands in code is shown letter by letter.
        shown = re.sub(r"`[^`]*`", "", Shown({"blocks": message.blocks}).words)
        assert inspect_blocks(message.blocks, surface="message") == []
        assert 0 < len(message.text) <= 4000
        for posing in ("<!channel>", "<@U0LEADA>", "<https://evil", ":large_green_circle:"):
            assert posing not in shown
            assert posing not in message.text or posing.startswith(":")
