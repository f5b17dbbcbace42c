"""views.*: opening, changing and stacking modals, and the App Home.

https://docs.slack.dev/reference/methods/views.open and its neighbours
"""

from typing import Any

from playground.slack.arguments import Arguments
from playground.slack.refusals import RefusedError
from playground.slack.workspace import Workspace

Json = dict[str, Any]


def open_view(at: Workspace, asked: Arguments) -> Json:
    """views.open: for the user whose trigger id it is."""
    user = _user(at, asked)
    return {"ok": True, "view": at.views.open(user, asked.values.get("view")).as_json()}


def push_view(at: Workspace, asked: Arguments) -> Json:
    """views.push: on top of what that user has open, three at most."""
    user = _user(at, asked)
    return {"ok": True, "view": at.views.push(user, asked.values.get("view")).as_json()}


def update_view(at: Workspace, asked: Arguments) -> Json:
    """views.update: by view_id or external_id; `hash` guards against an update that has been overtaken."""
    view_id, external_id = asked.text("view_id"), asked.text("external_id")
    if view_id is None and external_id is None:
        asked.needed("view_id")
    view = at.views.find(view_id, external_id)
    return {"ok": True, "view": at.views.update(view, asked.values.get("view"), asked.text("hash")).as_json()}


def publish_view(at: Workspace, asked: Arguments) -> Json:
    """views.publish: a user's App Home."""
    user = asked.needed("user_id")
    if user not in at.people:
        raise RefusedError("user_not_found")
    if not at.manifest.home_tab:
        raise RefusedError("not_enabled")
    return {"ok": True, "view": at.views.publish(user, asked.values.get("view"), asked.text("hash")).as_json()}


def _user(at: Workspace, asked: Arguments) -> str:
    trigger_id = asked.text("trigger_id") or asked.text("interactivity_pointer")
    if trigger_id is None:
        asked.needed("trigger_id")
    return at.triggers.exchange(trigger_id)
