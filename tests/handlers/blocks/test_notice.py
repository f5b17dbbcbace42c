"""A notice says our words, which may quote a stranger's."""

import json
from typing import Any

import pytest

from handlers.blocks.mrkdwn import day_time
from handlers.blocks.views import notice_blocks, notice_text, notice_view
from tests.support.clock import START

LIVE = ("<!channel>", "<!here|x>", "<https://e.example|x>", "<@U0LEADA>", "<#C0LEADS>", "<!date^1^{time}^https://e|x>")


@pytest.mark.parametrize("quoted", LIVE)
def test_what_a_notice_quotes_is_no_markup(quoted: str):
    said = [
        notice_view("Hangup", f"It says {quoted}.", f"Try {quoted}", "H-7KQ2M9XA"),
        notice_text(quoted, quoted, "H"),
    ]
    assert "&lt;" in json.dumps(said[0])
    for made in said:
        assert "<" not in json.dumps(made)


def test_our_own_backticks_and_moments_stay():
    moment = day_time(START, START)
    block: Any
    (block, _) = notice_blocks("You & I.", f"It ended {moment}. Type `/conversation`.", "H-7KQ2M9XA")
    assert block["text"]["text"] == f":warning: *You &amp; I.*\nIt ended {moment}. Type `/conversation`."
    text = notice_text("You & I.", f"It ended {moment}.", "H-7KQ2M9XA")
    assert text == "You &amp; I. It ended 06:00:00 UTC. (reference H-7KQ2M9XA)"


@pytest.mark.parametrize("filling", ["<", "&", "x"])
@pytest.mark.parametrize("shift", range(8))
def test_a_long_notice_is_cut_between_characters_and_marks(filling: str, shift: int):
    moment = day_time(START, START)
    block: Any
    (block,) = notice_blocks("x" * shift + filling * 4000, "y" * (1750 + 5 * shift) + moment + filling * 4000, "")
    text = block["text"]["text"]
    assert len(text) < 3000
    rest = text.replace(moment, "").replace("&lt;", "").replace("&amp;", "")
    assert "<" not in rest
    assert "&" not in rest
