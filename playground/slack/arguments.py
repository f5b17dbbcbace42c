"""A Web API call's arguments, whichever way they came: query, form or JSON."""

import json
from typing import Any

from aiohttp import web

from playground.slack.refusals import RefusedError

Json = dict[str, Any]
TRUE = (True, "true", "True", "1", 1)


class Arguments:
    """Arguments by name; values are text from a form, or whatever JSON said."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def text(self, name: str) -> str | None:
        """Give an argument as text; None when it is absent or empty."""
        value = self.values.get(name)
        return None if value is None or value == "" else str(value)

    def flag(self, name: str) -> bool:
        """Give a yes or no; absent is no."""
        return self.values.get(name) in TRUE

    def number(self, name: str, default: int) -> int:
        """Give a whole number, or the default when it is absent or none."""
        try:
            return int(self.values.get(name) or default)
        except (TypeError, ValueError):
            return default

    def needed(self, name: str) -> str:
        """Give an argument that Slack calls required; refuses with `invalid_arguments` and says which."""
        value = self.text(name)
        if value is None:
            raise RefusedError(
                "invalid_arguments", messages=[f"[ERROR] missing required field: {name} [json-pointer:/{name}]"]
            )
        return value

    def json(self, name: str) -> Any:
        """Give an argument that is JSON, even when it came as text; None when it is absent or not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            return None


async def read_arguments(request: web.Request) -> Arguments:
    """Read a request's arguments; refuses JSON that is none with `invalid_json`."""
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        try:
            document = json.loads(body) if body else {}
        except ValueError:
            raise RefusedError("invalid_json") from None
        if not isinstance(document, dict):
            raise RefusedError("json_not_object")
        values |= document
    elif request.method == "POST":
        values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return Arguments(values)
