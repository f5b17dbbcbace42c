"""The app manifest, read as Slack reads it: which commands, shortcuts, scopes and events the app has.

https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EVERY_SCOPE: tuple[str, ...] = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:read",
    "reactions:write",
    "usergroups:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of the manifest; `command` includes its slash."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the manifest; `kind` is `message` or `global`."""

    kind: str
    name: str
    callback_id: str
    description: str = ""


class Manifest:
    """What the app declared; None declares everything, so that a test need not write a manifest."""

    def __init__(self, document: Mapping[str, Any] | None = None) -> None:
        self.allows_everything = document is None
        document = document or {}
        features = document.get("features") or {}
        settings = document.get("settings") or {}
        oauth = document.get("oauth_config") or {}
        self.commands = {
            entry["command"]: Command(
                entry["command"],
                entry.get("description", ""),
                entry.get("usage_hint", ""),
                bool(entry.get("should_escape", False)),
                entry.get("url"),
            )
            for entry in features.get("slash_commands") or ()
        }
        self.shortcuts = [
            Shortcut(entry["type"], entry["name"], entry["callback_id"], entry.get("description", ""))
            for entry in features.get("shortcuts") or ()
        ]
        scopes = oauth.get("scopes") or {}
        granted = [*(scopes.get("bot") or ()), *(scopes.get("bot_optional") or ())]
        self.scopes: tuple[str, ...] = EVERY_SCOPE if self.allows_everything else tuple(granted)
        interactivity = settings.get("interactivity") or {}
        self.interactivity_url: str | None = interactivity.get("request_url")
        self.interactivity_enabled: bool = self.allows_everything or bool(interactivity.get("is_enabled"))
        events = settings.get("event_subscriptions") or {}
        self.events: tuple[str, ...] = tuple(events.get("bot_events") or ())
        self.events_url: str | None = events.get("request_url")
        self.socket_mode_enabled: bool = bool(settings.get("socket_mode_enabled"))
        self.home_tab: bool = self.allows_everything or bool(
            (features.get("app_home") or {}).get("home_tab_enabled", False)
        )

    def command(self, name: str) -> Command | None:
        """Find a command by its name with the slash; None when the app has none of that name."""
        if self.allows_everything:
            return self.commands.get(name) or Command(name)
        return self.commands.get(name)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """Find a shortcut by its callback id; None when the app has none."""
        for shortcut in self.shortcuts:
            if shortcut.callback_id == callback_id:
                return shortcut
        return Shortcut("message", callback_id, callback_id) if self.allows_everything else None
