"""Every emoji that Hangup says is one that the playground draws."""

import re

import pytest

from tests.house.source import ROOT, modules

DRAWN = set(re.findall(r"\b([a-z0-9_]+)(?=: (?:\"|\[|[a-z]))", (ROOT / "playground/page/emoji.js").read_text("utf-8")))
# A shortcode opens a line or follows a blank or a quote; `:tel:` and the like in patterns do not count.
SAID = {
    name
    for path in modules("handlers")
    for name in re.findall(r"(?<=[\"\s]):([a-z][a-z0-9_]+):(?=[\"\s])", path.read_text("utf-8"))
}


@pytest.mark.parametrize("name", sorted(SAID))
def test_an_emoji_is_drawn_and_not_spelt_out(name: str):
    assert name in DRAWN
