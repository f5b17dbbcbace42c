"""The wire feed: deliveries, Web API calls and platform requests, secrets blanked, for those who want to learn."""

import itertools
import re
from collections import deque
from collections.abc import Collection, Mapping
from typing import Any

from bot.ports import Clock
from playground.slack.feed import Feed

Json = dict[str, Any]
BLANK = "•••"
SECRET_NAMES = {"token", "authorization", "client_secret", "access_token", "refresh_token", "x-slack-signature"}
_SECRET_PATH = re.compile(r"/(response|link)/[\w-]+")


class Wire:
    """The last 500 entries, shaped as the page's contract says."""

    def __init__(self, clock: Clock, feed: Feed, secrets: Collection[str]) -> None:
        self._clock = clock
        self._feed = feed
        self._secrets = [secret for secret in secrets if secret]
        self._number = itertools.count(1)
        self.entries: deque[Json] = deque(maxlen=500)

    def note(self, kind: str, title: str, **details: Any) -> Json:
        """Add an entry; details are `status`, `ms`, `note`, `request`, `response`, and `at` (unix seconds)."""
        entry: Json = {
            "n": next(self._number),
            "at": details.get("at", self._clock.now().timestamp()),
            "kind": kind,
            "title": self.blanked(title),
            "status": details.get("status", ""),
            "ms": details.get("ms"),
            "note": self.blanked(details.get("note", "")),
            "request": self.blanked(details.get("request")),
            "response": self.blanked(details.get("response")),
        }
        self.entries.append(entry)
        self._feed.publish({"type": "wire", "entry": entry})
        return entry

    def blanked(self, value: Any) -> Any:
        """Copy JSON with every secret blanked, whether by its name or wherever its words appear."""
        if isinstance(value, Mapping):
            return {
                name: BLANK if str(name).lower() in SECRET_NAMES and one else self.blanked(one)
                for name, one in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self.blanked(one) for one in value]
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, BLANK)
            return _SECRET_PATH.sub(rf"/\1/{BLANK}", value)
        return value
