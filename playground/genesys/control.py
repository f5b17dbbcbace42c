"""The control endpoints, for programs outside: what the platform holds, what fails, what it was asked."""

import json
from collections.abc import Mapping
from typing import Any, Protocol, get_args

from aiohttp import web

from playground.genesys.faults import Fault, Faults
from playground.genesys.platform import DisconnectRoute

_SETTINGS: Mapping[str, type] = {
    "rate_limit_per_minute": int,
    "effect_delay": float,
    "ended_kept": float,
    "user_context": bool,
}


class Controlled(Protocol):
    """What a served org lets outside programs do."""

    disconnect_route: DisconnectRoute
    permissions: set[str]
    faults: Faults

    @property
    def requests(self) -> list[dict[str, Any]]:
        """List what was asked."""
        ...

    def holds(self, conversation: Mapping[str, Any]) -> str:
        """Put or replace a conversation."""
        ...

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        """Give a conversation as it now stands."""
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
        document = await _object(request)
        try:
            held = self._org.holds({**document, "id": request.match_info["id"]})
        except (TypeError, ValueError) as error:
            raise _unreadable(f"_pretend cannot be read: {error}") from error
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
        wanted = await _object(request)
        route = wanted.pop("disconnect_route", self._org.disconnect_route)
        if route not in get_args(DisconnectRoute):
            raise _unreadable(f"disconnect_route is one of {', '.join(get_args(DisconnectRoute))}")
        permissions = wanted.pop("permissions", self._org.permissions)
        if unknown := wanted.keys() - _SETTINGS.keys():
            raise _unreadable(f"unknown setting: {', '.join(sorted(unknown))}")
        self._org.disconnect_route = route
        self._org.permissions = set(permissions)
        for name, value in wanted.items():
            setattr(self._org, name, _SETTINGS[name](value))
        return web.json_response({"ok": True})

    async def revoke_tokens(self, _: web.Request) -> web.Response:
        self._org.revoke_tokens()
        return web.json_response({"ok": True})


async def _object(request: web.Request) -> dict[str, Any]:
    try:
        read = json.loads(await request.read())
    except ValueError as error:
        raise _unreadable("the body is no JSON") from error
    if not isinstance(read, dict):
        raise _unreadable("the body is no JSON object")
    return read


def _unreadable(words: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"ok": False, "error": words}), content_type="application/json")
