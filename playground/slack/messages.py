"""One message of a channel, and its shapes: as the Web API shows it and as the page shows it."""

import copy
from dataclasses import dataclass, field
from typing import Any

from playground.slack.people import APP_ID, BOT_ID, TEAM_ID

Json = dict[str, Any]


@dataclass(slots=True)
class Message:
    """A message; an ephemeral one names the only user who sees it. `ts` is seconds with six decimals, as text."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    from_app: bool = False
    ephemeral_to: str | None = None
    edited: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    attachments: list[Json] | None = None
    deleted: bool = False
    reply_users: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    state: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Tell whether it stands in another message's thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def as_json(self) -> Json:
        """Show it as the Web API and payloads do, with `ephemeral` and `channel` added for those who look on."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM_ID}
        if self.from_app:
            shown |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": {"id": BOT_ID, "app_id": APP_ID}}
        if self.blocks:
            shown["blocks"] = copy.deepcopy(self.blocks)
        for name in ("attachments", "metadata", "subtype"):
            if (value := getattr(self, name)) is not None:
                shown[name] = copy.deepcopy(value)
        if self.thread_ts is not None or self.reply_users:
            shown["thread_ts"] = self.thread_ts or self.ts
        if self.reply_users:
            shown |= {"reply_count": len(self.reply_users), "reply_users": sorted(set(self.reply_users))}
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        return shown

    def as_seen(self) -> Json:
        """Show it as tests want it: the Web API's shape, plus `channel` and `ephemeral`."""
        return {**self.as_json(), "channel": self.channel, "ephemeral": self.ephemeral_to is not None}

    def as_page(self) -> Json:
        """Show it as the page's contract says."""
        return {
            "ts": self.ts,
            "thread_ts": self.thread_ts,
            "user": self.user,
            "bot_id": BOT_ID if self.from_app else None,
            "text": self.text,
            "blocks": copy.deepcopy(self.blocks),
            "ephemeral": self.ephemeral_to is not None,
            "edited": self.edited is not None,
            "reply_count": len(self.reply_users),
            "subtype": self.subtype,
            "deleted": self.deleted,
        }
