"""What the page asks the pretend Slack, and that nobody else may."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from yarl import URL

from playground.slack import PretendSlack

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}
CARD = [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]
ASK = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Why?"},
    "submit": {"type": "plain_text", "text": "End"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


class _Stories:
    def listed(self) -> list[dict[str, Any]]:
        return [{"slug": "plain", "title": "A plain call"}]

    async def start(self, slug: str, user: str) -> dict[str, Any]:
        if slug != "plain":
            raise LookupError(slug)
        return {"slug": slug, "user": user, "state": "running"}


@pytest.fixture
def ask(slack: PretendSlack, http: aiohttp.ClientSession):
    """POST to /ui/… as the page does."""

    async def asking(path: str, **body: Any) -> Any:
        async with http.post(f"{slack.url}/ui/{path}", json=body, headers={"Origin": slack.url}) as response:
            return await response.json()

    return asking


@pytest.fixture
def state(slack: PretendSlack, http: aiohttp.ClientSession):
    async def reading(user: str = "U0LEADA") -> Any:
        async with http.get(f"{slack.url}/ui/state", params={"user": user}) as response:
            return await response.json()

    return reading


@asynccontextmanager
async def following(slack: PretendSlack, http: aiohttp.ClientSession, user: str) -> AsyncIterator[Any]:
    async with http.get(f"{slack.url}/ui/events", params={"user": user}) as response:

        async def following_one(kind: str) -> Any:
            async for line in response.content:
                if line.startswith(b"data: ") and (event := json.loads(line[6:]))["type"] == kind:
                    return event
            raise AssertionError("the stream ended")

        await following_one("hello")
        yield following_one


async def test_the_page_and_its_files_come_with_a_policy(slack, http):
    async with http.get(slack.url) as response:
        assert response.status == 200
        assert response.headers["Content-Security-Policy"] == "default-src 'self'; img-src 'self' data:"
        assert "Hangup" in await response.text()
    async with http.get(f"{slack.url}/static/app.js") as response:
        assert response.content_type in ("text/javascript", "application/javascript")


@pytest.mark.parametrize("name", ["nothing.js", "..%2fslack%2fserver.py", "%2e%2e%2f__init__.py"])
async def test_nothing_else_is_served(slack, http, name):
    async with http.get(URL(f"{slack.url}/static/{name}", encoded=True)) as response:
        assert response.status == 404


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_another_sites_page_may_not_ask(slack, http, headers):
    body = {"user": "U0LEADA", "channel": "C0LEADS", "text": "hello"}
    async with http.post(f"{slack.url}/ui/say", json=body, headers=headers) as response:
        assert response.status == 403
    async with http.get(f"{slack.url}/ui/state", headers=headers) as response:
        assert response.status == 403
    assert slack.messages("C0LEADS") == []


async def test_the_state_is_what_this_user_sees(slack, client, state):
    await client.chat_postMessage(channel="C0LEADS", text="card", blocks=CARD)
    await client.chat_postEphemeral(channel="C0LEADS", user="U0LEADB", text="for Daniel")
    maya, tom = await state(), await state("U0GUEST")
    assert maya["me"] == "U0LEADA"
    assert [one["text"] for one in maya["messages"]["C0LEADS"]] == ["card"]
    assert set(maya["messages"]["C0LEADS"][0]) == {
        *("ts", "thread_ts", "user", "bot_id", "text", "blocks", "ephemeral", "edited", "reply_count"),
        *("subtype", "deleted"),
    }
    assert {"C0PARTNER", "G0PRIV", "D0LEADA"} <= {one["id"] for one in maya["channels"]}
    assert {"C0PARTNER", "G0PRIV", "D0LEADA"} & {one["id"] for one in tom["channels"]} == set()
    assert {one["title"] for one in maya["users"]} >= {"Admin: may do everything", "No role: may nothing"}
    assert [entry["title"] for entry in maya["wire"]] == ["chat.postMessage", "chat.postEphemeral"]


async def test_commands_and_shortcuts_are_the_manifests(slack, state):
    command = {"command": "/conversation", "description": "Look up", "usage_hint": "<id>"}
    slack.use_manifest({"features": {"slash_commands": [command]}})
    assert (await state())["commands"] == [command]


async def test_saying_pressing_submitting_and_closing_reach_the_app(slack, client, ask, answering):
    await answering()
    assert (await ask("say", user="U0LEADA", channel="C0LEADS", text="/conversation c1", thread_ts=None))["ok"]
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=CARD)
    container = {"type": "message", "channel": "C0LEADS", "ts": posted["ts"]}
    press = {"user": "U0LEADA", "container": container, "block_id": "row", "action_id": "go", "state": {"values": {}}}
    assert (await ask("press", **press, action={"type": "button", "value": "1"}))["ok"]
    for _ in range(2):
        trigger_id = (await slack.types("U0LEADA", "C0LEADS", "/c")).payload["trigger_id"]
        view = (await client.views_open(trigger_id=trigger_id, view=ASK))["view"]
        values = {"note": {"text": {"type": "plain_text_input", "value": "why"}}}
        if _ == 0:
            assert (await ask("submit", user="U0LEADA", view_id=view["id"], state={"values": values}))["ok"]
            assert slack.deliveries[-1].payload["view"]["state"]["values"] == values
        else:
            assert (await ask("close", user="U0LEADA", view_id=view["id"], cleared=True))["ok"]
    assert slack.deliveries[-1].payload["type"] == "view_closed"
    assert (await ask("shortcut", user="U0LEADA", callback_id="s", channel=None, ts=None))["ok"]


async def test_a_failure_is_told_in_slacks_words(slack, client, ask, answering):
    await answering(status=500)
    said = await ask("say", user="U0LEADA", channel="C0LEADS", text="/conversation c1")
    assert said == {"ok": False, "error": '/conversation failed with the error "dispatch_failed"'}
    in_thread = await ask("say", user="U0LEADA", channel="C0LEADS", text="/conversation c1", thread_ts="1.1")
    assert in_thread["error"] == "/conversation is not supported in threads. Sorry!"
    trigger_id = (await slack.types("U0LEADA", "C0LEADS", "/c")).payload["trigger_id"]
    view = (await client.views_open(trigger_id=trigger_id, view=ASK))["view"]
    values = {"note": {"text": {"type": "plain_text_input", "value": "why"}}}
    submitted = await ask("submit", user="U0LEADA", view_id=view["id"], state={"values": values})
    assert submitted == {"ok": False, "error": "We had some trouble connecting. Try again?"}


async def test_a_page_that_asks_badly_is_told_so(ask):
    assert (await ask("press", user="U0LEADA"))["ok"] is False
    assert (await ask("dismiss", user="U0LEADA", channel="C0LEADS", ts="1.1"))["ok"] is False


async def test_an_ephemeral_message_is_dismissed(slack, client, ask, state):
    posted = await client.chat_postEphemeral(channel="C0LEADS", user="U0LEADA", text="psst")
    assert (await ask("dismiss", user="U0LEADA", channel="C0LEADS", ts=posted["message_ts"]))["ok"]
    assert (await state())["messages"]["C0LEADS"] == []


async def test_events_reach_those_who_may_see_them(slack, client, http):
    async with following(slack, http, "U0LEADA") as maya, following(slack, http, "U0GUEST") as tom:
        await client.chat_postEphemeral(channel="C0LEADS", user="U0LEADA", text="for Maya")
        await client.chat_postMessage(channel="C0LEADS", text="for all")
        assert (await maya("message"))["message"]["text"] == "for Maya"
        assert (await maya("message"))["message"]["text"] == "for all"
        assert (await tom("message"))["message"]["text"] == "for all"


async def test_views_and_removals_and_toasts_are_events(slack, client, http, answering):
    await answering()
    trigger_id = (await slack.types("U0LEADA", "C0LEADS", "/c")).payload["trigger_id"]
    posted = await client.chat_postMessage(channel="C0LEADS", text="x")
    async with following(slack, http, "U0LEADA") as maya:
        await client.views_open(trigger_id=trigger_id, view=ASK)
        assert (await maya("views"))["views"][0]["errors"] == {}
        await client.chat_delete(channel="C0LEADS", ts=posted["ts"])
        assert await maya("message_removed") == {
            "type": "message_removed",
            "channel": "C0LEADS",
            "ts": posted["ts"],
        }
        slack.toast("A story has begun")
        assert (await maya("toast"))["text"] == "A story has begun"


async def test_the_wire_shows_platforms_too_and_no_secret(slack, http):
    async with following(slack, http, "U0LEADA") as maya:
        slack.note_platform(
            {
                "title": "PATCH …/participants/…",
                "status": 409,
                "ms": 12.0,
                "request": {"Authorization": "Bearer secret", "note": f"uses {slack.bot_token}"},
            }
        )
        entry = (await maya("wire"))["entry"]
    assert (entry["kind"], entry["status"], entry["n"]) == ("platform", 409, 1)
    assert entry["request"] == {"Authorization": "•••", "note": "uses •••"}


async def test_stories_are_listed_and_started(slack, ask, state):
    assert (await state())["stories"] == []
    assert (await ask("story/plain", user="U0LEADA"))["ok"] is False
    slack.use_stories(_Stories())
    assert (await state())["stories"] == [{"slug": "plain", "title": "A plain call"}]
    assert (await ask("story/plain", user="U0LEADA"))["story"]["state"] == "running"
    assert (await ask("story/none", user="U0LEADA")) == {"ok": False, "error": "there is no such story"}


async def test_closing_ends_the_event_streams_at_once(slack, http):
    async with http.get(f"{slack.url}/ui/events") as response:
        await response.content.readline()
        async with asyncio.timeout(1):
            await slack.close()
            await response.read()
