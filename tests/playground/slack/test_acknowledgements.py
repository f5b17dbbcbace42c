"""Three seconds, a status of 200, and what the body of an acknowledgement does."""

import asyncio

import pytest

from playground.slack import NotPossibleError
from tests.support.clock import JumpingClock

BUTTON = [
    {
        "type": "actions",
        "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}],
    }
]


async def test_no_answer_within_three_seconds_is_an_operation_timeout(slack, clock: JumpingClock, hanging):
    await hanging(10)
    delivery = await slack.types("U0LEADA", "C0LEADS", "/conversation x")
    assert delivery.error == "operation_timeout"
    assert delivery.milliseconds == pytest.approx(3000)
    assert delivery.words == '/conversation failed with the error "operation_timeout"'


async def test_an_answer_just_within_three_seconds_is_in_time(slack, hanging):
    await hanging(2.9)
    delivery = await slack.types("U0LEADA", "C0LEADS", "/conversation x")
    assert delivery.ok
    assert delivery.milliseconds == pytest.approx(2900)


@pytest.mark.parametrize("status", [404, 500, 503, 302])
async def test_any_status_but_200_is_dispatch_failed(slack, answering, status):
    await answering(status=status)
    delivery = await slack.types("U0LEADA", "C0LEADS", "/conversation x")
    assert (delivery.status, delivery.error) == (status, "dispatch_failed")
    assert delivery.words == '/conversation failed with the error "dispatch_failed"'


async def test_nobody_listening_is_dispatch_failed(slack):
    slack.deliver_over_http("http://127.0.0.1:9/slack/events")
    assert (await slack.types("U0LEADA", "C0LEADS", "/conversation x")).error == "dispatch_failed"


async def test_socket_mode_without_a_websocket_is_dispatch_failed(slack):
    slack.use_manifest({"features": {"slash_commands": [{"command": "/c"}]}, "settings": {"socket_mode_enabled": True}})
    assert (await slack.types("U0LEADA", "C0LEADS", "/c x")).error == "dispatch_failed"


async def test_nothing_is_ever_sent_beyond_loopback(slack):
    slack.deliver_over_http("https://example.com/slack/events")
    assert (await slack.types("U0LEADA", "C0LEADS", "/conversation x")).error == "dispatch_failed"


async def test_an_unknown_command_is_answered_by_slack_itself_and_not_sent(slack, answering):
    seen = await answering()
    slack.use_manifest({"features": {"slash_commands": [{"command": "/conversation"}]}})
    delivery = await slack.types("U0LEADA", "C0LEADS", "/conversatoin x")
    assert delivery.error == "invalid_command"
    assert delivery.words is not None
    assert delivery.words.startswith("/conversatoin is not a valid command. In Slack, all messages that start with")
    assert seen == []


async def test_commands_cannot_be_used_in_threads(slack, client):
    posted = await client.chat_postMessage(channel="C0LEADS", text="root")
    with pytest.raises(NotPossibleError, match=r"/conversation is not supported in threads\. Sorry!"):
        await slack.types("U0LEADA", "C0LEADS", "/conversation x", thread_ts=posted["ts"])


async def test_a_text_acknowledgement_of_a_command_is_seen_by_the_typist_alone(slack, answering):
    await answering(text="Looking…")
    await slack.types("U0LEADA", "C0LEADS", "/conversation x")
    assert [message["text"] for message in slack.ephemerals("C0LEADS", "U0LEADA")] == ["Looking…"]
    assert slack.messages("C0LEADS", as_user="U0LEADB") == []


async def test_an_in_channel_acknowledgement_is_seen_by_all(slack, answering):
    await answering(json={"response_type": "in_channel", "text": "Look, all", "blocks": BUTTON})
    await slack.types("U0LEADA", "C0LEADS", "/conversation x")
    (message,) = slack.messages("C0LEADS")
    assert message["text"] == "Look, all"
    assert message["blocks"][0]["block_id"]


async def test_an_acknowledgement_with_impossible_blocks_fails_visibly(slack, answering):
    await answering(json={"text": "x", "blocks": [{"type": "marquee"}]})
    delivery = await slack.types("U0LEADA", "C0LEADS", "/conversation x")
    assert delivery.error == "invalid_blocks"
    assert slack.ephemerals("C0LEADS", "U0LEADA") == []


async def test_the_body_of_a_presss_acknowledgement_is_ignored(slack, client, answering):
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=BUTTON)
    await answering(json={"text": "pressed!", "replace_original": True})
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="go")
    assert delivery.ok
    assert [message["text"] for message in slack.messages("C0LEADS", as_user="U0LEADA")] == ["card"]


async def test_interactions_are_not_retried(slack, client, answering):
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=BUTTON)
    seen = await answering(status=500)
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="go")
    assert delivery.error == "dispatch_failed"
    assert len(seen) == 1


async def test_a_press_on_what_is_not_there_is_not_possible(slack, client):
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=BUTTON)
    with pytest.raises(NotPossibleError, match="nothing with the action 'stop'"):
        await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="stop")
    with pytest.raises(NotPossibleError, match="not there"):
        await slack.presses("U0LEADA", channel="C0LEADS", ts="1.000000", action_id="go")
    with pytest.raises(NotPossibleError, match="not in"):
        await slack.presses("U0GUEST", channel="C0PARTNER", ts=posted["ts"], action_id="go")


async def test_two_buttons_with_one_action_are_told_apart_by_value_or_block(slack, client, answering):
    two = [{**BUTTON[0], "block_id": "a"}, {**BUTTON[0], "block_id": "b"}]
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=two)
    await answering()
    with pytest.raises(NotPossibleError, match="say which block"):
        await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="go")
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="go", block_id="b")
    assert delivery.payload["actions"][0]["block_id"] == "b"


async def test_a_delivery_can_be_repeated_as_it_was(slack, answering):
    seen = await answering()
    first = await slack.types("U0LEADA", "C0LEADS", "/conversation x")
    again = await slack.repeats(first)
    assert again.payload == first.payload
    assert len(seen) == 2


async def test_a_late_answer_to_a_press_is_a_timeout_too(slack, client, hanging):
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=BUTTON)
    await hanging(4)
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="go")
    assert delivery.error == "operation_timeout"


async def test_fifty_parallel_presses_are_fifty_deliveries(slack, client, answering):
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=BUTTON)
    seen = await answering()
    presses = [slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="go") for _ in range(50)]
    assert all(delivery.ok for delivery in await asyncio.gather(*presses))
    assert len(seen) == 50
