"""A conversation as JSON for the ledger, without what belongs to a customer."""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from bot.domain.conversation import Conversation
from bot.domain.participant import STAFF

# Numbers, addresses, and the platform's free words, which may hold either.
_LEFT_OUT = frozenset({"address", "ani", "dnis", "error"})


def snapshot_of(conversation: Conversation) -> str:
    """Write a conversation as compact JSON: no number, no address, and no name but that of the staff.

    Moments are in ISO 8601; what is empty, false or unknown is left out.
    """
    document = _plain(conversation)
    for person in document.get("participants", ()):
        if person.get("purpose") not in STAFF:
            person.pop("name", None)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return _kept(value.items())
        case list() | tuple():
            return [_plain(item) for item in value]
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case _ if is_dataclass(value):
            return _kept((field.name, getattr(value, field.name)) for field in fields(value))
        case _:
            return value


def _kept(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    plain = ((name, _plain(item)) for name, item in items if name not in _LEFT_OUT)
    return {name: item for name, item in plain if item not in (None, "", False, [])}
