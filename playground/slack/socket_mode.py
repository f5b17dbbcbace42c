"""Socket Mode: apps.connections.open, then envelopes over a websocket, acknowledged by their id.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import logging
import secrets
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]
MOST_CONNECTIONS = 10
log = logging.getLogger(__name__)


class SocketMode:
    """Up to ten websockets of the app; any one of them may get an envelope, here each in turn."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._awaited: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0
        self.base = ""
        self.acknowledgements: list[Json] = []

    @property
    def connected(self) -> int:
        """Count the app's open websockets."""
        return len(self._sockets)

    def ticket(self) -> Json:
        """Answer apps.connections.open with an address that is good for one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return {"ok": True, "url": f"{self.base.replace('http', 'ws', 1)}/link/{ticket}"}

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until either side closes it."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._sockets) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._sockets.append(socket)
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self._sockets),
                    "debug_info": {"host": "applink-pretend", "approximate_connection_time": 18060},
                    "connection_info": {"app_id": "A0HANGUP"},
                }
            )
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._read(message.data)
        finally:
            self._sockets.remove(socket)
        return socket

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Any:
        """Send an envelope and wait for its acknowledgement's payload (None without one); the caller bounds the wait.

        Raises `ConnectionError` when no websocket is open.
        """
        if not self._sockets:
            raise ConnectionError("the app has no websocket open")
        envelope_id = secrets.token_hex(16)
        self._turn += 1
        socket = self._sockets[self._turn % len(self._sockets)]
        self._awaited[envelope_id] = asyncio.get_running_loop().create_future()
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            number, reason = retry or (0, "")
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        try:
            await socket.send_json(envelope)
            return (await self._awaited[envelope_id]).get("payload")
        finally:
            del self._awaited[envelope_id]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to reconnect, as Slack does every few hours, and close its websockets."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-pretend"}})
            await socket.close()

    async def close(self) -> None:
        """Close all websockets."""
        for socket in list(self._sockets):
            await socket.close()

    def _read(self, data: str) -> None:
        try:
            acknowledgement = json.loads(data)
        except ValueError:
            log.warning("the app sent over its websocket what is no JSON")
            return
        self.acknowledgements.append(acknowledgement)
        awaited = self._awaited.get(acknowledgement.get("envelope_id", ""))
        if awaited is not None and not awaited.done():
            awaited.set_result(acknowledgement)
