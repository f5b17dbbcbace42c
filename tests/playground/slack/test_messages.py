"""Where the app may post, what it may change, and what becomes of blocks."""

import pytest

from playground.slack import Channel, Person

SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}]
NO_PUBLIC = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}


@pytest.mark.filterwarnings("ignore:The top-level `text`:UserWarning")
async def test_a_message_needs_some_content(client, refused):
    assert await refused(client.chat_postMessage(channel="C0LEADS")) == "no_text"


async def test_a_public_channel_can_be_posted_to_without_joining_only_with_the_scope(slack, client, refused):
    await client.chat_postMessage(channel="C0NOBOT", text="x")
    slack.use_manifest(NO_PUBLIC)
    assert await refused(client.chat_postMessage(channel="C0NOBOT", text="x")) == "not_in_channel"


@pytest.mark.parametrize("channel", ["C0NOWHERE", "G0PRIV", "#nowhere"])
async def test_a_channel_that_the_app_does_not_know_is_not_found(client, refused, channel):
    assert await refused(client.chat_postMessage(channel=channel, text="x")) == "channel_not_found"


async def test_an_archived_channel_takes_nothing(slack, client, refused):
    slack.workspace.add_channel(Channel("C0OLD", "old", archived=True))
    assert await refused(client.chat_postMessage(channel="C0OLD", text="x")) == "is_archived"
    assert await refused(client.chat_postEphemeral(channel="C0OLD", user="U0LEADA", text="x")) == "is_archived"


async def test_a_users_id_opens_the_apps_direct_messages(slack, client):
    posted = await client.chat_postMessage(channel="U0LEADA", text="psst")
    assert posted["channel"] == slack.direct_channel("U0LEADA")
    assert slack.messages(slack.direct_channel("U0LEADA"))[0]["text"] == "psst"


async def test_text_over_forty_thousand_characters_is_cut(slack, client):
    await client.chat_postMessage(channel="C0LEADS", text="x" * 40_001)
    assert len(slack.messages("C0LEADS")[0]["text"]) == 40_000


async def test_markdown_text_has_its_own_limit(client, refused):
    assert await refused(client.chat_postMessage(channel="C0LEADS", markdown_text="x" * 12_001)) == "msg_too_long"
    both = client.chat_postMessage(channel="C0LEADS", markdown_text="x", text="y")
    assert await refused(both) == "markdown_text_conflict"


async def test_a_hundred_attachments_are_the_most(client, refused):
    many = [{"text": "x", "fallback": "x"}] * 101
    call = client.chat_postMessage(channel="C0LEADS", text="x", attachments=many)
    assert await refused(call) == "too_many_attachments"


async def test_blocks_given_no_ids_get_some(client):
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}}
    blocks = [{"type": "actions", "elements": [button]}]
    message = (await client.chat_postMessage(channel="C0LEADS", text="x", blocks=blocks))["message"]
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["elements"][0]["action_id"]


async def test_an_update_with_text_alone_removes_the_blocks_and_shows_as_edited(slack, client):
    posted = await client.chat_postMessage(channel="C0LEADS", text="x", blocks=SECTION)
    await client.chat_update(channel="C0LEADS", ts=posted["ts"], text="y", blocks=SECTION)
    assert "edited" not in slack.message("C0LEADS", posted["ts"])
    await client.chat_update(channel="C0LEADS", ts=posted["ts"], text="z")
    assert "blocks" not in slack.message("C0LEADS", posted["ts"])
    assert "edited" in slack.message("C0LEADS", posted["ts"])


async def test_an_update_with_no_blocks_removes_them(slack, client):
    posted = await client.chat_postMessage(channel="C0LEADS", text="x", blocks=SECTION)
    await client.chat_update(channel="C0LEADS", ts=posted["ts"], text="y", blocks=[])
    assert "blocks" not in slack.message("C0LEADS", posted["ts"])


async def test_an_updates_text_is_limited_to_four_thousand(client, refused):
    posted = await client.chat_postMessage(channel="C0LEADS", text="x")
    call = client.chat_update(channel="C0LEADS", ts=posted["ts"], text="x" * 4001)
    assert await refused(call) == "msg_too_long"


async def test_metadata_is_kept_unless_sent_anew(slack, client):
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    posted = await client.chat_postMessage(channel="C0LEADS", text="x", metadata=metadata)
    await client.chat_update(channel="C0LEADS", ts=posted["ts"], text="y")
    assert slack.message("C0LEADS", posted["ts"])["metadata"] == metadata


async def test_only_the_apps_own_messages_can_be_changed(slack, client, refused):
    await slack.types("U0LEADA", "C0LEADS", "hello")
    ts = slack.messages("C0LEADS")[0]["ts"]
    assert await refused(client.chat_update(channel="C0LEADS", ts=ts, text="x")) == "cant_update_message"
    assert await refused(client.chat_delete(channel="C0LEADS", ts=ts)) == "cant_delete_message"


