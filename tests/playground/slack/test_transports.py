"""One whole flow of a real Bolt app, over signed HTTP and over Socket Mode."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp

CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Two people are talking"}},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "end", "text": {"type": "plain_text", "text": "End…"}, "value": "c1"}
        ],
    },
]
ASK = {
    "type": "modal",
    "callback_id": "why",
    "title": {"type": "plain_text", "text": "Why?"},
    "submit": {"type": "plain_text", "text": "End"},
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


def listen(app: AsyncApp) -> None:
    @app.command("/conversation")
    async def conversation(ack: Any, command: Any, client: Any) -> None:
        await ack("Looking…")
        await client.chat_postMessage(channel=command["channel_id"], text=f"card {command['text']}", blocks=CARD)

    @app.action("end")
    async def end(ack: Any, body: Any, client: Any) -> None:
        await ack()
        metadata = f"{body['channel']['id']} {body['message']['ts']}"
        await client.views_open(trigger_id=body["trigger_id"], view={**ASK, "private_metadata": metadata})

    @app.view("why")
    async def why(ack: Any, view: Any, client: Any) -> None:
        note = view["state"]["values"]["note"]["text"]["value"]
        if note == "no":
            await ack(response_action="errors", errors={"note": "Say more"})
            return
        await ack()
        channel, ts = view["private_metadata"].split()
        await client.chat_update(channel=channel, ts=ts, text=f"ended: {note}")


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_command_a_button_a_view_and_its_submission_go_all_the_way(slack, app, serve, connect, transport):
    listen(app)
    await (serve(app) if transport == "http" else connect(app))

    typed = await slack.types("U0LEADA", "C0LEADS", "/conversation c1")
    assert (typed.error, typed.transport, typed.status) == (None, transport, 200)
    await slack.settles(lambda: slack.messages("C0LEADS"))
    assert slack.ephemerals("C0LEADS", "U0LEADA")[0]["text"] == "Looking…"
    card = slack.messages("C0LEADS")[0]
    assert card["text"] == "card c1"

    pressed = await slack.presses("U0LEADA", channel="C0LEADS", ts=card["ts"], action_id="end")
    assert pressed.ok
    await slack.settles(lambda: slack.views("U0LEADA"))
    view = slack.views("U0LEADA")[0]

    assert (await slack.submits("U0LEADA", view["id"], {"note": {"text": "no"}})).ok
    assert slack.views("U0LEADA")[0]["errors"] == {"note": "Say more"}

    assert (await slack.submits("U0LEADA", view["id"], {"note": {"text": "abuse"}})).ok
    assert slack.views("U0LEADA") == []
    await slack.settles(lambda: slack.message("C0LEADS", card["ts"])["text"] == "ended: abuse")
    assert "blocks" not in slack.message("C0LEADS", card["ts"])
    assert [call.error for call in slack.calls] == [None] * len(slack.calls)


async def test_an_envelope_is_acknowledged_by_its_id(slack, app, connect):
    listen(app)
    await connect(app)
    assert (await slack.types("U0LEADA", "C0LEADS", "/conversation c1")).ok
    assert set(slack.sockets.acknowledgements[0]) == {"envelope_id", "payload"}


async def test_ten_websockets_are_the_most(slack, client, http):
    async with AsyncExitStack() as stack:
        greetings = []
        for _ in range(11):
            url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
            socket = await stack.enter_async_context(http.ws_connect(url))
            greetings.append(await socket.receive_json())
    assert [one["num_connections"] for one in greetings[:10]] == list(range(1, 11))
    assert greetings[10] == {"type": "disconnect", "reason": "too_many_websockets"}


async def test_a_ticket_is_good_for_one_connection(slack, client, http):
    url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
    async with http.ws_connect(url):
        pass
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect(url)


async def test_every_websocket_gets_its_turn(slack, client, http):
    async with AsyncExitStack() as stack:
        sockets = []
        for _ in range(2):
            url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
            sockets.append(await stack.enter_async_context(http.ws_connect(url)))
        for socket in sockets:
            assert (await socket.receive_json())["type"] == "hello"
        typed = [asyncio.create_task(slack.types("U0LEADA", "C0LEADS", "/conversation x")) for _ in sockets]
        for socket in sockets:
            envelope = await socket.receive_json()
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
        assert [delivery.error for delivery in await asyncio.gather(*typed)] == [None, None]


async def test_an_unanswered_envelope_times_out(slack, client, http):
    url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
    async with http.ws_connect(url):
        await slack.settles(lambda: slack.sockets.connected)
        assert (await slack.types("U0LEADA", "C0LEADS", "/conversation x")).error == "operation_timeout"


async def test_a_bad_signature_is_turned_away_by_the_app(slack, app, serve, http):
    listen(app)
    url = await serve(app)
    async with http.post(url, data="command=%2Fconversation", headers={"X-Slack-Signature": "v0=0"}) as response:
        assert response.status == 401


async def test_a_refreshed_connection_is_opened_anew_and_serves_on(slack, app, connect):
    listen(app)
    await connect(app)
    await slack.sockets.disconnect("refresh_requested")
    await slack.settles(lambda: slack.sockets.connected)
    assert (await slack.types("U0LEADA", "C0LEADS", "/conversation c1")).ok


async def test_without_being_told_slack_asks_the_manifest_where_to_send(slack, answering):
    seen = await answering()
    (url,) = slack._deliveries.http_urls
    slack.deliver_over_sockets()
    command = {"command": "/c", "url": url}
    slack.use_manifest({"features": {"slash_commands": [command]}, "settings": {"interactivity": {"request_url": url}}})
    assert (await slack.types("U0LEADA", "C0LEADS", "/c")).transport == "http"
    slack.use_manifest({"features": {"slash_commands": [command]}, "settings": {"socket_mode_enabled": True}})
    assert (await slack.types("U0LEADA", "C0LEADS", "/c")).transport == "socket"
    assert len(seen) == 1
