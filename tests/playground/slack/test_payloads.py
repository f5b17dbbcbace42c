"""What the app is sent, field by field, and signed."""

import hashlib
import hmac
import json
from urllib.parse import parse_qs

import pytest

from tests.support.clock import JumpingClock

BUTTON = {
    "type": "button",
    "action_id": "go",
    "text": {"type": "plain_text", "text": "Go"},
    "value": "1",
    "style": "danger",
}
COMMON = {"type", "user", "api_app_id", "token", "team", "enterprise", "is_enterprise_install", "trigger_id"}


@pytest.fixture
async def card(client, answering):
    await answering()
    menu = {
        "type": "overflow",
        "action_id": "more",
        "options": [{"text": {"type": "plain_text", "text": "End"}, "value": "end"}],
    }
    blocks = [{"type": "actions", "block_id": "row", "elements": [BUTTON, menu]}]
    return (await client.chat_postMessage(channel="C0LEADS", text="card", blocks=blocks))["ts"]


async def test_a_command_is_a_signed_form_of_texts(slack, answering):
    seen = await answering()
    delivery = await slack.types("U0LEADA", "C0LEADS", "/conversation  c1 ")
    (request,) = seen
    raw = await request.read()
    stamp = request.headers["X-Slack-Request-Timestamp"]
    assert int(stamp) == int(slack.clock.now().timestamp())
    base = b"v0:" + stamp.encode() + b":" + raw
    expected = "v0=" + hmac.new(slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert request.headers["X-Slack-Signature"] == expected
    assert request.content_type == "application/x-www-form-urlencoded"
    form = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
    assert form == delivery.payload
    assert set(form) == {
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "command",
        "text",
        "response_url",
        "trigger_id",
        "api_app_id",
        "is_enterprise_install",
    }
    assert (form["command"], form["text"], form["channel_name"]) == ("/conversation", "c1", "team-leads")
    assert form["is_enterprise_install"] == "false"


@pytest.mark.parametrize(("channel", "name"), [("G0PRIV", "privategroup"), ("D0LEADA", "directmessage")])
async def test_channels_without_a_public_name_are_called_what_slack_calls_them(slack, answering, channel, name):
    await answering()
    assert (await slack.types("U0LEADA", channel, "/c")).payload["channel_name"] == name


async def test_a_press_in_a_message_brings_all_there_is(slack, card, answering):
    seen = await answering()
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=card, action_id="go")
    sent = json.loads(parse_qs((await seen[0].read()).decode())["payload"][0])
    assert sent == delivery.payload
    assert set(sent) == COMMON | {"container", "channel", "message", "state", "response_url", "actions"}
    assert sent["user"] == {"id": "U0LEADA", "username": "maya", "name": "maya", "team_id": "T0HANGUP"}
    assert sent["container"] == {
        "type": "message",
        "message_ts": card,
        "channel_id": "C0LEADS",
        "is_ephemeral": False,
    }
    assert sent["channel"] == {"id": "C0LEADS", "name": "team-leads"}
    (action,) = sent["actions"]
    assert action.pop("action_ts")
    assert action == {**BUTTON, "block_id": "row", "text": {"type": "plain_text", "text": "Go"}}


async def test_a_menus_choice_is_the_whole_option(slack, card):
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=card, action_id="more", selected_option="end")
    (action,) = delivery.payload["actions"]
    assert action["selected_option"] == {"text": {"type": "plain_text", "text": "End"}, "value": "end"}


async def test_a_press_in_a_thread_names_the_thread(slack, client, answering):
    await answering()
    root = await client.chat_postMessage(channel="C0LEADS", text="root")
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    reply = await client.chat_postMessage(channel="C0LEADS", text="reply", thread_ts=root["ts"], blocks=blocks)
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=reply["ts"], action_id="go")
    assert delivery.payload["container"]["thread_ts"] == root["ts"]


