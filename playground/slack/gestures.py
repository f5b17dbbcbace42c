"""What people do in Slack's client: type, press, submit, close, use a shortcut. The page and tests do the same ones."""

from collections.abc import Mapping
from typing import Any

from playground.slack import payloads
from playground.slack.blocks import read_blocks
from playground.slack.deliveries import Deliveries, Delivery
from playground.slack.escaping import escaped
from playground.slack.events import Events
from playground.slack.form import entered, missing_words
from playground.slack.people import BOT_USER, Channel, Person
from playground.slack.pressing import find_element, pressed
from playground.slack.refusals import NotPossibleError, RefusedError
from playground.slack.response_urls import ResponseUrls
from playground.slack.view_answers import TROUBLE, apply_answer
from playground.slack.views import View
from playground.slack.workspace import Workspace

Json = dict[str, Any]
UNKNOWN_COMMAND = """\
{name} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands. \
If you are trying to send a message and not run a command, try preceding the “/” with an empty space."""


class Gestures:
    """Each gesture delivers what Slack would deliver, then does with the answer what Slack would do."""

    def __init__(
        self, workspace: Workspace, deliveries: Deliveries, response_urls: ResponseUrls, events: Events
    ) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._response_urls = response_urls
        self._events = events

    async def types(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Delivery:
        """Send a message, or a slash command when the text starts with `/`."""
        person, place = self._person(user), self._channel(user, channel)
        if place.archived:
            raise NotPossibleError(f"#{place.name} is archived")
        if not text.startswith("/"):
            return await self._says(person, place, text, thread_ts)
        name, rest = [*text.split(maxsplit=1), ""][:2]
        if thread_ts is not None:
            raise NotPossibleError(f"{name} is not supported in threads. Sorry!")
        command = self._workspace.manifest.command(name)
        if command is None:
            words = UNKNOWN_COMMAND.format(name=name)
            return self._deliveries.unsent(name, user, "invalid_command", words)
        rest = escaped(self._workspace, rest.strip()) if command.should_escape else rest.strip()
        payload = payloads.slash_command(
            person,
            place,
            name,
            rest,
            trigger_id=self._workspace.triggers.issue(user),
            response_url=self._response_urls.issue(place.id, user),
        )
        delivery = await self._deliveries.send(
            "slash_commands", f"{name} → app", user, payload, request_url=command.url
        )
        if delivery.ok:
            delivery.error = self._shows_answer(delivery, place)
        if delivery.error:
            delivery.words = f'{name} failed with the error "{delivery.error}"'
        return delivery

    async def presses(
        self,
        user: str,
        *,
        channel: str,
        ts: str,
        action_id: str,
        block_id: str | None = None,
        value: str | None = None,
        selected_option: Any = None,
        state: Mapping[str, Mapping[str, Json]] | None = None,
    ) -> Delivery:
        """Press a button of a message, or choose from its menu; the confirm dialog is taken as confirmed.

        `value` tells buttons with the same action apart; `selected_option` is an option's value (or the option);
        `state` is what stands in the message's inputs.
        """
        person, place = self._person(user), self._channel(user, channel)
        message = self._workspace.message_seen_by(user, place.id, ts)
        if message is None:
            raise NotPossibleError("that message is not there (any more)")
        block, element = find_element(message.blocks or (), action_id, block_id, value)
        chosen = selected_option if selected_option is not None else value
        action, entry = pressed(block, element, chosen, self._workspace.timestamp())
        message.state |= {block_id: dict(entries) for block_id, entries in (state or {}).items()}
        if entry is not None:
            message.state.setdefault(block["block_id"], {})[action_id] = entry
        payload = payloads.block_actions_in_message(
            person,
            place,
            message,
            action,
            trigger_id=self._workspace.triggers.issue(user),
            response_url=self._response_urls.issue(place.id, user, message),
        )
        return await self._interacts(f"{action_id} → app", user, payload)

    async def presses_in_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        *,
        block_id: str | None = None,
        value: str | None = None,
        selected_option: Any = None,
        state: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Delivery:
        """Press a button in a view, or choose from its menu; `state` is what else stands in the view's inputs."""
        person, view = self._person(user), self._view(user, view_id, front=False)
        block, element = find_element(view.body["blocks"], action_id, block_id, value)
        view.state = entered(view, state or {})
        chosen = selected_option if selected_option is not None else value
        action, entry = pressed(block, element, chosen, self._workspace.timestamp())
        if entry is not None:
            view.state.setdefault(block["block_id"], {})[action_id] = entry
        if block["type"] == "input" and not block.get("dispatch_action"):
            self._workspace.views.changed(user)
            return self._deliveries.unsent(action_id, user)
        payload = payloads.block_actions_in_view(person, view, action, self._workspace.triggers.issue(user))
        return await self._interacts(f"{action_id} → app", user, payload)

    async def submits(self, user: str, view_id: str, values: Mapping[str, Any] | None = None) -> Delivery:
        """Submit the view in front, and do what the answer says with it.

        `values` is `{block_id: {action_id: …}}` with plain text for a text input, an option's value for a menu, or
        a whole state entry. A view whose needed input is empty is kept back by the client and not sent.
        """
        person, view = self._person(user), self._view(user, view_id)
        if view.body.get("submit") is None:
            raise NotPossibleError("this view has no submit button")
        view.state = entered(view, values or {})
        view.errors, view.trouble = missing_words(view), None
        if view.errors:
            self._workspace.views.changed(user)
            return self._deliveries.unsent("view_submission", user, "required_field")
        payload = payloads.view_submission(person, view, self._workspace.triggers.issue(user))
        view.busy = True
        self._workspace.views.changed(user)
        title = f"{view.body.get('callback_id') or 'view'} submitted → app"
        delivery = await self._interacts(title, user, payload)
        view.busy = False
        if delivery.ok:
            delivery.error = apply_answer(self._workspace.views, view, delivery.body)
        elif self._workspace.views.is_open(view):
            view.trouble = TROUBLE
            self._workspace.views.changed(user)
        return delivery

    async def closes(self, user: str, view_id: str, *, cleared: bool = False) -> Delivery:
        """Close the view in front (Cancel), or with `cleared` the whole stack (the ✕); gives the last delivery."""
        person, view = self._person(user), self._view(user, view_id)
        if cleared or view.body.get("clear_on_close"):
            gone = self._workspace.views.clear(user)
        else:
            self._workspace.views.close(view)
            gone = [view]
        delivery: Delivery | None = None
        for one in gone:
            if one.body.get("notify_on_close"):
                payload = payloads.view_closed(person, one, is_cleared=cleared)
                delivery = await self._interacts("view_closed → app", user, payload)
        return delivery or self._deliveries.unsent("view_closed", user)

    async def uses_shortcut(
        self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> Delivery:
        """Use a message shortcut (with channel and ts), or a global one."""
        person = self._person(user)
        known = self._workspace.manifest.shortcut(callback_id)
        if known is None:
            raise NotPossibleError(f"the app has no shortcut {callback_id!r}")
        trigger_id = self._workspace.triggers.issue(user)
        if channel is None or ts is None:
            payload = payloads.shortcut(person, callback_id, trigger_id, self._workspace.timestamp())
            return await self._interacts(f"{callback_id} → app", user, payload)
        place = self._channel(user, channel)
        message = self._workspace.message(place.id, ts)
        if message is None:
            raise NotPossibleError("shortcuts are for messages that everybody sees")
        payload = payloads.message_action(
            person,
            place,
            message,
            callback_id,
            trigger_id=trigger_id,
            response_url=self._response_urls.issue(place.id, user, reaches_threads=False),
        )
        return await self._interacts(f"{callback_id} → app", user, payload)

    async def opens_home(self, user: str) -> Delivery:
        """Open the app's Home tab."""
        home = self._workspace.views.home(self._person(user).id)
        inner: Json = {"type": "app_home_opened", "user": user, "channel": f"D{user[1:]}", "tab": "home"}
        if home is not None:
            inner["view"] = home.as_json()
        return await self._events.happens("app_home_opened", user, inner)

    def dismisses(self, user: str, channel: str, ts: str) -> None:
        """Dismiss an ephemeral message."""
        message = self._workspace.message_seen_by(user, channel, ts)
        if message is None or message.ephemeral_to != user:
            raise NotPossibleError("only a message that is visible to you alone can be dismissed")
        self._workspace.remove(message)

    async def repeats(self, delivery: Delivery) -> Delivery:
        """Deliver the same payload once more, freshly signed; nothing is done with the answer."""
        command = self._workspace.manifest.command(delivery.payload.get("command", ""))
        url = (
            command.url if command and delivery.kind == "slash_commands" else self._workspace.manifest.interactivity_url
        )
        return await self._deliveries.send(
            delivery.kind, delivery.title, delivery.user, delivery.payload, request_url=url
        )

    async def _says(self, person: Person, place: Channel, text: str, thread_ts: str | None) -> Delivery:
        text = escaped(self._workspace, text)
        message = self._workspace.post(place.id, person.id, text, thread_ts=thread_ts)
        inner = {**message.as_json(), "channel": place.id, "event_ts": message.ts}
        kinds = {"channel": "channel", "private": "group", "app_dm": "im"}
        family = {"channel": "channels", "private": "groups", "app_dm": "im"}[place.kind]
        if place.bot_is_member:
            inner["channel_type"] = kinds[place.kind]
            if f"<@{BOT_USER}>" in text and "app_mention" in self._workspace.manifest.events:
                return await self._events.happens("app_mention", person.id, {**inner, "type": "app_mention"})
            return await self._events.happens(f"message.{family}", person.id, inner)
        return self._deliveries.unsent("message", person.id)

    async def _interacts(self, title: str, user: str, payload: Json) -> Delivery:
        url = self._workspace.manifest.interactivity_url
        return await self._deliveries.send("interactive", title, user, payload, request_url=url)

    def _shows_answer(self, delivery: Delivery, place: Channel) -> str | None:
        body = delivery.body if isinstance(delivery.body, dict) else {"text": delivery.body}
        text = str(body.get("text") or "")
        try:
            blocks = read_blocks(body.get("blocks"))
        except RefusedError as refusal:
            return refusal.error
        if text or blocks:
            seen_by = None if body.get("response_type") == "in_channel" else delivery.user
            self._workspace.post(place.id, BOT_USER, text, blocks=blocks, ephemeral_to=seen_by)
        return None

    def _person(self, user: str) -> Person:
        person = self._workspace.people.get(user)
        if person is None or person.is_bot or person.deleted:
            raise NotPossibleError(f"there is no such person here: {user}")
        return person

    def _channel(self, user: str, channel: str) -> Channel:
        place = self._workspace.channel(channel)
        if place is None or not place.has(user):
            raise NotPossibleError(f"{user} is not in {channel}")
        return place

    def _view(self, user: str, view_id: str, *, front: bool = True) -> View:
        stack = self._workspace.views.stack(user)
        home = self._workspace.views.home(user)
        for view in [*stack, *([home] if home else [])]:
            if view.id == view_id:
                if front and view is not stack[-1]:
                    raise NotPossibleError("that view is behind another one")
                return view
        raise NotPossibleError("that view is not open (any more)")
