"""Looking through JSON for broken rules, and writing each down in Slack's words with a JSON pointer."""

import json
from collections.abc import Collection, Iterator
from typing import Any

Json = dict[str, Any]


class Inspection:
    """Collects what is wrong; `messages` are lines for `response_metadata.messages`."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def wrong(self, path: str, words: str) -> None:
        """Write one broken rule down."""
        self.messages.append(f"[ERROR] {words} [json-pointer:{path}]")

    def keys(self, node: Json, path: str, *, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Check that the required fields are there and no others than these and the optional ones."""
        for name in required:
            if node.get(name) is None:
                self.wrong(path, f"missing required field: {name}")
        for name in node:
            if name not in required and name not in optional and name != "type":
                self.wrong(path, f"invalid additional property: {name}")

    def length(self, value: object, path: str, most: int, *, least: int = 1, name: str = "") -> None:
        """Check a string's length; None passes. The field may be named to be appended to the path."""
        where = f"{path}/{name}" if name else path
        if value is None:
            return
        if not isinstance(value, str):
            self.wrong(where, "must be a string")
        elif len(value) > most:
            self.wrong(where, f"must be less than {most + 1} characters")
        elif len(value) < least:
            self.wrong(where, f"must be more than {least - 1} characters")

    def items(self, value: object, path: str, most: int, *, least: int = 1) -> Iterator[tuple[Json, str]]:
        """Check a list's length and give each of its objects with its path."""
        if not isinstance(value, list):
            self.wrong(path, "must be an array")
            return
        if len(value) > most:
            self.wrong(path, f"no more than {most} items allowed")
        if len(value) < least:
            self.wrong(path, f"no fewer than {least} items allowed")
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield item, f"{path}/{index}"
            else:
                self.wrong(f"{path}/{index}", "must be an object")

    def one_of(self, value: object, path: str, allowed: Collection[str]) -> None:
        """Check a word against the allowed ones; None passes."""
        if value is not None and (not isinstance(value, str) or value not in allowed):
            self.wrong(path, f"must be one of: {json.dumps(list(allowed))}")

    def text(self, node: object, path: str, most: int, *, kinds: Collection[str] = ("plain_text",)) -> None:
        """Check a text object's kind and length."""
        if not isinstance(node, dict):
            self.wrong(path, "must provide an object")
            return
        kind = node.get("type")
        if kind not in kinds:
            self.wrong(f"{path}/type", f"must be one of: {json.dumps(list(kinds))}")
            return
        self.keys(node, path, required=("text",), optional=("emoji",) if kind == "plain_text" else ("verbatim",))
        self.length(node.get("text"), path, most, name="text")
