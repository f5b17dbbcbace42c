"""A message's or a view's blocks as a whole: how many, whose ids clash, how many tables.

https://docs.slack.dev/block-kit
"""

import json
from typing import Any

from playground.slack.block_rules import inspect_block
from playground.slack.inspection import Inspection
from playground.slack.refusals import RefusedError

Json = dict[str, Any]


def inspect_blocks(blocks: object, *, surface: str, path: str = "/blocks") -> list[str]:
    """List what Slack would object to; `surface` is `message` (50 blocks), `modal` or `home` (100)."""
    seen = Inspection()
    met: set[str] = set()
    for block, where in seen.items(blocks, path, 50 if surface == "message" else 100, least=0):
        inspect_block(seen, block, where, surface)
        block_id = block.get("block_id")
        if not isinstance(block_id, str):
            continue
        if block_id in met:
            seen.wrong(f"{where}/block_id", f"`block_id` {block_id} already exists")
        met.add(block_id)
    _markdown_in_sum(seen, blocks, path)
    return seen.messages


def read_blocks(value: object) -> list[Json] | None:
    """Take a message's blocks from an argument (JSON text or a list) and refuse what Slack would refuse."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise RefusedError("invalid_blocks_format") from None
    if not isinstance(value, list):
        raise RefusedError("invalid_blocks_format")
    if messages := inspect_blocks(value, surface="message"):
        raise RefusedError("invalid_blocks", messages=messages)
    if sum(block.get("type") == "table" for block in value) > 1:
        raise RefusedError("invalid_attachments", messages=["only_one_table_allowed"])
    return value


def _markdown_in_sum(seen: Inspection, blocks: object, path: str) -> None:
    texts = [
        block.get("text")
        for block in (blocks if isinstance(blocks, list) else ())
        if isinstance(block, dict) and block.get("type") == "markdown"
    ]
    if len(texts) > 1 and sum(len(text) for text in texts if isinstance(text, str)) > 12_000:
        seen.wrong(path, "markdown blocks must be less than 12001 characters in sum")
