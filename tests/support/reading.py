"""Reading what Slack shows, as a person would: the words, and the buttons."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A message or a view."""

    document: Json

    @property
    def blocks(self) -> list[Json]:
        return self.document.get("blocks") or []

    def elements(self) -> Iterator[Json]:
        for block in self.blocks:
            yield from block.get("elements", [])
            if "accessory" in block:
                yield block["accessory"]

    def buttons(self, action_id: str) -> list[Json]:
        return [e for e in self.elements() if e.get("action_id") == action_id]

    @property
    def words(self) -> str:
        return "\n".join(_words(self.document.get("title")) + _words(self.blocks))


def _words(part: Any) -> list[str]:
    if isinstance(part, dict):
        found = [part["text"]] if isinstance(part.get("text"), str) else []
        return found + [w for key, value in part.items() if key != "text" or not found for w in _words(value)]
    return [w for item in part for w in _words(item)] if isinstance(part, list) else []


def card_of(message: Json) -> Shown:
    return Shown(message)


def texts(shown: Shown) -> str:
    return shown.words
