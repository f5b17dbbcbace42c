"""The payloads that Slack sends an app, whole.

https://docs.slack.dev/interactivity/implementing-slash-commands
https://docs.slack.dev/reference/interaction-payloads
"""

from typing import Any

from playground.slack.messages import Message
from playground.slack.people import APP_ID, TEAM_DOMAIN, TEAM_ID, Channel, Person
from playground.slack.views import View

Json = dict[str, Any]
VERIFICATION_TOKEN = "pretend-verification-token"
CHANNEL_NAMES = {"private": "privategroup", "app_dm": "directmessage"}


def slash_command(
    person: Person, channel: Channel, command: str, text: str, *, trigger_id: str, response_url: str
) -> Json:
    """Make a slash command's form fields; every value is text."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": CHANNEL_NAMES.get(channel.kind, channel.name),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_action(
    person: Person, channel: Channel, message: Message, callback_id: str, *, trigger_id: str, response_url: str
) -> Json:
    """Make a message shortcut's payload."""
    return {
        **_common("message_action", person),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "action_ts": message.ts,
        "message_ts": message.ts,
        "channel": _channel(channel),
        "message": message.as_json(),
    }


def shortcut(person: Person, callback_id: str, trigger_id: str, action_ts: str) -> Json:
    """Make a global shortcut's payload."""
    return {
        **_common("shortcut", person),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": action_ts,
    }


def block_actions_in_message(
    person: Person, channel: Channel, message: Message, action: Json, *, trigger_id: str, response_url: str
) -> Json:
    """Make the payload of a press in a message; an ephemeral message itself is not in it."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **_common("block_actions", person),
        "container": container,
        "trigger_id": trigger_id,
        "channel": _channel(channel),
        "state": {"values": {block: dict(entries) for block, entries in message.state.items()}},
        "response_url": response_url,
        "actions": [action],
    }
    if message.ephemeral_to is None:
        payload["message"] = message.as_json()
    return payload


def block_actions_in_view(person: Person, view: View, action: Json, trigger_id: str) -> Json:
    """Make the payload of a press in a view: no channel and no response_url."""
    return {
        **_common("block_actions", person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger_id,
        "view": view.as_json(),
        "actions": [action],
    }


def view_submission(person: Person, view: View, trigger_id: str) -> Json:
    """Make a submission's payload: no channel and no response_url."""
    return {
        **_common("view_submission", person),
        "trigger_id": trigger_id,
        "view": view.as_json(),
        "response_urls": [],
    }


def view_closed(person: Person, view: View, *, is_cleared: bool) -> Json:
    """Make the payload that an app gets for a closed view with `notify_on_close`."""
    return {**_common("view_closed", person), "view": view.as_json(), "is_cleared": is_cleared}


def event(event_id: str, event_time: int, inner: Json) -> Json:
    """Wrap an event as the Events API does."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [],
        "is_ext_shared_channel": False,
    }


def _common(kind: str, person: Person) -> Json:
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": CHANNEL_NAMES.get(channel.kind, channel.name)}
