"""One whole flow of a real Bolt app, over signed HTTP and over Socket Mode."""

from typing import Any

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
