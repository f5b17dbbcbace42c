"""Finding what a person presses, and making the action that its payload bears."""

from collections.abc import Iterable
from typing import Any

from playground.slack.ids import elements_of
from playground.slack.inputs import VALUES, filled, options_of
from playground.slack.refusals import NotPossibleError

Json = dict[str, Any]


def find_element(
    blocks: Iterable[Json], action_id: str, block_id: str | None = None, value: str | None = None
) -> tuple[Json, Json]:
    """Find the block and the element; raises `NotPossibleError` when there is none, or several and no saying which."""
    found = [
        (block, element)
        for block in blocks
        for element in elements_of(block)
        if element.get("action_id") == action_id
        and (block_id is None or block["block_id"] == block_id)
        and (value is None or element.get("type") != "button" or element.get("value") == value)
    ]
    if not found:
        raise NotPossibleError(f"there is nothing with the action {action_id!r} to press here")
    if len(found) > 1:
        places = ", ".join(f"{block['block_id']} ({element.get('value')})" for block, element in found)
        raise NotPossibleError(f"{len(found)} elements have the action {action_id!r}: say which block, of {places}")
    return found[0]


def pressed(block: Json, element: Json, chosen: Any, action_ts: str) -> tuple[Json, Json | None]:
    """Make the action of a press, and the state entry it leaves where the element keeps one."""
    kind = str(element["type"])
    action: Json = {"action_id": element["action_id"], "block_id": block["block_id"], "type": kind}
    entry: Json | None = None
    if kind == "button":
        action |= {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    elif kind == "overflow":
        action["selected_option"] = _chosen_option(element, chosen)
    elif kind in VALUES:
        if isinstance(chosen, dict) and "text" in chosen:
            chosen = chosen["value"]
        try:
            entry = filled(element, chosen)
        except LookupError as problem:
            raise NotPossibleError(str(problem)) from problem
        action |= entry
    action["action_ts"] = action_ts
    return action, entry


def _chosen_option(element: Json, chosen: Any) -> Json:
    wanted = chosen.get("value") if isinstance(chosen, dict) else chosen
    for option in options_of(element):
        if option.get("value") == wanted:
            return dict(option)
    raise NotPossibleError(f"the menu has no option with the value {wanted!r}")
