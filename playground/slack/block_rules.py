"""The limits of Block Kit's blocks, one function per kind of block.

https://docs.slack.dev/reference/block-kit/blocks

Blocks that Slack has and this room cannot draw (card, alert, data_table and other kinds of 2025 and later) are
refused as unknown ones are, so that nobody comes to rely on them unseen.
"""

from collections.abc import Callable
from typing import Any

from playground.slack.element_rules import (
    ANY_TEXT,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    inspect_element,
    inspect_image,
)
from playground.slack.inspection import Inspection

Json = dict[str, Any]


def inspect_block(seen: Inspection, block: Json, path: str, surface: str) -> None:
    """Check one block; `surface` is `message`, `modal` or `home`."""
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in RULES or (surface != "message" and kind in MESSAGES_ONLY):
        seen.wrong(f"{path}/type", f"unsupported type: {kind}")
        return
    seen.length(block.get("block_id"), path, 255, name="block_id")
    RULES[kind](seen, block, path)
    _unique_action_ids(seen, block, path)


def _unique_action_ids(seen: Inspection, block: Json, path: str) -> None:
    met: set[str] = set()
    elements = block.get("elements")
    for index, element in enumerate(elements if isinstance(elements, list) else ()):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if not isinstance(action_id, str):
            continue
        if action_id in met:
            seen.wrong(f"{path}/elements/{index}/action_id", f"`action_id` {action_id} already exists")
        met.add(action_id)


def _section(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=(), optional=("block_id", "text", "fields", "accessory", "expand"))
    if block.get("text") is None and block.get("fields") is None:
        seen.wrong(path, "missing required field: text")
    if block.get("text") is not None:
        seen.text(block["text"], f"{path}/text", 3000, kinds=ANY_TEXT)
    if block.get("fields") is not None:
        for field, where in seen.items(block["fields"], f"{path}/fields", 10):
            seen.text(field, where, 2000, kinds=ANY_TEXT)
    if (accessory := block.get("accessory")) is not None:
        if isinstance(accessory, dict):
            inspect_element(seen, accessory, f"{path}/accessory", IN_SECTION)
        else:
            seen.wrong(f"{path}/accessory", "must be an object")


def _divider(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=(), optional=("block_id",))


def _header(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("text",), optional=("block_id", "level"))
    if block.get("text") is not None:
        seen.text(block["text"], f"{path}/text", 150)


def _context(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("elements",), optional=("block_id",))
    for element, where in seen.items(block.get("elements"), f"{path}/elements", 10):
        if element.get("type") == "image":
            inspect_image(seen, element, where)
        else:
            seen.text(element, where, 3000, kinds=ANY_TEXT)


def _actions(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("elements",), optional=("block_id",))
    for element, where in seen.items(block.get("elements"), f"{path}/elements", 25):
        inspect_element(seen, element, where, IN_ACTIONS)


def _input(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("label", "element"), optional=("block_id", "hint", "optional", "dispatch_action"))
    for name in ("label", "hint"):
        if block.get(name) is not None:
            seen.text(block[name], f"{path}/{name}", 2000)
    element = block.get("element")
    if isinstance(element, dict):
        inspect_element(seen, element, f"{path}/element", IN_INPUT)
    elif element is not None:
        seen.wrong(f"{path}/element", "must be an object")


def _image(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("alt_text",), optional=("block_id", "image_url", "slack_file", "title"))
    if block.get("title") is not None:
        seen.text(block["title"], f"{path}/title", 2000)
    inspect_image(seen, {key: value for key, value in block.items() if key not in ("block_id", "title")}, path)


def _markdown(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("text",), optional=("block_id",))
    seen.length(block.get("text"), path, 12_000, name="text")


def _rich_text(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("elements",), optional=("block_id",))
    kinds = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    for element, where in seen.items(block.get("elements"), f"{path}/elements", 3000):
        if element.get("type") not in kinds:
            seen.wrong(f"{where}/type", f"unsupported type: {element.get('type')}")


def _table(seen: Inspection, block: Json, path: str) -> None:
    seen.keys(block, path, required=("rows",), optional=("block_id", "column_settings"))
    settings = block.get("column_settings")
    if settings is not None and (not isinstance(settings, list) or len(settings) > 20):
        seen.wrong(f"{path}/column_settings", "no more than 20 items allowed")
    rows = block.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= 100:
        seen.wrong(f"{path}/rows", "must have between 1 and 100 items")
        return
    for index, row in enumerate(rows):
        for cell, where in seen.items(row, f"{path}/rows/{index}", 20):
            if cell.get("type") not in ("raw_text", "raw_number", "rich_text"):
                seen.wrong(f"{where}/type", f"unsupported type: {cell.get('type')}")
            elif cell["type"] == "raw_text" and not cell.get("text"):
                seen.wrong(f"{where}/text", "must be more than 0 characters")
            elif cell["type"] == "rich_text" and not cell.get("elements"):
                seen.wrong(f"{where}/elements", "no fewer than 1 items allowed")


RULES: dict[str, Callable[[Inspection, Json, str], None]] = {
    "section": _section,
    "divider": _divider,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
}
MESSAGES_ONLY = ("markdown", "table")
