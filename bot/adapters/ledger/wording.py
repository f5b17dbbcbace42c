"""Text as both databases keep it."""

from typing import Any

# No character of PostgreSQL's text, and the halves of surrogate pairs, which no UTF-8 has.
# https://www.postgresql.org/docs/current/datatype-character.html
_UNKEPT = dict.fromkeys([0, *range(0xD800, 0xE000)])


def kept(value: Any) -> Any:
    """Leave out of a text what can't be kept: for one such character a whole act would be lost."""
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return value.translate(_UNKEPT)
