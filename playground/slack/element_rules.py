"""The limits of Block Kit's elements and composition objects.

https://docs.slack.dev/reference/block-kit/block-elements and .../composition-objects
"""

from collections.abc import Callable, Collection
from typing import Any

from playground.slack.inspection import Inspection

Json = dict[str, Any]
ANY_TEXT = ("plain_text", "mrkdwn")
COMMON = ("action_id", "confirm", "focus_on_load", "placeholder")


def inspect_element(seen: Inspection, node: Json, path: str, allowed: Collection[str]) -> None:
    """Check one element, which must be of an allowed type here."""
    kind = node.get("type")
    if not isinstance(kind, str) or kind not in RULES or kind not in allowed:
        seen.wrong(f"{path}/type", f"unsupported type: {kind}")
        return
    seen.length(node.get("action_id"), path, 255, name="action_id")
    if (confirm := node.get("confirm")) is not None:
        _confirm(seen, confirm, f"{path}/confirm")
    if (placeholder := node.get("placeholder")) is not None:
        seen.text(placeholder, f"{path}/placeholder", 150)
    RULES[kind](seen, node, path)


def inspect_image(seen: Inspection, node: Json, path: str) -> None:
    """Check an image element: an address and an alternative text."""
    seen.keys(node, path, required=("alt_text",), optional=("image_url", "slack_file"))
    if node.get("image_url") is None and node.get("slack_file") is None:
        seen.wrong(path, "missing required field: image_url")
    seen.length(node.get("image_url"), path, 3000, name="image_url")
    seen.length(node.get("alt_text"), path, 2000, name="alt_text")


def _confirm(seen: Inspection, node: object, path: str) -> None:
    if not isinstance(node, dict):
        seen.wrong(path, "must be an object")
        return
    seen.keys(node, path, required=("title", "text"), optional=("confirm", "deny", "style"))
    for name, most, kinds in (
        ("title", 100, ("plain_text",)),
        ("text", 300, ANY_TEXT),
        ("confirm", 30, ("plain_text",)),
        ("deny", 30, ("plain_text",)),
    ):
        if node.get(name) is not None:
            seen.text(node[name], f"{path}/{name}", most, kinds=kinds)
    seen.one_of(node.get("style"), f"{path}/style", ("primary", "danger"))


def _button(seen: Inspection, node: Json, path: str) -> None:
    seen.keys(node, path, required=("text",), optional=(*COMMON, "value", "url", "style", "accessibility_label"))
    if node.get("text") is not None:
        seen.text(node["text"], f"{path}/text", 75)
    seen.length(node.get("value"), path, 2000, name="value", least=0)
    seen.length(node.get("url"), path, 3000, name="url")
    seen.length(node.get("accessibility_label"), path, 75, name="accessibility_label")
    seen.one_of(node.get("style"), f"{path}/style", ("primary", "danger"))


def _options(seen: Inspection, value: object, path: str, most: int, kinds: Collection[str]) -> None:
    for option, where in seen.items(value, path, most):
        seen.keys(option, where, required=("text", "value"), optional=("description", "url"))
        if option.get("text") is not None:
            seen.text(option["text"], f"{where}/text", 75, kinds=kinds)
        seen.length(option.get("value"), where, 150, name="value")
        seen.length(option.get("url"), where, 3000, name="url")
        if (description := option.get("description")) is not None:
            seen.text(description, f"{where}/description", 75, kinds=kinds)


def _initials(seen: Inspection, node: Json, path: str) -> None:
    groups = [group for group in _listed(node, "option_groups") if isinstance(group, dict)]
    offered = [*_listed(node, "options"), *(one for group in groups for one in _listed(group, "options"))]
    single = node.get("initial_option")
    for initial in [*([single] if single is not None else []), *_listed(node, "initial_options")]:
        if initial not in offered:
            seen.wrong(f"{path}/initial_option", "initial option must be one of the options")


def _listed(node: Json, name: str) -> list[Any]:
    value = node.get(name)
    return value if isinstance(value, list) else []


