"""Cursor pages of the list methods.

https://docs.slack.dev/apis/web-api/pagination
"""

import base64
from collections.abc import Sequence
from typing import TypeVar

from playground.slack.arguments import Arguments
from playground.slack.refusals import RefusedError

Item = TypeVar("Item")
LARGEST_PAGE = 1000


def page_of(items: Sequence[Item], asked: Arguments, *, default: int = 100) -> tuple[Sequence[Item], dict[str, str]]:
    """Cut the page that `cursor` and `limit` ask for; the second part is the `response_metadata`."""
    limit = min(asked.number("limit", default), LARGEST_PAGE)
    start = 0
    if (cursor := asked.text("cursor")) is not None:
        try:
            start = int(base64.b64decode(cursor).decode().removeprefix("next:"))
        except ValueError:
            raise RefusedError("invalid_cursor") from None
    rest = start + limit < len(items)
    following = base64.b64encode(f"next:{start + limit}".encode()).decode() if rest else ""
    return items[start : start + limit], {"next_cursor": following}
