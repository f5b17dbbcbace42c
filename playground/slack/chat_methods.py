"""chat.*: saying, changing and taking back.

https://docs.slack.dev/reference/methods/chat.postMessage and its neighbours
"""

import re
from typing import Any

from playground.slack.arguments import Arguments
from playground.slack.blocks import read_blocks
from playground.slack.messages import Message
from playground.slack.people import BOT_USER, TEAM_DOMAIN, Channel
from playground.slack.refusals import RefusedError
from playground.slack.workspace import Workspace

Json = dict[str, Any]
TRUNCATED_AT = 40_000
LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
_TS = re.compile(r"\d{1,12}\.\d{1,6}")


def channel_for_app(at: Workspace, reference: str) -> Channel:
    """Find a channel that the app may know of: a private one it is not in does not exist for it."""
    channel = at.channel(reference)
    if channel is None or (channel.kind == "private" and not channel.bot_is_member):
        raise RefusedError("channel_not_found")
    return channel


def post_message(at: Workspace, asked: Arguments) -> Json:
    """chat.postMessage: to a channel's id or name, or to a user's id, which opens the app's direct messages."""
    reference = asked.text("channel")
    if reference is None:
        raise RefusedError("channel_not_found")
    channel = _direct(at, reference) or channel_for_app(at, reference)
    if channel.archived:
        raise RefusedError("is_archived")
    if not channel.bot_is_member and "chat:write.public" not in at.manifest.scopes:
        raise RefusedError("not_in_channel")
    text, blocks, attachments = _content(asked)
    thread_ts = _thread(asked)
    metadata = asked.json("metadata")
    message = at.post(
        channel.id,
        BOT_USER,
        text[:TRUNCATED_AT],
        blocks=blocks,
        thread_ts=thread_ts,
        subtype="thread_broadcast" if thread_ts and asked.flag("reply_broadcast") else None,
        metadata=metadata if isinstance(metadata, dict) else None,
        attachments=attachments,
    )
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": message.as_json()}


def post_ephemeral(at: Workspace, asked: Arguments) -> Json:
    """chat.postEphemeral: to one user in a channel where both the app and the user are."""
    channel = channel_for_app(at, asked.needed("channel"))
    user = asked.needed("user")
    if channel.archived:
        raise RefusedError("is_archived")
    if not channel.bot_is_member:
        raise RefusedError("not_in_channel")
    person = at.people.get(user)
    if person is None or person.deleted or not channel.has(user):
        raise RefusedError("user_not_in_channel")
    text, blocks, attachments = _content(asked)
    message = at.post(
        channel.id,
        BOT_USER,
        text[:TRUNCATED_AT],
        blocks=blocks,
        thread_ts=_thread(asked),
        ephemeral_to=user,
        attachments=attachments,
    )
    return {"ok": True, "message_ts": message.ts}


def update(at: Workspace, asked: Arguments) -> Json:
    """chat.update: the app's own messages, never ephemeral ones; text without blocks removes the blocks."""
    message = _own_message(at, asked, "cant_update_message")
    given_text = asked.text("text") or asked.text("markdown_text")
    if len(given_text or "") > LONGEST_UPDATE:
        raise RefusedError("msg_too_long")
    text, blocks, attachments = _content(asked)
    metadata = asked.json("metadata")
    at.edit(
        message,
        text=text,
        blocks=blocks,
        metadata=metadata if isinstance(metadata, dict) else None,
        attachments=attachments,
    )
    return {"ok": True, "channel": message.channel, "ts": message.ts, "text": text, "message": message.as_json()}


def delete(at: Workspace, asked: Arguments) -> Json:
    """chat.delete: the app's own messages."""
    message = _own_message(at, asked, "cant_delete_message")
    at.remove(message)
    return {"ok": True, "channel": message.channel, "ts": message.ts}


def get_permalink(at: Workspace, asked: Arguments) -> Json:
    """chat.getPermalink: an address under the workspace's domain, as Slack makes them."""
    channel = channel_for_app(at, asked.needed("channel"))
    message = at.message(channel.id, asked.needed("message_ts"))
    if message is None:
        raise RefusedError("message_not_found")
    place = f"{channel.id}/p{message.ts.replace('.', '')}"
    return {
        "ok": True,
        "channel": channel.id,
        "permalink": f"https://{TEAM_DOMAIN}.slack.com/archives/{place}",
    }


def add_reaction(at: Workspace, asked: Arguments) -> Json:
    """reactions.add: one of each per user."""
    channel = channel_for_app(at, asked.needed("channel"))
    message = at.message(channel.id, asked.needed("timestamp"))
    if message is None:
        raise RefusedError("message_not_found")
    users = message.reactions.setdefault(asked.needed("name"), [])
    if BOT_USER in users:
        raise RefusedError("already_reacted")
    users.append(BOT_USER)
    at.feed.publish({"type": "message", "message": message})
    return {"ok": True}


def _direct(at: Workspace, reference: str) -> Channel | None:
    person = at.people.get(reference)
    if person is None:
        return None
    if person.is_bot:
        raise RefusedError("cannot_dm_bot")
    if person.deleted:
        raise RefusedError("channel_not_found")
    return at.direct_channel(person.id)


def _own_message(at: Workspace, asked: Arguments, otherwise: str) -> Message:
    reference = asked.text("channel")
    channel = at.channels.get(reference or "")
    if channel is None or (channel.kind == "private" and not channel.bot_is_member):
        raise RefusedError("channel_not_found")
    message = at.message(channel.id, asked.text("ts") or "")
    if message is None:
        raise RefusedError("message_not_found")
    if message.user != BOT_USER:
        raise RefusedError(otherwise)
    return message


def _thread(asked: Arguments) -> str | None:
    thread_ts = asked.text("thread_ts")
    if thread_ts is not None and not _TS.fullmatch(thread_ts):
        raise RefusedError("invalid_thread_ts")
    return thread_ts


def _content(asked: Arguments) -> tuple[str, list[Json] | None, list[Json] | None]:
    text, markdown = asked.text("text"), asked.text("markdown_text")
    blocks = read_blocks(asked.values.get("blocks"))
    attachments = asked.json("attachments")
    if attachments is not None and not isinstance(attachments, list):
        raise RefusedError("invalid_attachments")
    if attachments and len(attachments) > MOST_ATTACHMENTS:
        raise RefusedError("too_many_attachments")
    if markdown is not None:
        if text is not None or blocks:
            raise RefusedError("markdown_text_conflict")
        if len(markdown) > LONGEST_MARKDOWN:
            raise RefusedError("msg_too_long")
    if not text and not markdown and not blocks and not attachments:
        raise RefusedError("no_text")
    return text or markdown or "", blocks or None, attachments
