"""The workspace: who is in it, what has been said, what is open. Everything the pretend Slack remembers."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from bot.ports import Clock
from playground.slack.feed import Feed
from playground.slack.ids import ids_given
from playground.slack.manifest import Manifest
from playground.slack.messages import Message
from playground.slack.people import (
    BOT,
    BOT_USER,
    DEFAULT_CHANNELS,
    DEFAULT_GROUPS,
    Channel,
    Person,
    UserGroup,
)
from playground.slack.triggers import Triggers
from playground.slack.views import Views

Json = dict[str, Any]


class Workspace:
    """State and its changes; every change that somebody could see is published on `feed`."""

    def __init__(
        self,
        clock: Clock,
        people: Sequence[Person],
        channels: Sequence[Channel] = DEFAULT_CHANNELS,
        groups: Sequence[UserGroup] = DEFAULT_GROUPS,
    ) -> None:
        self.clock = clock
        self.manifest = Manifest()
        self.feed = Feed()
        self.triggers = Triggers(clock)
        self.views = Views(self.feed)
        self.people = {person.id: person for person in (BOT, *people)}
        self.channels = {channel.id: dataclasses.replace(channel) for channel in channels}
        self.groups = {group.id: group for group in groups}
        self._messages: dict[str, dict[str, Message]] = {}
        self._last_microsecond = 0
        for person in self.people.values():
            if not person.is_bot:
                self.direct_channel(person.id)

    def timestamp(self) -> str:
        """Make a message timestamp: now, and never the same twice."""
        now = int(self.clock.now().timestamp() * 1_000_000)
        self._last_microsecond = max(now, self._last_microsecond + 1)
        seconds, rest = divmod(self._last_microsecond, 1_000_000)
        return f"{seconds}.{rest:06d}"

    def add_person(self, person: Person) -> None:
        """Let somebody in (or replace them)."""
        self.people[person.id] = person
        self.direct_channel(person.id)

    def add_channel(self, channel: Channel) -> None:
        """Add a channel (or replace it) and show it to the page."""
        self.channels[channel.id] = channel
        self.feed.publish({"type": "channels"})

    def add_group(self, group: UserGroup) -> None:
        """Add a user group (or replace it)."""
        self.groups[group.id] = group

    def direct_channel(self, user: str) -> Channel:
        """Give the app's direct messages with a user, made on first need."""
        channel_id = f"D{user[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(channel_id, BOT.name, "app_dm", members={user}, of_user=user)
            self.feed.publish({"type": "channels"})
        return self.channels[channel_id]

    def channel(self, reference: str) -> Channel | None:
        """Find a channel by id, `#name` or name."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == name and channel.kind != "app_dm":
                return channel
        return None

    def members(self, channel: Channel) -> list[str]:
        """List the ids of those in a channel, the bot included where it is one."""
        return [person for person in self.people if channel.has(person)]

    def channels_of(self, user: str) -> list[Channel]:
        """List the channels that a user sees: public ones and their own."""
        return [
            channel
            for channel in self.channels.values()
            if channel.has(user) and not (channel.kind == "app_dm" and channel.of_user != user)
        ]

    def post(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        blocks: Iterable[Json] | None = None,
        thread_ts: str | None = None,
        ephemeral_to: str | None = None,
        subtype: str | None = None,
        metadata: Json | None = None,
        attachments: list[Json] | None = None,
    ) -> Message:
        """Add a message, ephemeral where `ephemeral_to` names who sees it, and tell the feed."""
        message = Message(
            channel,
            self.timestamp(),
            user,
            text,
            ids_given(blocks) if blocks else None,
            thread_ts,
            from_app=user == BOT_USER,
            ephemeral_to=ephemeral_to,
            subtype=subtype,
            metadata=metadata,
            attachments=attachments,
        )
        self._messages.setdefault(channel, {})[message.ts] = message
        root = self._messages[channel].get(thread_ts) if thread_ts and ephemeral_to is None else None
        if root is not None and root is not message:
            root.reply_users.append(user)
            self._tell(root)
        self._tell(message)
        return message

    def edit(
        self,
        message: Message,
        *,
        text: str,
        blocks: Iterable[Json] | None,
        metadata: Json | None = None,
        attachments: list[Json] | None = None,
    ) -> None:
        """Replace a message's content and tell the feed; an edit without blocks shows "(edited)"."""
        message.text = text
        message.blocks = ids_given(blocks) if blocks else None
        message.metadata = metadata if metadata is not None else message.metadata
        message.attachments = attachments
        if not message.blocks:
            message.edited = self.timestamp()
        self._tell(message)

    def remove(self, message: Message) -> None:
        """Take a message away; one with replies leaves a tombstone, as in Slack."""
        if message.reply_users:
            message.text, message.blocks, message.deleted = "This message was deleted.", None, True
            message.subtype = "tombstone"
            self._tell(message)
            return
        del self._messages[message.channel][message.ts]
        root = self._messages[message.channel].get(message.thread_ts or "")
        if root is not None and message.user in root.reply_users and message.ephemeral_to is None:
            root.reply_users.remove(message.user)
        self.feed.publish(
            {
                "type": "message_removed",
                "channel": message.channel,
                "ts": message.ts,
                "ephemeral_to": message.ephemeral_to,
            }
        )

    def message(self, channel: str, ts: str) -> Message | None:
        """Find a message that everybody in the channel sees."""
        found = self._messages.get(channel, {}).get(ts)
        return found if found is not None and found.ephemeral_to is None and not found.deleted else None

    def message_seen_by(self, user: str, channel: str, ts: str) -> Message | None:
        """Find a message that this user sees, their ephemeral ones included."""
        found = self._messages.get(channel, {}).get(ts)
        return found if found is not None and found.ephemeral_to in (None, user) else None

    def messages(self, channel: str, as_user: str | None = None) -> list[Message]:
        """List a channel's messages, oldest first; a user's ephemeral ones only for that user."""
        return sorted(
            (one for one in self._messages.get(channel, {}).values() if one.ephemeral_to in (None, as_user)),
            key=lambda one: one.ts,
        )

    def thread(self, channel: str, ts: str) -> list[Message]:
        """List a thread: its root, if it is still there, then the replies."""
        return [one for one in self.messages(channel) if ts in (one.ts, one.thread_ts)]

    def _tell(self, message: Message) -> None:
        self.feed.publish({"type": "message", "message": message})
