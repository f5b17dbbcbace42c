"""Deliveries to the app: signed HTTP requests or Socket Mode envelopes, to be acknowledged within three seconds.

https://docs.slack.dev/authentication/verifying-requests-from-slack
https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
"""

import contextlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from slack_sdk.signature import SignatureVerifier

from playground.slack.socket_mode import SocketMode
from playground.slack.wire import Wire
from playground.slack.workspace import Workspace

Json = dict[str, Any]
SECONDS_TO_ACKNOWLEDGE = 3.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(slots=True)
class Delivery:
    """What was sent to the app, and how it acknowledged.

    `error` is None, `operation_timeout` (no answer in 3 s) or `dispatch_failed` (not 200, or nobody there); without
    anything sent it may also be `invalid_command` (the app has no such command) or `required_field` (the client
    keeps a view whose input is missing); and Slack's word where it can't use the answer, such as `invalid_blocks`.
    `words` is what the client then tells the user. `status` is the HTTP status, 200 for an acknowledged envelope;
    `transport` is `http`, `socket` or `none`.
    """

    kind: str
    title: str
    user: str
    payload: Json
    at: float
    transport: str = "none"
    status: int | None = None
    body: Any = None
    milliseconds: float | None = None
    error: str | None = None
    words: str | None = None
    refuses_retries: bool = False

    @property
    def ok(self) -> bool:
        """Tell whether the app acknowledged in time and usefully, or nothing had to be sent."""
        return self.error is None


class Deliveries:
    """Sends to the app by whichever way it is reached; `log` keeps every delivery."""

    def __init__(self, workspace: Workspace, sockets: SocketMode, wire: Wire, signing_secret: str) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._wire = wire
        self._signer = SignatureVerifier(signing_secret)
        self._session: aiohttp.ClientSession | None = None
        self.http_urls: tuple[str, ...] = ()
        self._turn = 0
        self.log: list[Delivery] = []

    def unsent(self, title: str, user: str, error: str | None = None, words: str | None = None) -> Delivery:
        """Record an act that Slack does not send to the app."""
        return self._kept(Delivery("none", title, user, {}, self._now(), error=error, words=words))

    async def send(
        self,
        kind: str,
        title: str,
        user: str,
        payload: Json,
        *,
        request_url: str | None = None,
        retry: tuple[int, str] | None = None,
    ) -> Delivery:
        """Deliver a payload (`slash_commands`, `interactive` or `events_api`) and wait for the acknowledgement.

        `retry` is which time an event is sent again, and why.
        """
        delivery = Delivery(kind, title, user, payload, self._now())
        urls = self._in_turn()
        if (
            not urls
            and request_url
            and not self._workspace.manifest.socket_mode_enabled
            and not self._sockets.connected
        ):
            urls = (request_url,)
        try:
            async with self._workspace.clock.timeout(SECONDS_TO_ACKNOWLEDGE):
                if not urls:
                    delivery.transport = "socket"
                    delivery.body = await self._sockets.send(kind, payload, retry)
                    delivery.status = 200
                else:
                    delivery.transport = "http"
                    await self._post_to_one(delivery, urls, retry)
        except TimeoutError:
            delivery.error = "operation_timeout"
        except (OSError, aiohttp.ClientError):
            delivery.error = "dispatch_failed"
        delivery.milliseconds = (self._now() - delivery.at) * 1000
        if delivery.status not in (None, 200):
            delivery.error = "dispatch_failed"
        return self._kept(delivery)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    def _now(self) -> float:
        return self._workspace.clock.now().timestamp()

    def _kept(self, delivery: Delivery) -> Delivery:
        self.log.append(delivery)
        if delivery.kind == "none":
            self._workspace.feed.wake()
            return delivery
        ms = delivery.milliseconds or 0.0
        self._wire.note(
            "delivery",
            delivery.title,
            at=delivery.at,
            status=delivery.error or delivery.status,
            ms=ms,
            note=delivery.error or f"acknowledged in {ms:.0f} ms",
            request=delivery.payload,
            response=delivery.body,
        )
        return delivery

    def _in_turn(self) -> tuple[str, ...]:
        """List the app's addresses, the one whose turn it is first."""
        self._turn += 1
        first = self._turn % len(self.http_urls) if self.http_urls else 0
        return self.http_urls[first:] + self.http_urls[:first]

    async def _post_to_one(self, delivery: Delivery, urls: tuple[str, ...], retry: tuple[int, str] | None) -> None:
        """Send to the first address at which anybody is, as a router before several processes does."""
        for url in urls[:-1]:
            try:
                return await self._post(delivery, url, retry)
            except aiohttp.ClientConnectorError:
                continue  # nobody there, and nothing sent
        return await self._post(delivery, urls[-1], retry)

    async def _post(self, delivery: Delivery, url: str, retry: tuple[int, str] | None) -> None:
        kind, payload = delivery.kind, delivery.payload
        if urlsplit(url).hostname not in LOOPBACK:
            raise ConnectionError(f"the pretend Slack sends to loopback addresses only, not to {url}")
        if kind == "events_api":
            body, content_type = json.dumps(payload), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(form), "application/x-www-form-urlencoded"
        timestamp = str(int(self._now()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": self._signer.generate_signature(timestamp=timestamp, body=body) or "",
        }
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        if self._session is None:
            self._session = aiohttp.ClientSession(
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None),
                connector=aiohttp.TCPConnector(limit=0),
            )
        async with self._session.post(url, data=body.encode(), headers=headers, allow_redirects=False) as response:
            text = await response.text()
            delivery.status, delivery.body = response.status, text or None
            delivery.refuses_retries = response.headers.get("X-Slack-No-Retry") == "1"
            if response.content_type == "application/json" and text:
                with contextlib.suppress(ValueError):
                    delivery.body = json.loads(text)
