"""What an app answers a view submission with, and what Slack then does.

https://docs.slack.dev/surfaces/modals#response_actions
"""

from typing import Any

from playground.slack.refusals import RefusedError
from playground.slack.views import View, Views

TROUBLE = "We had some trouble connecting. Try again?"


def apply_answer(views: Views, view: View, body: Any) -> str | None:
    """Do what the answer says with the submitted view; gives Slack's word for an answer it can't use, else None.

    Nothing happens to a view that was closed meanwhile.
    """
    if not views.is_open(view):
        return None
    action = body.get("response_action") if isinstance(body, dict) else None
    try:
        if action is None:
            views.close(view)
        elif action == "clear":
            views.clear(view.user)
        elif action == "errors":
            _show_errors(view, body.get("errors"))
        elif action == "update":
            views.update(view, body.get("view"))
        elif action == "push":
            views.push(view.user, body.get("view"))
        else:
            return _refused(views, view, "invalid_response_action")
    except RefusedError as refusal:
        return _refused(views, view, refusal.error)
    views.changed(view.user)
    return None


def _refused(views: Views, view: View, error: str) -> str:
    view.trouble = TROUBLE
    views.changed(view.user)
    return error


def _show_errors(view: View, errors: Any) -> None:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise RefusedError("invalid_errors")
    view.errors = {block_id: str(words) for block_id, words in errors.items()}
