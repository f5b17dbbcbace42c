"""The Events API: sent once, then up to three times more when it was not acknowledged.

https://docs.slack.dev/apis/events-api#retries
"""

import asyncio
import itertools
from typing import Any

from playground.slack import payloads
from playground.slack.deliveries import Deliveries, Delivery
from playground.slack.workspace import Workspace

Json = dict[str, Any]
SECONDS_BEFORE_RETRIES = (0.0, 60.0, 300.0)


class Events:
    """Delivers the events that the manifest subscribes to; retries run in the background until `close`."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._number = itertools.count(1)
        self._retrying: set[asyncio.Task[None]] = set()

    async def happens(self, name: str, user: str, inner: Json) -> Delivery:
        """Deliver an event under its subscription's name; without a subscription nothing is sent."""
        if name not in self._workspace.manifest.events:
            return self._deliveries.unsent(name, user)
        now = int(self._workspace.clock.now().timestamp())
        payload = payloads.event(f"Ev{next(self._number):08d}", now, inner)
        delivery = await self._send(name, user, payload, None)
        if not delivery.ok and not delivery.refuses_retries:
            task = asyncio.create_task(self._retry(name, delivery))
            self._retrying.add(task)
            task.add_done_callback(self._retrying.discard)
        return delivery

    async def close(self) -> None:
        """Give up retrying."""
        for task in self._retrying:
            task.cancel()
        await asyncio.gather(*self._retrying, return_exceptions=True)

    async def _retry(self, name: str, failed: Delivery) -> None:
        for number, seconds in enumerate(SECONDS_BEFORE_RETRIES, start=1):
            await self._workspace.clock.sleep(seconds)
            failed = await self._send(name, failed.user, failed.payload, (number, _reason(failed)))
            if failed.ok or failed.refuses_retries:
                return

    async def _send(self, name: str, user: str, payload: Json, retry: tuple[int, str] | None) -> Delivery:
        url = self._workspace.manifest.events_url
        return await self._deliveries.send("events_api", f"{name} → app", user, payload, request_url=url, retry=retry)


def _reason(failed: Delivery) -> str:
    if failed.error == "operation_timeout":
        return "http_timeout"
    return "http_error" if failed.status else "connection_failed"
