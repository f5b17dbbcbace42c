"""The pretend Slack: one server on loopback that an app, a page and tests talk to."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from bot.ports import Clock
from playground.slack.deliveries import Deliveries, Delivery
from playground.slack.events import Events
from playground.slack.faults import Faults
from playground.slack.gestures import Gestures
from playground.slack.manifest import Manifest
from playground.slack.outside import Outside
from playground.slack.page import Page, Stories
from playground.slack.people import (
    APP_TOKEN,
    BOT_TOKEN,
    DEFAULT_CHANNELS,
    DEFAULT_GROUPS,
    DEFAULT_PEOPLE,
    SIGNING_SECRET,
    Channel,
    Person,
    UserGroup,
)
from playground.slack.rates import Rates
from playground.slack.response_urls import ResponseUrls
from playground.slack.socket_mode import SocketMode
from playground.slack.web_api import Call, WebApi
from playground.slack.wire import Wire
from playground.slack.workspace import Workspace

Json = dict[str, Any]


class PretendSlack:
    """A workspace with one app in it; `url` is known after `start`, and the app's base_url is `url + "/api/"`.

    People act through `types`, `presses`, `presses_in_view`, `submits`, `closes` and `uses_shortcut`, which raise
    `NotPossibleError` for what Slack's client would not let them do. What they see is read back as JSON copies.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        manifest: Mapping[str, Any] | None = None,
        people: Sequence[Person] = DEFAULT_PEOPLE,
        channels: Sequence[Channel] = DEFAULT_CHANNELS,
        groups: Sequence[UserGroup] = DEFAULT_GROUPS,
        stories: Stories | None = None,
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
        signing_secret: str = SIGNING_SECRET,
        enforce_rates: bool = True,
    ) -> None:
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.url = ""
        self.clock = clock
        self.workspace = Workspace(clock, people, channels, groups)
        self.faults = Faults()
        self.rates = Rates(clock, enforced=enforce_rates)
        self.wire = Wire(clock, self.workspace.feed, (bot_token, app_token, signing_secret))
        self.sockets = SocketMode()
        self.response_urls = ResponseUrls(self.workspace, self.faults, self.wire)
        self._deliveries = Deliveries(self.workspace, self.sockets, self.wire, signing_secret)
        self._events = Events(self.workspace, self._deliveries)
        self._gestures = Gestures(self.workspace, self._deliveries, self.response_urls, self._events)
        self._api = WebApi(self.workspace, self.rates, self.faults, self.wire, bot_token=bot_token, app_token=app_token)
        self._api.methods["apps.connections.open"] = lambda _, __: self.sockets.ticket()
        self._page = Page(self.workspace, self._gestures, self.wire, stories)
        self._runner: web.AppRunner | None = None
        self.use_manifest(manifest)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, and give the address; port 0 lets the system choose."""
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._api.answer)
        app.router.add_post("/response/{token}", self.response_urls.answer)
        app.router.add_get("/link/{ticket}", self.sockets.link)
        Outside(self.faults, self.calls, self.deliveries, self.wire).add_to(app)
        self._page.add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self.url = f"http://{bound[0]}:{bound[1]}"
        self._api.url = self.response_urls.base = self.sockets.base = self.url
        return self.url

    async def close(self) -> None:
        """Stop listening, and let go of every connection."""
        self.workspace.feed.end()
        await self._events.close()
        await self.sockets.close()
        await self._deliveries.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def use_manifest(self, manifest: Mapping[str, Any] | None) -> None:
        """Install the app anew from its manifest; None allows everything."""
        self.workspace.manifest = Manifest(manifest)
        self.workspace.feed.publish({"type": "channels"})

    def deliver_over_http(self, *request_urls: str) -> None:
        """Send everything as signed requests to this address, or to several in turn, whatever the manifest says."""
        self._deliveries.http_urls = request_urls

    def deliver_over_sockets(self) -> None:
        """Send everything through Socket Mode again."""
        self._deliveries.http_urls = ()

    def use_stories(self, stories: Stories | None) -> None:
        """Show these stories on the page."""
        self._page.stories = stories
        self.workspace.feed.publish({"type": "stories"})

    def note_platform(self, entry: Mapping[str, Any]) -> None:
        """Add a platform's request to the wire: `title`, and of `at`, `status`, `ms`, `note`, `request`, `response`."""
        details = {name: value for name, value in entry.items() if name not in ("n", "kind", "title")}
        self.wire.note("platform", str(entry.get("title", "")), **details)

    def toast(self, text: str, level: str = "info", channel: str | None = None) -> None:
        """Show everybody a passing note on the page."""
        self.workspace.feed.publish({"type": "toast", "text": text, "level": level, "channel": channel})

    # What people do.

    async def types(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Delivery:
        """Type a message, or a slash command when the text starts with `/`."""
        return await self._gestures.types(user, channel, text, thread_ts)

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
    ) -> Delivery:
        """Press a message's button or choose from its menu; see `Gestures.presses`."""
        return await self._gestures.presses(
            user,
            channel=channel,
            ts=ts,
            action_id=action_id,
            block_id=block_id,
            value=value,
            selected_option=selected_option,
        )

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
        """Press a view's button or choose from its menu; see `Gestures.presses_in_view`."""
        return await self._gestures.presses_in_view(
            user,
            view_id,
            action_id,
            block_id=block_id,
            value=value,
            selected_option=selected_option,
            state=state,
        )

    async def submits(self, user: str, view_id: str, values: Mapping[str, Any] | None = None) -> Delivery:
        """Submit the view in front; see `Gestures.submits`."""
        return await self._gestures.submits(user, view_id, values)

    async def closes(self, user: str, view_id: str, *, cleared: bool = False) -> Delivery:
        """Close the view in front, or the whole stack."""
        return await self._gestures.closes(user, view_id, cleared=cleared)

    async def uses_shortcut(
        self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> Delivery:
        """Use a message shortcut, or a global one."""
        return await self._gestures.uses_shortcut(user, callback_id, channel, ts)

    async def opens_home(self, user: str) -> Delivery:
        """Open the app's Home tab."""
        return await self._gestures.opens_home(user)

    def dismisses(self, user: str, channel: str, ts: str) -> None:
        """Dismiss an ephemeral message."""
        self._gestures.dismisses(user, channel, ts)

    async def repeats(self, delivery: Delivery) -> Delivery:
        """Deliver the same payload once more, freshly signed."""
        return await self._gestures.repeats(delivery)

    # What can be seen.

    @property
    def calls(self) -> list[Call]:
        """The log of Web API calls, oldest first."""
        return self._api.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """The log of deliveries, oldest first."""
        return self._deliveries.log

    def messages(self, channel: str, as_user: str | None = None) -> list[Json]:
        """List a channel's messages, oldest first, a user's ephemeral ones included when `as_user` names them."""
        return [message.as_seen() for message in self.workspace.messages(channel, as_user)]

    def ephemerals(self, channel: str, user: str) -> list[Json]:
        """List what only this user sees in a channel."""
        return [message for message in self.messages(channel, as_user=user) if message["ephemeral"]]

    def message(self, channel: str, ts: str) -> Json:
        """Give one message that everybody sees; raises `KeyError` when there is none."""
        found = self.workspace.message(channel, ts)
        if found is None:
            raise KeyError(ts)
        return found.as_seen()

    def thread(self, channel: str, ts: str) -> list[Json]:
        """List a thread, its root first."""
        return [message.as_seen() for message in self.workspace.thread(channel, ts)]

    def views(self, user: str) -> list[Json]:
        """List a user's open modals, the one in front last, each with `errors`, `busy` and `trouble` besides."""
        return [view.as_page() for view in self.workspace.views.stack(user)]

    def home(self, user: str) -> Json | None:
        """Give a user's App Home, if published."""
        home = self.workspace.views.home(user)
        return home.as_page() if home else None

    def direct_channel(self, user: str) -> str:
        """Give the id of the app's direct messages with a user."""
        return self.workspace.direct_channel(user).id

    async def settles(self, condition: Callable[[], object], within: float = 5.0) -> None:
        """Wait until the condition holds, looking again at every change; a LookupError in it counts as not yet.

        `within` is a net in real seconds, not the clock's, so that a clock that jumps does not tear it. Raises
        `TimeoutError`, with the last calls in its words, when the condition never came to hold.
        """
        try:
            async with asyncio.timeout(within):
                await self.workspace.feed.until(condition)
        except TimeoutError:
            last = "; ".join(f"{call.method} → {call.error or 'ok'}" for call in self.calls[-6:]) or "none"
            raise TimeoutError(f"not settled within {within} s; the last calls were: {last}") from None
