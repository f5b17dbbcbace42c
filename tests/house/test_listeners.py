"""What wakes the bot: two shapes of listeners only, and the same ids, commands and scopes wherever they are named."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.listener.async_listener import AsyncCustomListener
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

import handlers
from handlers.blocks import ids
from handlers.blocks.help import COMMANDS
from handlers.desk import Desk
from handlers.errors import just_ack
from handlers.manifest import COMMAND_DESCRIPTIONS, SCOPES, manifest
from tests.house.source import ROOT, dotted, modules, name_of, nodes

GOLDEN = ROOT / "tests" / "handlers" / "blocks" / "golden"
INJECTED = {*inspect.signature(AsyncArgs.__init__).parameters, "args"} - {"self", "kwargs"}
# https://docs.slack.dev/reference/methods names the scopes of each method.
NEEDED: dict[str, set[str]] = {
    "auth_test": set(),
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_info": {"channels:read", "groups:read"},
    "usergroups_users_list": {"usergroups:read"},
    "users_info": {"users:read", "users:read.email"},
    "views_open": set(),
    "views_push": set(),
    "views_update": set(),
}
# What HTTP serves, and Slack's own command: the README names them too.
SERVED = {"/healthz", "/readyz", "/metrics", "/invite"}
NO_METHODS = {"token", "retry_handlers", "is_connected", "disconnect", "session", "base_url"}


@pytest.fixture
def listeners() -> list[AsyncCustomListener]:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0", bot_token="xoxb-pretend")

    app = AsyncApp(authorize=authorize, signing_secret="pretend")
    # Registering asks nothing of the desk.
    handlers.register(app, cast("Desk", None))
    return [cast("AsyncCustomListener", one) for one in app._async_listeners]


@dataclass(frozen=True)
class Gesture:
    """Something a person does, as Slack tells the bot."""

    kind: str
    word: str

    @property
    def payload(self) -> dict[str, Any]:
        match self.kind:
            case "command":
                return {"command": self.word, "text": ""}
            case "action":
                pressed = {"type": "button", "action_id": self.word, "block_id": "b"}
                return {"type": "block_actions", "actions": [pressed], "user": {"id": "U0"}}
            case "shortcut":
                return {"type": "message_action", "callback_id": self.word, "user": {"id": "U0"}}
            case _:
                view = {"type": "modal", "callback_id": self.word}
                return {"type": "view_submission", "view": view, "user": {"id": "U0"}}


async def heard_by(listeners: list[AsyncCustomListener], gesture: Gesture) -> list[AsyncCustomListener]:
    request = AsyncBoltRequest(body=gesture.payload, mode="socket_mode")
    return [one for one in listeners if await one.async_matches(req=request, resp=BoltResponse(status=404))]


async def specific(listeners: list[AsyncCustomListener], gesture: Gesture) -> list[AsyncCustomListener]:
    """Find who hears a gesture, apart from those who hear everything of the kind."""
    everything = await heard_by(listeners, Gesture(gesture.kind, "an id that nobody has"))
    return [one for one in await heard_by(listeners, gesture) if one not in everything]


def is_guarded(function: Any, name: str) -> bool:
    return str(function.__qualname__).startswith(f"{name}.<locals>")


def test_there_are_two_shapes_of_listeners_and_no_third(listeners):
    for one in listeners:
        if one.ack_function is just_ack:
            assert len(one.lazy_functions) == 1
            assert is_guarded(one.lazy_functions[0], "guarded")
        else:
            assert is_guarded(one.ack_function, "guarded_submission")
            assert list(one.lazy_functions) == []
        assert one.auto_acknowledgement is False


def test_a_view_is_the_only_thing_that_is_acknowledged_last():
    registered = {
        (dotted(node.func.func), isinstance(node.func, ast.Call))
        for path in modules("handlers")
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and dotted(node.func.func).startswith("app.")
    }
    assert {name for name, _ in registered} == {"app.command", "app.action", "app.view", "app.shortcut"}


def test_no_listener_asks_for_what_bolt_cannot_give(listeners):
    for one in listeners:
        for function in (one.ack_function, *one.lazy_functions):
            assert set(inspect.signature(function).parameters) <= INJECTED
            assert inspect.iscoroutinefunction(function)


def test_a_listener_translates_and_no_more():
    wide = [
        (name_of(path), node.name, len(node.body))
        for path in modules("handlers")
        if path.parent.name == "handlers"
        for node in nodes(path)
        if isinstance(node, ast.AsyncFunctionDef)
        and [arg.arg for arg in node.args.args][:1] == ["args"]
        and len(node.body) > 9
    ]
    assert wide == []


def shown() -> Iterator[dict[str, Any]]:
    for path in GOLDEN.glob("*.json"):
        yield json.loads(path.read_text())


def elements_of(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for block in document["blocks"]:
        if block["type"] == "actions":
            yield from block["elements"]
        elif "accessory" in block:
            yield block["accessory"]


async def test_whatever_can_be_pressed_is_heard(listeners):
    pressed = {element["action_id"] for document in shown() for element in elements_of(document)}
    assert len(pressed) >= 5
    for action_id in pressed:
        assert len(await specific(listeners, Gesture("action", action_id))) == 1, action_id


async def test_every_view_that_can_be_submitted_is_heard(listeners):
    submitted = {document["callback_id"] for document in shown() if document.get("submit")}
    assert submitted >= {ids.CONFIRM_VIEW, ids.END_VIEW}
    for callback_id in submitted:
        assert len(await specific(listeners, Gesture("view", callback_id))) == 1, callback_id


async def test_every_listener_hears_something_that_people_can_do(listeners):
    gestures = [
        *(Gesture("action", element["action_id"]) for document in shown() for element in elements_of(document)),
        *(Gesture("view", document["callback_id"]) for document in shown() if document.get("submit")),
        *(Gesture("command", command) for command in COMMAND_DESCRIPTIONS),
        *(Gesture("shortcut", one["callback_id"]) for one in features()["shortcuts"]),
        Gesture("command", "/unknown"),
        Gesture("action", "unknown"),
    ]
    heard = [one for gesture in set(gestures) for one in await heard_by(listeners, gesture)]
    assert [one.lazy_functions or one.ack_function for one in listeners if one not in heard] == []


async def test_what_nobody_knows_is_answered_too(listeners):
    assert len(await heard_by(listeners, Gesture("command", "/unknown"))) == 1
    assert len(await heard_by(listeners, Gesture("action", "of an older version"))) == 1


def test_every_id_is_used_somewhere():
    used = {
        node.attr
        for path in modules("handlers", "bot")
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and dotted(node.value) == "ids"
    }
    assert {name for name in vars(ids) if name.isupper()} - used == set()


def test_ids_are_distinct():
    known = [value for name, value in vars(ids).items() if name.isupper()]
    assert len(known) == len(set(known))


def features() -> dict[str, Any]:
    return cast("dict[str, Any]", manifest()["features"])


async def test_listeners_manifest_help_and_readme_name_the_same_commands(listeners):
    declared = {command["command"] for command in features()["slash_commands"]}
    assert declared == set(COMMAND_DESCRIPTIONS) == {command for command, _, _ in COMMANDS}
    for command in declared:
        assert len(await specific(listeners, Gesture("command", command))) == 1
    readme = (ROOT / "README.md").read_text()
    assert set(re.findall(r"`(/[a-z]+)[ `]", readme)) - SERVED == declared
    for command, usage, _ in COMMANDS:
        assert f"`{command} {usage}`" in readme


async def test_every_shortcut_of_the_manifest_is_heard(listeners):
    for shortcut in features()["shortcuts"]:
        assert len(await heard_by(listeners, Gesture("shortcut", shortcut["callback_id"]))) == 1


def test_the_manifest_keeps_to_slacks_limits():
    # https://docs.slack.dev/reference/app-manifest
    document = cast("dict[str, Any]", manifest("https://bot.example.com"))
    display = document["display_information"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    for command in document["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert command["should_escape"] is True
        assert command["url"] == "https://bot.example.com/slack/events"
    for shortcut in document["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert document["settings"]["interactivity"]["request_url"] == "https://bot.example.com/slack/events"
    assert document["settings"]["socket_mode_enabled"] is False
    assert cast("dict[str, Any]", manifest()["settings"])["socket_mode_enabled"] is True


def called() -> set[str]:
    return {
        node.attr
        for path in modules("handlers", "bot/adapters/slack", "bot/bootstrap")
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and dotted(node.value).rpartition(".")[2] in {"client", "_client"}
    } - NO_METHODS


def test_every_method_of_slack_has_its_scopes_granted():
    for method in called():
        assert method in NEEDED, f"{method}: which scope does it need?"
        assert NEEDED[method] <= set(SCOPES)


def test_no_scope_is_asked_for_that_nothing_needs():
    needed = set().union(*(NEEDED[method] for method in called()))
    assert set(SCOPES) == needed | {"commands"}


def test_scopes_are_said_in_the_readme_and_in_manifest_yml():
    written = (ROOT / "manifest.yml").read_text()
    for scope in SCOPES:
        assert scope in written


def test_the_golden_files_are_there():
    assert len(list(Path(GOLDEN).glob("*.json"))) >= 40
