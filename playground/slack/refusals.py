"""How the pretend Slack says no.

Exception
├── RefusedError       the Web API answers `{"ok": false, "error": …}`
└── NotPossibleError   a person tried what Slack's own client would not let them do
"""

from collections.abc import Mapping, Sequence
from typing import Any


class RefusedError(Exception):
    """A Web API call is refused; `error` is Slack's name for why, `extra` joins the body."""

    def __init__(
        self,
        error: str,
        *,
        messages: Sequence[str] = (),
        extra: Mapping[str, Any] | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {"ok": False, "error": error, **(extra or {})}
        if messages:
            self.body["errors"] = [line.removeprefix("[ERROR] ") for line in messages]
            self.body["response_metadata"] = {"messages": list(messages)}


class NotPossibleError(Exception):
    """A person can't do this in Slack's client: no such button, view or channel for them. The text is in words."""
