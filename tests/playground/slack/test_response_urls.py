"""response_url: five uses, thirty minutes, and what each may replace."""

import pytest

from tests.support.clock import JumpingClock

BUTTON = [
    {
        "type": "actions",
        "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
    }
]


@pytest.fixture
async def of_command(slack, answering):
    await answering()
    return (await slack.types("U0LEADA", "C0LEADS", "/conversation x")).payload["response_url"]


@pytest.fixture
async def pressed(slack, client, answering):
    await answering()
    posted = await client.chat_postMessage(channel="C0LEADS", text="card", blocks=BUTTON)
    delivery = await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["ts"], action_id="go")
    return delivery.payload["response_url"], posted["ts"]


async def post(http, url, **body):
    async with http.post(url, json=body) as response:
        return response.status, await response.text()


async def test_the_answer_is_ephemeral_by_default(slack, http, of_command):
    assert await post(http, of_command, text="Result") == (200, "ok")
    assert slack.ephemerals("C0LEADS", "U0LEADA")[0]["text"] == "Result"


async def test_in_channel_is_for_all_and_a_thread_is_named_by_thread_ts(slack, http, client, of_command):
    root = await client.chat_postMessage(channel="C0LEADS", text="root")
    assert (await post(http, of_command, text="R", response_type="in_channel", thread_ts=root["ts"]))[0] == 200
    assert [message["text"] for message in slack.thread("C0LEADS", root["ts"])] == ["root", "R"]


async def test_the_sixth_use_is_refused(http, of_command):
    for _ in range(5):
        assert (await post(http, of_command, text="again"))[0] == 200
    assert await post(http, of_command, text="again") == (404, "used_url")


async def test_after_thirty_minutes_it_is_refused(http, clock: JumpingClock, of_command):
    clock.advance(30 * 60)
    assert (await post(http, of_command, text="just in time"))[0] == 200
    clock.advance(1)
    assert await post(http, of_command, text="late") == (404, "expired_url")


async def test_a_commands_url_replaces_and_deletes_nothing(slack, http, of_command):
    await post(http, of_command, text="Looking…")
    await post(http, of_command, text="Result", replace_original=True)
    await post(http, of_command, delete_original=True)
    assert [one["text"] for one in slack.ephemerals("C0LEADS", "U0LEADA")] == ["Looking…", "Result"]


@pytest.mark.parametrize("body", [{}, {"replace_original": True}, {"replace_original": "true"}])
async def test_a_buttons_url_overwrites_its_message_unless_told_otherwise(slack, http, pressed, body):
    url, ts = pressed
    await post(http, url, text="done", **body)
    assert slack.message("C0LEADS", ts)["text"] == "done"
    assert "blocks" not in slack.message("C0LEADS", ts)


async def test_a_buttons_url_with_replace_original_false_leaves_it(slack, http, pressed):
    url, ts = pressed
    await post(http, url, text="psst", replace_original=False)
    assert slack.message("C0LEADS", ts)["text"] == "card"
    assert slack.ephemerals("C0LEADS", "U0LEADA")[0]["text"] == "psst"


async def test_a_buttons_url_deletes_its_message(slack, http, pressed):
    url, ts = pressed
    await post(http, url, delete_original="true")
    with pytest.raises(KeyError):
        slack.message("C0LEADS", ts)
    assert await post(http, url, text="too late") == (404, "message_not_found")


async def test_an_ephemeral_source_is_replaced_and_stays_ephemeral(slack, http, client, answering):
    await answering()
    posted = await client.chat_postEphemeral(channel="C0LEADS", user="U0LEADA", text="only you", blocks=BUTTON)
    pressed = await slack.presses("U0LEADA", channel="C0LEADS", ts=posted["message_ts"], action_id="go")
    assert "message" not in pressed.payload
    assert pressed.payload["container"]["is_ephemeral"] is True
    await post(http, pressed.payload["response_url"], text="changed", response_type="in_channel")
    (seen,) = slack.ephemerals("C0LEADS", "U0LEADA")
    assert seen["text"] == "changed"
    assert slack.messages("C0LEADS") == []


async def test_it_bypasses_channel_membership(slack, http, answering):
    await answering()
    delivery = await slack.types("U0LEADA", "G0PRIV", "/conversation x")
    await post(http, delivery.payload["response_url"], text="here", response_type="in_channel")
    assert slack.messages("G0PRIV")[0]["text"] == "here"


@pytest.mark.parametrize(
    ("body", "word"), [({}, "no_text"), ({"text": "x", "blocks": [{"type": "marquee"}]}, "invalid_blocks")]
)
async def test_what_it_cannot_show_is_refused(http, of_command, body, word):
    assert await post(http, of_command, **body) == (400, word)


async def test_an_unknown_url_is_refused(slack, http, of_command):
    assert (await post(http, f"{slack.url}/response/nonsense", text="x"))[0] == 404
    async with http.post(of_command, data="no json") as response:
        assert (response.status, await response.text()) == (400, "invalid_payload")


async def test_faults_reach_response_urls_too(slack, http, of_command):
    slack.faults.add("response_url", status=500, body="internal_error")
    assert await post(http, of_command, text="x") == (500, "internal_error")
    assert slack.response_urls.posts == [({"text": "x"}, 500)]
    assert (await post(http, of_command, text="x"))[0] == 200
