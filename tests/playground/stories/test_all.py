"""No story is left out."""

import re
from pathlib import Path

from playground.stories import ALL, ELSEWHERE


def test_every_story_is_clicked_through():
    told = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert {story.slug for story in (*ALL, *ELSEWHERE)} <= set(re.findall(r'"([a-z0-9-]+)"', told))