def _overflow(seen: Inspection, node: Json, path: str) -> None:
    seen.keys(node, path, required=("options",), optional=("action_id", "confirm"))
    _options(seen, node.get("options"), f"{path}/options", 5, ("plain_text",))


def _static_select(seen: Inspection, node: Json, path: str) -> None:
    own = ("options", "option_groups", "initial_option", "initial_options", "max_selected_items")
    seen.keys(node, path, required=(), optional=(*COMMON, *own))
    if (node.get("options") is None) == (node.get("option_groups") is None):
        seen.wrong(path, "must provide either options or option_groups")
    if node.get("options") is not None:
        _options(seen, node["options"], f"{path}/options", 100, ("plain_text",))
    if node.get("option_groups") is not None:
        for group, where in seen.items(node["option_groups"], f"{path}/option_groups", 100):
            seen.keys(group, where, required=("label", "options"))
            if group.get("label") is not None:
                seen.text(group["label"], f"{where}/label", 75)
            _options(seen, group.get("options"), f"{where}/options", 100, ("plain_text",))
    _initials(seen, node, path)


def _choice(seen: Inspection, node: Json, path: str) -> None:
    optional = ("action_id", "confirm", "focus_on_load", "initial_option", "initial_options")
    seen.keys(node, path, required=("options",), optional=optional)
    _options(seen, node.get("options"), f"{path}/options", 10, ANY_TEXT)
    _initials(seen, node, path)


def _text_input(seen: Inspection, node: Json, path: str) -> None:
    own = ("initial_value", "multiline", "min_length", "max_length", "dispatch_action_config")
    seen.keys(node, path, required=(), optional=(*COMMON, *own))
    for name in ("min_length", "max_length"):
        value = node.get(name)
        if value is not None and not (isinstance(value, int) and 0 <= value <= 3000):
            seen.wrong(f"{path}/{name}", "must be between 0 and 3000")
            return
    if (node.get("min_length") or 0) > (node.get("max_length") or 3000):
        seen.wrong(f"{path}/min_length", "must be less than or equal to max_length")
    most = node.get("max_length") or 3000
    seen.length(node.get("initial_value"), path, most, least=0, name="initial_value")


def _number_input(seen: Inspection, node: Json, path: str) -> None:
    own = ("initial_value", "min_value", "max_value", "dispatch_action_config")
    seen.keys(node, path, required=("is_decimal_allowed",), optional=(*COMMON, *own))


def _plain_field(*own: str) -> Callable[[Inspection, Json, str], None]:
    def rule(seen: Inspection, node: Json, path: str) -> None:
        seen.keys(node, path, required=(), optional=(*COMMON, *own))

    return rule


_SELECTS: dict[str, str] = {"users": "user", "conversations": "conversation", "channels": "channel"}
_PICK = ("response_url_enabled", "default_to_current_conversation", "filter", "max_selected_items")

RULES: dict[str, Callable[[Inspection, Json, str], None]] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _static_select,
    "multi_static_select": _static_select,
    "external_select": _plain_field("initial_option", "min_query_length"),
    "checkboxes": _choice,
    "radio_buttons": _choice,
    "plain_text_input": _text_input,
    "email_text_input": _plain_field("initial_value", "dispatch_action_config"),
    "url_text_input": _plain_field("initial_value", "dispatch_action_config"),
    "number_input": _number_input,
    "datepicker": _plain_field("initial_date"),
    "timepicker": _plain_field("initial_time", "timezone"),
    "datetimepicker": _plain_field("initial_date_time"),
    "image": inspect_image,
    **{f"{many}_select": _plain_field(f"initial_{one}", *_PICK) for many, one in _SELECTS.items()},
    **{f"multi_{many}_select": _plain_field(f"initial_{many}", *_PICK) for many in _SELECTS},
}

TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
IN_INPUT = tuple(kind for kind in RULES if kind not in ("button", "overflow", "image"))
IN_ACTIONS = tuple(kind for kind in RULES if kind not in TYPED and kind != "image" and not kind.startswith("multi_"))
IN_SECTION = tuple(kind for kind in RULES if kind not in TYPED)