async def test_an_ephemeral_message_cannot_be_updated(client, refused):
    posted = await client.chat_postEphemeral(channel="C0LEADS", user="U0LEADA", text="x")
    call = client.chat_update(channel="C0LEADS", ts=posted["message_ts"], text="y")
    assert await refused(call) == "message_not_found"


async def test_a_direct_message_is_updated_under_its_own_channel_id(slack, client, refused):
    posted = await client.chat_postMessage(channel="U0LEADA", text="x")
    by_user = client.chat_update(channel="U0LEADA", ts=posted["ts"], text="y")
    assert await refused(by_user) == "channel_not_found"
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")


async def test_a_deleted_message_is_not_found(slack, client, refused):
    posted = await client.chat_postMessage(channel="C0LEADS", text="x")
    await client.chat_delete(channel="C0LEADS", ts=posted["ts"])
    call = client.chat_update(channel="C0LEADS", ts=posted["ts"], text="y")
    assert await refused(call) == "message_not_found"
    assert slack.messages("C0LEADS") == []


async def test_an_ephemeral_message_needs_the_user_and_the_app_in_the_channel(slack, client, refused):
    guest = client.chat_postEphemeral(channel="C0PARTNER", user="U0GUEST", text="x")
    assert await refused(guest) == "user_not_in_channel"
    no_bot = client.chat_postEphemeral(channel="C0NOBOT", user="U0LEADA", text="x")
    assert await refused(no_bot) == "not_in_channel"
    slack.workspace.add_person(Person("U0GONE", "gone", "Gone", deleted=True))
    gone = client.chat_postEphemeral(channel="C0LEADS", user="U0GONE", text="x")
    assert await refused(gone) == "user_not_in_channel"


async def test_an_ephemeral_message_can_be_dismissed_by_its_reader(slack, client):
    posted = await client.chat_postEphemeral(channel="C0LEADS", user="U0LEADA", text="x")
    slack.dismisses("U0LEADA", "C0LEADS", posted["message_ts"])
    assert slack.ephemerals("C0LEADS", "U0LEADA") == []


async def test_a_thread_counts_its_replies_and_outlives_its_root(slack, client):
    root = await client.chat_postMessage(channel="C0LEADS", text="root")
    await client.chat_postMessage(channel="C0LEADS", text="reply", thread_ts=root["ts"])
    assert slack.message("C0LEADS", root["ts"])["reply_count"] == 1
    replies = await client.conversations_replies(channel="C0LEADS", ts=root["ts"])
    assert [message["text"] for message in replies["messages"]] == ["root", "reply"]
    history = await client.conversations_history(channel="C0LEADS")
    assert [message["text"] for message in history["messages"]] == ["root"]
    await client.chat_delete(channel="C0LEADS", ts=root["ts"])
    assert [message["text"] for message in slack.thread("C0LEADS", root["ts"])] == [
        "This message was deleted.",
        "reply",
    ]


async def test_a_permalink_names_channel_and_message(client):
    posted = await client.chat_postMessage(channel="C0LEADS", text="x")
    link = (await client.chat_getPermalink(channel="C0LEADS", message_ts=posted["ts"]))["permalink"]
    assert link.endswith(f"/archives/C0LEADS/p{posted['ts'].replace('.', '')}")


async def test_timestamps_never_repeat(client):
    stamps = [(await client.chat_postMessage(channel=f"U0LEAD{one}", text="x"))["ts"] for one in "ABABAB"]
    assert len(set(stamps)) == 6
    assert stamps == sorted(stamps)


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("@maya #incidents", "<@U0LEADA> <#C0INCID|incidents>"),
        ("#ops-private", "<#G0PRIV|>"),
        ("@team-leads", "<!subteam^S0LEADS>"),
        ("see https://x.example/a?b=1&c=2", "see <https://x.example/a?b=1&amp;c=2>"),
        ("+6591234567", "<tel:+6591234567|+6591234567>"),
        ("<!channel> a < b", "&lt;!channel&gt; a &lt; b"),
        ("somebody@example.com", "somebody@example.com"),
    ],
)
async def test_should_escape_decides_what_a_commands_text_looks_like(slack, answering, typed, arrives):
    await answering()
    plain = {"command": "/plain"}
    slack.use_manifest({"features": {"slash_commands": [{"command": "/c", "should_escape": True}, plain]}})
    assert (await slack.types("U0LEADA", "C0LEADS", f"/c {typed}")).payload["text"] == arrives
    assert (await slack.types("U0LEADA", "C0LEADS", f"/plain {typed}")).payload["text"] == typed
