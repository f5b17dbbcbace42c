"""What outside programs may ask of the pretend Slack: faults to come, and the log of what happened."""

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from playground.slack.deliveries import Delivery
from playground.slack.faults import Faults
from playground.slack.own_page import guarded
from playground.slack.web_api import Call
from playground.slack.wire import Wire

Json = dict[str, Any]


class Outside:
    """Serves `/_pretend/faults` and `/_pretend/requests`."""

    def __init__(self, faults: Faults, calls: Sequence[Call], deliveries: Sequence[Delivery], wire: Wire) -> None:
        self._faults = faults
        self._calls = calls
        self._deliveries = deliveries
        self._wire = wire

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_post("/_pretend/faults", guarded(self._add_fault))
        app.router.add_delete("/_pretend/faults", guarded(self._clear_faults))
        app.router.add_get("/_pretend/requests", guarded(self._show_requests))

    async def _add_fault(self, request: web.Request) -> web.Response:
        try:
            self._faults.add_from(await request.json())
        except ValueError as problem:
            return web.json_response({"ok": False, "error": str(problem)}, status=400)
        return web.json_response({"ok": True})

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return web.json_response({"ok": True})

    async def _show_requests(self, _: web.Request) -> web.Response:
        shown: Json = {
            "requests": [dataclasses.asdict(call) for call in self._calls],
            "deliveries": [dataclasses.asdict(delivery) for delivery in self._deliveries],
        }
        return web.json_response(self._wire.blanked(shown), dumps=lambda value: json.dumps(value, default=str))
