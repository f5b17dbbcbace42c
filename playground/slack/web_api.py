"""The Web API: the table of methods, and the gate each call passes (token, scope, rate, fault) and is logged at.

https://docs.slack.dev/apis/web-api
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.slack import chat_methods, conversation_methods, people_methods, view_methods
from playground.slack.arguments import Arguments, read_arguments
from playground.slack.faults import Faults, spoilt
from playground.slack.people import BOT_ID, BOT_USER, TEAM_ID, TEAM_NAME
from playground.slack.rates import Rates
from playground.slack.refusals import RefusedError
from playground.slack.scopes import missing_scope
from playground.slack.wire import Wire
from playground.slack.workspace import Workspace

Json = dict[str, Any]
Method = Callable[[Workspace, Arguments], Json]
log = logging.getLogger(__name__)

METHODS: dict[str, Method] = {
    "chat.postMessage": chat_methods.post_message,
    "chat.postEphemeral": chat_methods.post_ephemeral,
    "chat.update": chat_methods.update,
    "chat.delete": chat_methods.delete,
    "chat.getPermalink": chat_methods.get_permalink,
    "reactions.add": chat_methods.add_reaction,
    "views.open": view_methods.open_view,
    "views.push": view_methods.push_view,
    "views.update": view_methods.update_view,
    "views.publish": view_methods.publish_view,
    "users.info": people_methods.users_info,
    "users.list": people_methods.users_list,
    "users.lookupByEmail": people_methods.users_lookup_by_email,
    "users.profile.get": people_methods.users_profile_get,
    "usergroups.list": people_methods.usergroups_list,
    "usergroups.users.list": people_methods.usergroups_users_list,
    "conversations.info": conversation_methods.info,
    "conversations.list": conversation_methods.list_all,
    "conversations.members": conversation_methods.members,
    "conversations.open": conversation_methods.open_direct,
    "conversations.join": conversation_methods.join,
    "conversations.history": conversation_methods.history,
    "conversations.replies": conversation_methods.replies,
}
FOR_APP_TOKENS = ("apps.connections.open",)
FOR_ANY_TOKEN = ("api.test", "auth.test")


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call as it came and as it was answered; `at` is unix seconds, `status` 0 means dropped."""

    method: str
    args: Json
    response: Any
    status: int
    at: float

    @property
    def ok(self) -> bool:
        """Tell whether Slack said yes."""
        return self.status == 200 and isinstance(self.response, dict) and bool(self.response.get("ok"))

    @property
    def error(self) -> str | None:
        """Give Slack's name for the refusal, if it was one."""
        return self.response.get("error") if isinstance(self.response, dict) else None


class WebApi:
    """Answers `/api/{method}`; `calls` is the log."""

    def __init__(
        self, workspace: Workspace, rates: Rates, faults: Faults, wire: Wire, *, bot_token: str, app_token: str
    ) -> None:
        self._workspace = workspace
        self._rates = rates
        self._faults = faults
        self._wire = wire
        self._bot_token = bot_token
        self._app_token = app_token
        self.calls: list[Call] = []
        self.url = ""
        self.methods: dict[str, Method] = {
            **METHODS,
            "auth.test": self._auth_test,
            "api.test": lambda _, asked: {"ok": True, "args": {**asked.values}},
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call and log it."""
        method = request.match_info["method"]
        began = self._workspace.clock.now()
        asked = Arguments({})
        fault = self._faults.take(method)
        headers: dict[str, str] = {"x-slack-req-id": f"req{len(self.calls)}"}
        status, body = 200, {"ok": True}
        try:
            asked = await read_arguments(request)
            if fault is not None and fault.delay_ms:
                await self._workspace.clock.sleep(fault.delay_ms / 1000)
            if fault is None or fault.after or (fault.status is None and not fault.drop):
                body = self._answer(method, asked, request.headers.get("Authorization", ""), headers)
        except RefusedError as refusal:
            status, body = refusal.status, refusal.body
            headers |= refusal.headers
        if fault is not None and (fault.status is not None or fault.drop):
            call = Call(method, _shown(asked), fault.body, 0 if fault.drop else fault.status or 0, began.timestamp())
            self._log(call, note="a fault on demand")
            return await spoilt(request, fault)
        self._log(Call(method, _shown(asked), body, status, began.timestamp()))
        return web.json_response(body, status=status, headers=headers)

    def _answer(self, method: str, asked: Arguments, authorization: str, headers: Json) -> Json:
        token = authorization.removeprefix("Bearer ").strip() or asked.text("token") or ""
        known = self.methods.get(method)
        if known is None:
            log.error("the app called %s, which the pretend Slack does not know", method)
            raise RefusedError("unknown_method", extra={"req_method": method})
        if method != "api.test" or token:
            self._check_token(method, token)
        granted = self._workspace.manifest.scopes
        headers["x-oauth-scopes"] = ",".join(granted)
        if needed := missing_scope(self._workspace, method, asked):
            headers["x-accepted-oauth-scopes"] = needed
            raise RefusedError("missing_scope", extra={"needed": needed, "provided": ",".join(granted)})
        self._check_rate(method, asked)
        return known(self._workspace, asked)

    def _check_token(self, method: str, token: str) -> None:
        if not token:
            raise RefusedError("not_authed")
        if token not in (self._bot_token, self._app_token):
            raise RefusedError("invalid_auth")
        of_app = token == self._app_token
        if method not in FOR_ANY_TOKEN and of_app != (method in FOR_APP_TOKENS):
            raise RefusedError("not_allowed_token_type")

    def _check_rate(self, method: str, asked: Arguments) -> None:
        reference = asked.text("channel") or ""
        if reference in self._workspace.people:
            reference = f"D{reference[1:]}"
        found = self._workspace.channel(reference)
        seconds = self._rates.wait(method, found.id if found else reference)
        if seconds:
            raise RefusedError("ratelimited", status=429, headers={"Retry-After": str(seconds)})

    def _auth_test(self, _: Workspace, __: Arguments) -> Json:
        return {
            "ok": True,
            "url": f"{self.url}/",
            "team": TEAM_NAME,
            "user": self._workspace.people[BOT_USER].name,
            "team_id": TEAM_ID,
            "user_id": BOT_USER,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def _log(self, call: Call, note: str = "") -> None:
        self.calls.append(call)
        ms = (self._workspace.clock.now().timestamp() - call.at) * 1000
        self._wire.note(
            "api",
            call.method,
            at=call.at,
            status=call.status if call.status != 200 or call.ok else (call.error or call.status),
            ms=ms,
            note=note or (call.error or ""),
            request=call.args,
            response=call.response,
        )


def _shown(asked: Arguments) -> Json:
    shown = {name: value for name, value in asked.values.items() if name != "token"}
    for name in ("blocks", "view", "attachments", "metadata"):
        if name in shown and (value := asked.json(name)) is not None:
            shown[name] = value
    return shown