async def test_a_submission_has_no_channel_and_no_response_url(slack, client, card):
    pressed = await slack.presses("U0LEADA", channel="C0LEADS", ts=card, action_id="go")
    select = {
        "type": "static_select",
        "action_id": "reason",
        "options": [{"text": {"type": "plain_text", "text": "Abuse"}, "value": "abuse"}],
    }
    label = {"type": "plain_text", "text": "x"}
    view = {
        "type": "modal",
        "title": label,
        "submit": label,
        "private_metadata": "pm",
        "callback_id": "why",
        "blocks": [{"type": "input", "block_id": "b", "label": label, "element": select}],
    }
    opened = await client.views_open(trigger_id=pressed.payload["trigger_id"], view=view)
    sent = (await slack.submits("U0LEADA", opened["view"]["id"], {"b": {"reason": "abuse"}})).payload
    assert set(sent) == COMMON | {"view", "response_urls"}
    assert sent["view"]["state"]["values"]["b"]["reason"] == {
        "type": "static_select",
        "selected_option": select["options"][0],
    }
    assert (sent["view"]["private_metadata"], sent["view"]["callback_id"]) == ("pm", "why")
    assert {"hash", "previous_view_id", "root_view_id", "app_id", "external_id", "bot_id"} <= set(sent["view"])


async def test_a_message_shortcut_brings_the_message_and_a_global_one_only_the_user(slack, card):
    declared = [
        {"type": "message", "name": "Look up", "callback_id": "look_up"},
        {"type": "global", "name": "Look up…", "callback_id": "look_up_any"},
    ]
    slack.use_manifest({"features": {"shortcuts": declared}})
    on_message = await slack.uses_shortcut("U0LEADA", "look_up", channel="C0LEADS", ts=card)
    assert on_message.payload["type"] == "message_action"
    assert on_message.payload["message"]["text"] == "card"
    assert {"channel", "message_ts", "response_url", "callback_id"} <= set(on_message.payload)
    anywhere = await slack.uses_shortcut("U0LEADA", "look_up_any")
    assert anywhere.payload["type"] == "shortcut"
    assert "response_url" not in anywhere.payload


async def test_events_come_for_what_the_manifest_subscribes_to(slack, answering):
    seen = await answering()
    slack.use_manifest({"settings": {"event_subscriptions": {"bot_events": ["message.im", "app_mention"]}}})
    await slack.types("U0LEADA", "C0LEADS", "nobody hears this")
    assert seen == []
    direct = await slack.types("U0LEADA", "D0LEADA", "hello")
    assert direct.payload["event"]["channel_type"] == "im"
    mention = await slack.types("U0LEADA", "C0LEADS", "@hangup hello")
    assert mention.payload["event"]["type"] == "app_mention"
    assert seen[0].content_type == "application/json"


IM_EVENTS = {"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}}


async def test_an_event_not_acknowledged_is_sent_three_times_more(slack, clock: JumpingClock, answering):
    seen = await answering(status=500)
    slack.use_manifest(IM_EVENTS)
    began = clock.now()
    await slack.types("U0LEADA", "D0LEADA", "hello")
    await slack.settles(lambda: len(slack.deliveries) == 4, within=400)
    assert [request.headers.get("X-Slack-Retry-Num") for request in seen] == [None, "1", "2", "3"]
    assert {request.headers["X-Slack-Retry-Reason"] for request in seen[1:]} == {"http_error"}
    assert len({delivery.payload["event_id"] for delivery in slack.deliveries}) == 1
    assert (clock.now() - began).total_seconds() == pytest.approx(360, abs=1)


async def test_an_app_can_refuse_retries_of_events(slack, clock: JumpingClock, answering):
    seen = await answering(status=500, headers={"X-Slack-No-Retry": "1"})
    slack.use_manifest(IM_EVENTS)
    await slack.types("U0LEADA", "D0LEADA", "hello")
    await clock.sleep(600)
    assert len(seen) == 1


async def test_a_shortcuts_response_url_reaches_no_thread(slack, http, card):
    url = (await slack.uses_shortcut("U0LEADA", "s", channel="C0LEADS", ts=card)).payload["response_url"]
    async with http.post(url, json={"text": "x", "response_type": "in_channel", "thread_ts": card}) as response:
        assert response.status == 200
    assert "thread_ts" not in slack.messages("C0LEADS")[-1]
