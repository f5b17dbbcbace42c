"""Each face as a golden file that pastes into Block Kit Builder, and that Slack would take."""

import json
import os
import re
from pathlib import Path

import pytest

from handlers.blocks.card import Message
from playground.slack.blocks import inspect_blocks
from playground.slack.view_rules import inspect_view
from tests.handlers.blocks.alert_faces import ALERT_FACES
from tests.handlers.blocks.faces import FACES as OTHER_FACES
from tests.handlers.blocks.faces import Face

FACES = {**OTHER_FACES, **ALERT_FACES}
GOLDEN = Path(__file__).parent / "golden"


def document_of(face: Face) -> dict[str, object]:
    return {"text": face.text, "blocks": face.blocks} if isinstance(face, Message) else face


@pytest.mark.parametrize("name", FACES)
def test_golden_face(name: str):
    text = json.dumps(document_of(FACES[name]()), indent=1, ensure_ascii=False) + "\n"
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("HANGUP_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert golden.read_text() == text


@pytest.mark.parametrize("name", FACES)
def test_slack_takes_every_golden_file(name: str):
    document = json.loads((GOLDEN / f"{name}.json").read_text())
    if "type" in document:
        assert inspect_view(document, home=False) == []
    else:
        assert inspect_blocks(document["blocks"], surface="message") == []
        assert 0 < len(document["text"]) <= 4000


def test_every_golden_file_is_of_a_face():
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(FACES)


# What is of no org, or asks which one: help, roles, the kill switch, a question, a note in a card's own thread.
OF_NO_ORG = re.compile(
    r"help|whoami|paused|resumed|refused$|notice|loading|which_org|paste|reading|alert_note|alert_digest|alerts_none"
    r"|alert_that_knows_little|audit_(none|head|nothing)|found_no_words|elsewhere|explain|explanation|head"
)


@pytest.mark.parametrize("name", [name for name in FACES if not OF_NO_ORG.match(name)])
def test_every_face_of_an_org_names_it_with_platform_and_region(name: str):
    words = json.dumps(document_of(FACES[name]()), ensure_ascii=False)
    assert re.search(r"Genesys Cloud, [a-z]+-[a-z]+-\d|NICE CXone, area [a-z]+\d", words)
    assert re.search(r"(?<![a-z])(singapore|genesys|zurich|sydney|berlin)(?![a-z])", words)
