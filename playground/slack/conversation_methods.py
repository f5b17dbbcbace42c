"""conversations.*: channels, who is in them, what was said.

https://docs.slack.dev/reference/methods/conversations.info and its neighbours
"""

import math
from typing import Any

from playground.slack.arguments import Arguments
from playground.slack.chat_methods import channel_for_app
from playground.slack.paging import page_of
from playground.slack.people import BOT_USER, TEAM_ID, Channel
from playground.slack.refusals import RefusedError
from playground.slack.workspace import Workspace

Json = dict[str, Any]


def channel_json(at: Workspace, channel: Channel, *, with_count: bool = False) -> Json:
    """Show a channel as conversations.info does."""
    if channel.kind == "app_dm":
        return {"id": channel.id, "created": 1_760_000_000, "is_im": True, "is_archived": False, "is_org_shared": False}
    shown: Json = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.archived,
        "is_general": False,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": channel.bot_is_member,
        "context_team_id": TEAM_ID,
        "created": 1_760_000_000,
        "creator": "U0LEADA",
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    if with_count:
        shown["num_members"] = len(at.members(channel))
    return shown


def info(at: Workspace, asked: Arguments) -> Json:
    """conversations.info, public channels also without being in them."""
    channel = channel_by_id(at, asked)
    shown = channel_json(at, channel, with_count=asked.flag("include_num_members"))
    if channel.of_user:
        shown |= {"user": channel.of_user, "is_open": True}
    return {"ok": True, "channel": shown}


def list_all(at: Workspace, asked: Arguments) -> Json:
    """conversations.list, of the types asked for (public ones by default), in pages."""
    types = (asked.text("types") or "public_channel").split(",")
    kinds = {"public_channel": "channel", "private_channel": "private", "im": "app_dm"}
    wanted = {kinds[one.strip()] for one in types if one.strip() in kinds}
    channels = [
        channel
        for channel in at.channels.values()
        if channel.kind in wanted
        and (channel.kind == "channel" or channel.bot_is_member)
        and not (channel.archived and asked.flag("exclude_archived"))
    ]
    found, metadata = page_of(channels, asked)
    return {"ok": True, "channels": [channel_json(at, one) for one in found], "response_metadata": metadata}


def members(at: Workspace, asked: Arguments) -> Json:
    """conversations.members, in pages."""
    found, metadata = page_of(at.members(channel_by_id(at, asked)), asked)
    return {"ok": True, "members": list(found), "response_metadata": metadata}


def open_direct(at: Workspace, asked: Arguments) -> Json:
    """conversations.open: the app's direct messages with one user (group ones are not pretended)."""
    if (known := asked.text("channel")) is not None:
        channel = channel_for_app(at, known)
    else:
        users = [one for one in (asked.text("users") or "").split(",") if one]
        if not users:
            raise RefusedError("users_list_not_supplied")
        person = at.people.get(users[0])
        if person is None or len(users) > 1:
            raise RefusedError("user_not_found")
        if person.is_bot:
            raise RefusedError("cannot_dm_bot")
        if person.deleted:
            raise RefusedError("user_disabled")
        channel = at.direct_channel(person.id)
    shown: Json = {"id": channel.id}
    if asked.flag("return_im"):
        shown = channel_json(at, channel) | {"user": channel.of_user}
    return {"ok": True, "channel": shown}


def join(at: Workspace, asked: Arguments) -> Json:
    """conversations.join: public channels only."""
    channel = channel_by_id(at, asked)
    if channel.kind != "channel":
        raise RefusedError("method_not_supported_for_channel_type")
    if channel.archived:
        raise RefusedError("is_archived")
    answer: Json = {"ok": True}
    if channel.bot_is_member:
        answer |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    channel.bot_is_member = True
    at.feed.publish({"type": "channels"})
    return answer | {"channel": channel_json(at, channel)}


def history(at: Workspace, asked: Arguments) -> Json:
    """conversations.history: newest first, thread replies left out."""
    channel = _joined(at, asked)
    oldest, latest = _moment(asked, "oldest", 0.0), _moment(asked, "latest", math.inf)
    inclusive = asked.flag("inclusive")
    found = [
        message.as_json()
        for message in reversed(at.messages(channel.id))
        if not message.is_reply
        and (oldest < float(message.ts) < latest or (inclusive and float(message.ts) in (oldest, latest)))
    ]
    page, metadata = page_of(found, asked)
    return {
        "ok": True,
        "messages": list(page),
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": 0,
        "response_metadata": metadata,
    }


def replies(at: Workspace, asked: Arguments) -> Json:
    """conversations.replies: the root first, then the replies."""
    channel = _joined(at, asked)
    thread = at.thread(channel.id, asked.needed("ts"))
    if not thread:
        raise RefusedError("thread_not_found")
    page, metadata = page_of([message.as_json() for message in thread], asked)
    return {
        "ok": True,
        "messages": list(page),
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def channel_by_id(at: Workspace, asked: Arguments) -> Channel:
    """Find the channel that `channel` names by its id; names are not taken here, as in Slack."""
    reference = asked.text("channel") or ""
    if reference not in at.channels:
        raise RefusedError("channel_not_found")
    return channel_for_app(at, reference)


def _moment(asked: Arguments, name: str, default: float) -> float:
    try:
        return float(asked.text(name) or default)
    except ValueError:
        raise RefusedError(f"invalid_ts_{name}") from None


def _joined(at: Workspace, asked: Arguments) -> Channel:
    channel = channel_by_id(at, asked)
    if not channel.has(BOT_USER):
        raise RefusedError("not_in_channel")
    return channel
