"""The page: its files, the state it shows, the events it follows, and the gestures it makes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from playground.slack.deliveries import Delivery
from playground.slack.gestures import Gestures
from playground.slack.messages import Message
from playground.slack.own_page import Handler, guarded
from playground.slack.people import TEAM_NAME, Channel
from playground.slack.refusals import NotPossibleError
from playground.slack.view_answers import TROUBLE
from playground.slack.wire import Wire
from playground.slack.workspace import Workspace

Json = dict[str, Any]
FILES = Path(__file__).parent.parent / "page"
POLICY = "default-src 'self'; img-src 'self' data:"
SECONDS_BETWEEN_SIGNS_OF_LIFE = 15


class Stories(Protocol):
    """Situations that a newcomer can click through."""

    def listed(self) -> list[dict[str, Any]]:
        """List them as the page's contract says."""
        ...

    async def start(self, slug: str, user: str) -> dict[str, Any]:
        """Start one (again) for a user, and show it as it now is; raises `LookupError` for an unknown slug."""
        ...


class Page:
    """Serves `/`, `/static/` and `/ui/`."""

    def __init__(self, workspace: Workspace, gestures: Gestures, wire: Wire, stories: Stories | None) -> None:
        self._workspace = workspace
        self._gestures = gestures
        self._wire = wire
        self.stories = stories

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/", guarded(self._index))
        app.router.add_get("/static/{name}", guarded(self._static))
        app.router.add_get("/ui/state", guarded(self._state))
        app.router.add_get("/ui/events", guarded(self._events))
        for name, gesture in (
            ("say", self._say),
            ("press", self._press),
            ("submit", self._submit),
            ("close", self._close),
            ("shortcut", self._shortcut),
            ("dismiss", self._dismiss),
        ):
            app.router.add_post(f"/ui/{name}", guarded(_answered(gesture)))
        app.router.add_post("/ui/story/{slug}", guarded(self._story))

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return _file("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _file(request.match_info["name"])

    async def _state(self, request: web.Request) -> web.StreamResponse:
        user = self._user(request)
        at = self._workspace
        channels = at.channels_of(user)
        state: Json = {
            "workspace": {"name": TEAM_NAME, "now": at.clock.now().timestamp()},
            "me": user,
            "users": [
                {
                    "id": person.id,
                    "name": person.name,
                    "real_name": person.real_name,
                    "title": person.title,
                    "color": person.color,
                    "is_bot": person.is_bot,
                    "tz": person.tz,
                }
                for person in at.people.values()
                if not person.deleted
            ],
            "groups": [
                {"id": group.id, "handle": group.handle, "mine": user in group.users}
                for group in at.groups.values()
                if not group.disabled
            ],
            "channels": [_channel_json(channel) for channel in channels],
            "messages": {
                channel.id: [message.as_page() for message in at.messages(channel.id, user)] for channel in channels
            },
            "views": self._views(user),
            "commands": [
                {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
                for one in at.manifest.commands.values()
            ],
            "shortcuts": [
                {"type": one.kind, "name": one.name, "callback_id": one.callback_id, "description": one.description}
                for one in at.manifest.shortcuts
            ],
            "stories": self.stories.listed() if self.stories else [],
            "wire": list(self._wire.entries)[-100:],
        }
        return web.json_response(state)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        user = self._user(request)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        with self._workspace.feed.listening() as queue:
            await response.write(b'data: {"type": "hello"}\n\n')
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), SECONDS_BETWEEN_SIGNS_OF_LIFE)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if event is None:
                    return response
                if (shown := self._event_for(user, event)) is not None:
                    await response.write(f"data: {json.dumps(shown)}\n\n".encode())

    def _event_for(self, user: str, event: Json) -> Json | None:
        kind = event["type"]
        if kind == "message":
            message: Message = event["message"]
            if message.ephemeral_to not in (None, user) or not self._sees(user, message.channel):
                return None
            return {"type": kind, "channel": message.channel, "message": message.as_page()}
        if kind == "message_removed":
            if event["ephemeral_to"] not in (None, user) or not self._sees(user, event["channel"]):
                return None
            return {"type": kind, "channel": event["channel"], "ts": event["ts"]}
        if kind == "views":
            return {"type": kind, "views": self._views(user)} if event["user"] == user else None
        if kind == "channels":
            return {"type": kind, "channels": [_channel_json(one) for one in self._workspace.channels_of(user)]}
        if kind == "stories":
            return {"type": kind, "stories": self.stories.listed() if self.stories else []}
        return event

    async def _say(self, asked: Json) -> Json:
        delivery = await self._gestures.types(
            asked["user"], asked["channel"], asked["text"], asked.get("thread_ts") or None
        )
        return _outcome(delivery, f"That did not go out ({delivery.error}).")

    async def _press(self, asked: Json) -> Json:
        container, action = asked["container"], asked.get("action") or {}
        chosen = next((action[name] for name in action if name.startswith("selected_")), None)
        where: Json = {"block_id": asked.get("block_id"), "selected_option": chosen, "value": action.get("value")}
        values = (asked.get("state") or {}).get("values") or {}
        if container["type"] == "view":
            delivery = await self._gestures.presses_in_view(
                asked["user"], container["view_id"], asked["action_id"], **where, state=values
            )
        else:
            delivery = await self._gestures.presses(
                asked["user"],
                channel=container["channel"],
                ts=container["ts"],
                action_id=asked["action_id"],
                **where,
                state=values,
            )
        return _outcome(delivery, f"The app did not respond ({delivery.error}).")

    async def _submit(self, asked: Json) -> Json:
        values = (asked.get("state") or {}).get("values") or {}
        delivery = await self._gestures.submits(asked["user"], asked["view_id"], values)
        if delivery.error == "required_field":
            return {"ok": True, "kept": True}
        return _outcome(delivery, TROUBLE)

    async def _close(self, asked: Json) -> Json:
        delivery = await self._gestures.closes(asked["user"], asked["view_id"], cleared=bool(asked.get("cleared")))
        return _outcome(delivery, TROUBLE)

    async def _shortcut(self, asked: Json) -> Json:
        delivery = await self._gestures.uses_shortcut(
            asked["user"], asked["callback_id"], asked.get("channel"), asked.get("ts")
        )
        return _outcome(delivery, f"The shortcut failed ({delivery.error}).")

    async def _dismiss(self, asked: Json) -> Json:
        self._gestures.dismisses(asked["user"], asked["channel"], asked["ts"])
        return {"ok": True}

    async def _story(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        if self.stories is None:
            return web.json_response({"ok": False, "error": "there are no stories here"})
        try:
            story = await self.stories.start(request.match_info["slug"], str(asked.get("user", "")))
        except LookupError:
            return web.json_response({"ok": False, "error": "there is no such story"})
        self._workspace.feed.publish({"type": "stories"})
        return web.json_response({"ok": True, "story": story})

    def _user(self, request: web.Request) -> str:
        user = request.query.get("user", "")
        if user in self._workspace.people:
            return user
        return next(person.id for person in self._workspace.people.values() if not person.is_bot)

    def _views(self, user: str) -> list[Json]:
        return [view.as_page() for view in self._workspace.views.stack(user)]

    def _sees(self, user: str, channel: str) -> bool:
        found = self._workspace.channels.get(channel)
        return found is not None and found.has(user)


def _outcome(delivery: Delivery, words: str) -> Json:
    if delivery.ok:
        return {"ok": True, "ms": delivery.milliseconds}
    return {"ok": False, "error": delivery.words or words}


def _channel_json(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "is_ext_shared": channel.is_ext_shared,
        "bot_is_member": channel.bot_is_member,
        "unread": 0,
        "archived": channel.archived,
    }


def _file(name: str) -> web.StreamResponse:
    path = FILES / name
    if path.parent != FILES or not path.is_file():
        return web.Response(status=404, text=f"{name} is not part of the page\n")
    return web.FileResponse(path, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})


def _answered(gesture: Callable[[Json], Awaitable[Json]]) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            asked = await request.json()
            return web.json_response(await gesture(asked))
        except NotPossibleError as problem:
            return web.json_response({"ok": False, "error": str(problem)})
        except (ValueError, KeyError, TypeError) as problem:
            return web.json_response({"ok": False, "error": f"the page asked badly: {problem!r}"}, status=400)

    return handler
