"""Ids that Slack gives to blocks and elements that came without one."""

import copy
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]


def elements_of(block: Json) -> Iterator[Json]:
    """List a block's interactive elements: an accessory, an input's element, an actions block's elements."""
    for name in ("accessory", "element"):
        if isinstance(element := block.get(name), dict):
            yield element
    if block.get("type") == "actions":
        yield from block.get("elements") or ()


def ids_given(blocks: Iterable[Json]) -> list[Json]:
    """Copy blocks, giving a random block_id or action_id where there is none."""
    given = copy.deepcopy(list(blocks))
    for block in given:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements_of(block):
            if element.get("type") != "image":
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return given
