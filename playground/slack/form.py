"""Filling a view's inputs, and what Slack's client says before it lets a submission go."""

from collections.abc import Mapping
from typing import Any

from playground.slack.ids import elements_of
from playground.slack.inputs import VALUES, State, filled, is_empty
from playground.slack.refusals import NotPossibleError
from playground.slack.views import View

Json = dict[str, Any]


def entered(view: View, values: Mapping[str, Any]) -> State:
    """Work out a view's state after a person filled in `values`; raises `NotPossibleError` for what is not there."""
    state: State = {block_id: dict(entries) for block_id, entries in view.state.items()}
    elements = {
        (block["block_id"], element["action_id"]): element
        for block in view.body["blocks"]
        for element in elements_of(block)
        if element.get("type") in VALUES
    }
    for block_id, given in values.items():
        for action_id, value in _by_action(block_id, given, elements).items():
            element = elements.get((block_id, action_id))
            if element is None:
                raise NotPossibleError(f"the view has no input {block_id}/{action_id}")
            try:
                state.setdefault(block_id, {})[action_id] = filled(element, value)
            except LookupError as problem:
                raise NotPossibleError(str(problem)) from problem
    return state


def missing_words(view: View) -> dict[str, str]:
    """List, by block id, what the client asks to be put right before it submits."""
    words: dict[str, str] = {}
    for block in view.body["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        entry = view.state.get(block["block_id"], {}).get(element.get("action_id", ""), {"type": ""})
        if is_empty(entry):
            if not block.get("optional"):
                words[block["block_id"]] = "Please complete this required field."
            continue
        text = entry.get("value")
        if isinstance(text, str) and len(text) > (element.get("max_length") or 3000):
            words[block["block_id"]] = f"Please write at most {element.get('max_length') or 3000} characters."
        elif isinstance(text, str) and len(text) < (element.get("min_length") or 0):
            words[block["block_id"]] = f"Please write at least {element['min_length']} characters."
    return words


def _by_action(block_id: str, given: Any, elements: Mapping[tuple[str, str], Json]) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    actions = [action for block, action in elements if block == block_id]
    if len(actions) != 1:
        raise NotPossibleError(f"the view has no single input in the block {block_id}")
    return {actions[0]: given}
