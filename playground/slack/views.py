"""Views: each user's stack of at most three modals, and their App Home; with hashes, state and errors.

https://docs.slack.dev/surfaces/modals
"""

import copy
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.slack.feed import Feed
from playground.slack.ids import ids_given
from playground.slack.inputs import carried_state
from playground.slack.people import APP_ID, BOT_ID, TEAM_ID
from playground.slack.refusals import RefusedError
from playground.slack.view_rules import inspect_view

Json = dict[str, Any]
DEEPEST = 3


@dataclass(slots=True)
class View:
    """An open view of one user. `errors` (block id -> words) and `trouble` are what the user sees besides `body`."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    busy: bool = False
    trouble: str | None = None

    def as_json(self) -> Json:
        """Show it as payloads and the views.* methods do."""
        body = copy.deepcopy(self.body)
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "type": body["type"],
            "blocks": body["blocks"],
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": copy.deepcopy(self.state)},
            "hash": self.hash,
            "title": body.get("title"),
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": APP_ID,
            "external_id": body.get("external_id", ""),
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }

    def as_page(self) -> Json:
        """Show it as the page's contract says: Slack's own shape with what the user sees besides."""
        return {**self.as_json(), "errors": dict(self.errors), "busy": self.busy, "trouble": self.trouble}


class Views:
    """All users' open modals and homes."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._made = 0

    def stack(self, user: str) -> list[View]:
        """List a user's open modals, the one in front last."""
        return self._stacks.setdefault(user, [])

    def home(self, user: str) -> View | None:
        """Give a user's App Home, if the app published one."""
        return self._homes.get(user)

    def changed(self, user: str) -> None:
        """Tell the feed that what this user has open has changed."""
        self._feed.publish({"type": "views", "user": user})

    def open(self, user: str, document: object) -> View:
        """Open a modal as the only one of the user's stack (what Slack does with one already open is not settled)."""
        body = self._read(document, home=False)
        view = self._made_from(user, body)
        self._stacks[user] = [view]
        self.changed(user)
        return view

    def push(self, user: str, document: object) -> View:
        """Put a modal on top of the user's stack; refuses the fourth, and a push onto nothing."""
        stack = self.stack(user)
        if not stack:
            raise RefusedError("not_found")
        if len(stack) >= DEEPEST:
            raise RefusedError("push_limit_reached")
        view = self._made_from(user, self._read(document, home=False), stack[-1])
        stack.append(view)
        self.changed(user)
        return view

    def update(self, view: View, document: object, expected_hash: str | None = None) -> View:
        """Replace a view's content in place; what was typed stays where block and action ids stay."""
        if expected_hash and expected_hash != view.hash:
            raise RefusedError("hash_conflict")
        body = self._read(document, home=view.body["type"] == "home", of=view)
        view.state = carried_state(body["blocks"], view.state)
        view.body, view.hash, view.errors, view.trouble = body, self._hash(), {}, None
        self.changed(view.user)
        return view

    def publish(self, user: str, document: object, expected_hash: str | None = None) -> View:
        """Set a user's App Home."""
        if home := self._homes.get(user):
            return self.update(home, document, expected_hash)
        home = self._homes[user] = self._made_from(user, self._read(document, home=True))
        self.changed(user)
        return home

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Find an open view or home by either id; refuses with `not_found` when there is none (any more)."""
        for view in self._all():
            if (view_id and view.id == view_id) or (external_id and view.body.get("external_id") == external_id):
                return view
        raise RefusedError("not_found")

    def is_open(self, view: View) -> bool:
        """Tell whether the user still has it."""
        return any(view is other for other in self._all())

    def close(self, view: View) -> None:
        """Take one modal away; those beneath come to the front."""
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)
            self.changed(view.user)

    def clear(self, user: str) -> list[View]:
        """Take all of a user's modals away and list them, the one in front first."""
        gone = list(reversed(self.stack(user)))
        self._stacks[user] = []
        self.changed(user)
        return gone

    def _all(self) -> Iterator[View]:
        for stack in self._stacks.values():
            yield from stack
        yield from self._homes.values()

    def _read(self, document: object, *, home: bool, of: View | None = None) -> Json:
        if isinstance(document, str):
            try:
                document = json.loads(document)
            except ValueError:
                document = None
        messages = inspect_view(document, home=home)
        if messages:
            raise RefusedError("invalid_arguments", messages=messages)
        if not isinstance(document, dict):
            raise RefusedError("invalid_arguments")
        if len(json.dumps(document, ensure_ascii=False).encode()) > 250_000:
            raise RefusedError("view_too_large")
        external_id = document.get("external_id")
        if external_id and any(
            other.body.get("external_id") == external_id for other in self._all() if other is not of
        ):
            raise RefusedError("duplicate_external_ids")
        body = copy.deepcopy(document)
        body["blocks"] = ids_given(body["blocks"])
        return body

    def _made_from(self, user: str, body: Json, beneath: View | None = None) -> View:
        self._made += 1
        view_id = f"V0{self._made:06d}"
        return View(
            view_id,
            user,
            body,
            self._hash(),
            root_id=beneath.root_id if beneath else view_id,
            previous_id=beneath.id if beneath else None,
            state=carried_state(body["blocks"], {}),
        )

    @staticmethod
    def _hash() -> str:
        return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
