"""What stands in a view's inputs: the state that payloads carry, initial values included."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playground.slack.ids import elements_of

Json = dict[str, Any]
State = dict[str, dict[str, Json]]

# element type -> (the key of its value in the state, the key of its initial value)
VALUES: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def options_of(element: Json) -> Iterator[Json]:
    """List an element's options, those of its groups included."""
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group.get("options") or ()


def filled(element: Json, value: object) -> Json:
    """Make the state entry of an element from what a person chose.

    A plain string is text for a text input, or the `value` of an option; a list of those for several; an object is
    taken as it is. Raises `LookupError` where the element has no such option.
    """
    kind = str(element["type"])
    key, _ = VALUES[kind]
    if isinstance(value, Mapping) and "type" in value:
        return dict(value)
    if key == "selected_option" and isinstance(value, str):
        return {"type": kind, key: _option(element, value)}
    if key == "selected_options" and isinstance(value, (list, tuple)):
        return {"type": kind, key: [_option(element, one) if isinstance(one, str) else one for one in value]}
    return {"type": kind, key: value if value != "" else None}


def is_empty(entry: Mapping[str, Any]) -> bool:
    """Tell whether a state entry holds nothing."""
    return all(value in (None, "", []) for key, value in entry.items() if key != "type")


def carried_state(blocks: Iterable[Json], before: Mapping[str, Mapping[str, Json]]) -> State:
    """Work out the state of new blocks: what was there under the same ids, else the initial values."""
    state: State = {}
    for block in blocks:
        for element in elements_of(block):
            kind = element.get("type", "")
            if kind not in VALUES:
                continue
            key, initial = VALUES[kind]
            block_id, action_id = block["block_id"], element["action_id"]
            earlier = before.get(block_id, {}).get(action_id)
            if earlier is not None and earlier.get("type") == kind:
                entry = dict(earlier)
            else:
                empty: Any = [] if key.endswith("s") else None
                entry = {"type": kind, key: element.get(initial, empty)}
            state.setdefault(block_id, {})[action_id] = entry
    return state


def _option(element: Json, value: str) -> Json:
    for option in options_of(element):
        if option.get("value") == value:
            return dict(option)
    raise LookupError(f"there is no option with the value {value!r}")
