"""docs/disconnect-409.md keeps its word: its stories exist, and its own curl gets the answers that it tells."""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from playground.genesys import PretendGenesys
from playground.stories import ALL, ORGS, Stories
from tests.support.clock import JumpingClock

PAGE = (Path(__file__).parents[2] / "docs" / "disconnect-409.md").read_text(encoding="utf-8")
SCRIPTS = dict(re.findall(r"<!-- request: (\w+) -->\n```sh\n(.*?)```", PAGE, re.DOTALL))
ROW = re.compile(
    r"^\| `(?P<request>\w+)` \| `(?P<story>[\w-]+)` \| (?P<given>[^|]*)\| (?P<answer>\d{3}.*) \|$", re.MULTILINE
)
STORIES = {story.slug: story for story in ALL}
VERDICT = re.compile(r"^\*\*(True|False|Unproven)\*\*", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """What curl printed: status, code, and the field that was named."""

    status: str
    code: str | None
    fields: list[str]
    head: str


@pytest_asyncio.fixture
async def orgs(clock: JumpingClock) -> AsyncIterator[dict[str, PretendGenesys]]:
    made = {org.name: org.pretend(clock) for org in ORGS}
    for org in made.values():
        await org.start()
    await Stories(made).set_up()
    yield made
    for org in made.values():
        await org.close()


async def run(script: str) -> str:
    shell = await asyncio.create_subprocess_exec(
        "bash", "-euo", "pipefail", "-c", script, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await shell.communicate()
    assert shell.returncode == 0, err.decode()
    return out.decode()


def settings(orgs: dict[str, PretendGenesys], slug: str, participant: str, token_of: str) -> str:
    """Write the page's settings block over again for a story, as its reader would."""
    story, login = STORIES[slug], orgs[STORIES[token_of].org]
    values = {
        "API": orgs[story.org].url,
        "LOGIN": login.url,
        "CLIENT_ID": login.client_id,
        "CLIENT_SECRET": "pretend-secret",
        "CONVERSATION": story.conversation,
        "PARTICIPANT": participant,
    }
    filled = re.sub(
        r"^(\w+)=.*$", lambda line: f"{line[1]}={values.pop(line[1])}", SCRIPTS["settings"], flags=re.MULTILINE
    )
    assert not values, f"the page does not set {list(values)}"
    return filled


def agent_of(orgs: dict[str, PretendGenesys], slug: str) -> str:
    """Find whom the story is about: the last agent, else the last party but the customer."""
    people = orgs[STORIES[slug].org].conversation(STORIES[slug].conversation)["participants"]
    if slug == "leaves-under-your-click":
        return str(people[-1]["id"])
    return str(next(one for one in people if one["purpose"] == "agent")["id"])


async def ask(orgs: dict[str, PretendGenesys], request: str, slug: str, given: str = "") -> Answer:
    other = re.search(r"`([\w-]+)`", given)
    participant = agent_of(orgs, other[1] if other and "participant of" in given else slug)
    token_of = other[1] if other and "token of" in given else slug
    parts = (settings(orgs, slug, participant, token_of), SCRIPTS["token"], SCRIPTS[request])
    head, _, body = (await run("\n".join(parts))).replace("\r\n", "\n").partition("\n\n")
    told = json.loads(body) if body.startswith("{") else {}
    return Answer(head.split()[1], told.get("code"), [one["fieldName"] for one in told.get("details", [])], head)


def test_every_story_that_the_page_names_is_there_and_its_command_is_right():
    named = re.findall(r"`([\w-]+)`[^`\n]*: `(/conversation [^`]+)`", PAGE)
    assert len(named) > 20
    assert [(slug, STORIES[slug].command) for slug, _ in named] == named
    assert len(re.findall(r"`/conversation [^`]+-4000-[^`]+`", PAGE)) == len(named)


def test_every_reply_has_a_verdict_and_a_story():
    replies = PAGE.split("\n### ")
    replies = [one for one in replies if one.startswith('"')]
    assert len(replies) == 10
    for reply in replies:
        assert VERDICT.search(reply), reply
        assert "`/conversation " in reply, reply


def test_the_page_names_no_request_that_it_does_not_show():
    rows = [row["request"] for row in ROW.finditer(PAGE)]
    assert len(rows) == PAGE.split("## What the playground answers")[1].split("\n## ")[0].count("\n| `")
    assert {"settings", "token", *rows} == set(SCRIPTS)


@pytest.mark.skipif(shutil.which("curl") is None or shutil.which("bash") is None, reason="no curl, no bash")
@pytest.mark.parametrize(
    "row", [row.groupdict() for row in ROW.finditer(PAGE)], ids=lambda row: f"{row['request']}-{row['story']}"
)
async def test_curl_gets_the_answer_that_the_page_tells(orgs, row):
    expected = re.findall(r"`([^`]+)`", row["answer"])

    answer = await ask(orgs, row["request"], row["story"], row["given"])

    assert answer.status == row["answer"][:3]
    assert answer.code == (expected[0] if expected else None)
    assert answer.fields == expected[1:]
    assert "ININ-Correlation-Id" in answer.head


async def test_the_vendors_python_client_sends_what_the_page_tells(orgs, clock: JumpingClock):
    sdk = pytest.importorskip("PureCloudPlatformClientV2")
    org, story = orgs["genesys"], STORIES["plain-call"]
    names: dict[str, Any] = {
        "api": org.url,
        "client_id": org.client_id,
        "client_secret": "pretend-secret",
        "conversation": story.conversation,
        "participant": agent_of(orgs, story.slug),
    }
    sdk.Configuration().host = org.url
    block = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert block

    await asyncio.to_thread(exec, block[1], names)  # the page's own code
    names["client"].get_http_client().rest_client.pool_manager.clear()

    sent = [asked for asked in org.requests if asked["method"] == "PATCH"]
    assert [asked["body"] for asked in sent] == [{"state": "disconnected"}]
    clock.advance(5)
    assert org.conversation(story.conversation)["endTime"]
