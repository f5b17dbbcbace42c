"""What Slack makes of typed text: mentions, links and the three escaped characters.

https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import re

from playground.slack.people import Channel
from playground.slack.workspace import Workspace

_URL = re.compile(r"(?<![<|\w])(?:https?://|mailto:)[^\s<>|]+")
_PHONE = re.compile(r"(?<![\w<|/=-])\+\d{8,15}(?!\w)")
_USER = re.compile(r"(?<![\w<])@([\w.-]+)")
_CHANNEL = re.compile(r"(?<![\w<&])#([\w-]+)")
_ALREADY = re.compile(r"&lt;([@#!][A-Z][^&]*|!subteam\^[^&]*)&gt;")


def escaped(at: Workspace, text: str) -> str:
    """Write typed text as messages, and commands with `should_escape`, carry it: `<@U…>`, `<#C…|name>`, `<url>`."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _ALREADY.sub(lambda found: f"<{found[1]}>", text)
    text = _URL.sub(lambda found: f"<{found[0]}>", text)
    text = _PHONE.sub(lambda found: f"<tel:{found[0]}|{found[0]}>", text)
    text = _USER.sub(lambda found: _mention(at, found[1]) or found[0], text)
    return _CHANNEL.sub(lambda found: _channel(at, found[1]) or found[0], text)


def _mention(at: Workspace, handle: str) -> str | None:
    for person in at.people.values():
        if person.name == handle:
            return f"<@{person.id}>"
    for group in at.groups.values():
        if group.handle == handle:
            return f"<!subteam^{group.id}>"
    return None


def _channel(at: Workspace, name: str) -> str | None:
    channel: Channel | None = at.channel(name)
    if channel is None or channel.kind == "app_dm":
        return None
    return f"<#{channel.id}|{'' if channel.kind == 'private' else channel.name}>"
