"""The limits of a view's own fields, and of its blocks.

https://docs.slack.dev/reference/views/modal-views
"""

from typing import Any

from playground.slack.blocks import inspect_blocks
from playground.slack.inspection import Inspection

TEXTS = ("title", "submit", "close")
PLAIN = ("private_metadata", "callback_id", "external_id", "clear_on_close", "notify_on_close", "submit_disabled")


def inspect_view(document: Any, *, home: bool) -> list[str]:
    """List what Slack would object to in a view; empty means that it may open."""
    seen = Inspection()
    if not isinstance(document, dict):
        return ["[ERROR] must provide an object [json-pointer:/view]"]
    kind = "home" if home else "modal"
    seen.one_of(document.get("type") or "", "/view/type", (kind,))
    required = ("blocks",) if home else ("blocks", "title")
    seen.keys(document, "/view", required=required, optional=(*TEXTS, *PLAIN))
    for name in TEXTS:
        if document.get(name) is not None:
            seen.text(document[name], f"/view/{name}", 24)
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        seen.length(document.get(name), "/view", most, least=0, name=name)
    blocks = document.get("blocks")
    seen.messages.extend(inspect_blocks(blocks, surface=kind, path="/view/blocks"))
    has_input = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if has_input and not home and document.get("submit") is None:
        seen.wrong("/view", "missing required field: submit, which a view with an input block must have")
    return seen.messages
