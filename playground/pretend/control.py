"""The control endpoints, for programs outside: what the platform holds, what fails, what it was asked."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from aiohttp import web

from playground.pretend.faults import Fault, Faults


class Controlled(Protocol):
    """What a served org lets outside programs do."""

    faults: Faults

    @property
    def requests(self) -> list[dict[str, Any]]:
        """List what was asked."""
        ...

    def put(self, conversation_id: str, document: Any) -> str:
        """Put or replace a conversation."""
        ...

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        """Give a conversation as it now stands."""
        ...

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Change settings."""
        ...

    def revoke_tokens(self) -> None:
        """Make the tokens worthless."""
        ...


def add_to(app: web.Application, org: Controlled) -> None:
    """Route the control endpoints, all under `/_pretend`."""
    endpoints = _Endpoints(org)
    app.router.add_put("/_pretend/conversations/{id}", endpoints.put_conversation)
    app.router.add_get("/_pretend/conversations/{id}", endpoints.get_conversation)
    app.router.add_post("/_pretend/faults", endpoints.add_fault)
    app.router.add_delete("/_pretend/faults", endpoints.clear_faults)
    app.router.add_get("/_pretend/requests", endpoints.get_requests)
    app.router.add_put("/_pretend/settings", endpoints.put_settings)
    app.router.add_delete("/_pretend/tokens", endpoints.revoke_tokens)


class _Endpoints:
    def __init__(self, org: Controlled) -> None:
        self._org = org

    async def put_conversation(self, request: web.Request) -> web.Response:
        document = await _json(request)
        try:
            held = self._org.put(request.match_info["id"], document)
        except (TypeError, ValueError) as error:
            raise _unreadable(str(error)) from error
        return web.json_response({"id": held})

    async def get_conversation(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._org.conversation(request.match_info["id"]))
        except KeyError as error:
            raise web.HTTPNotFound(text="no such conversation is held") from error

    async def add_fault(self, request: web.Request) -> web.Response:
        try:
            self._org.faults.add(Fault(**await _object(request)))
        except TypeError as error:
            raise _unreadable(f"the fault cannot be read: {error}") from error
        return web.json_response({"ok": True})

    async def clear_faults(self, _: web.Request) -> web.Response:
        self._org.faults.clear()
        return web.json_response({"ok": True})

    async def get_requests(self, _: web.Request) -> web.Response:
        return web.json_response(self._org.requests)

    async def put_settings(self, request: web.Request) -> web.Response:
        try:
            self._org.change(await _object(request))
        except (TypeError, ValueError) as error:
            raise _unreadable(str(error)) from error
        return web.json_response({"ok": True})

    async def revoke_tokens(self, _: web.Request) -> web.Response:
        self._org.revoke_tokens()
        return web.json_response({"ok": True})


async def _json(request: web.Request) -> Any:
    try:
        return json.loads(await request.text())
    except ValueError as error:
        raise _unreadable("the body is no JSON") from error


async def _object(request: web.Request) -> dict[str, Any]:
    read = await _json(request)
    if not isinstance(read, dict):
        raise _unreadable("the body is no JSON object")
    return read


def _unreadable(words: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"ok": False, "error": words}), content_type="application/json")
