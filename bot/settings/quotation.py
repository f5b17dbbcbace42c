"""A wrong value in an error's words: whole, unless it may be a secret that was pasted into the wrong place."""

import re

LONGEST = 20
# What is long and yet no secret: the name of a variable, a path.
_NAME_OR_PATH = re.compile(r"[A-Z]+[0-9]*(_[A-Z0-9]+)+|(~|\.{0,2})/[^\s=+]*|[\w.-]+(/[\w.-]+)*\.[a-z]{2,5}")
_TOKEN = re.compile(r"x(ox[a-z]|app|oxe\.xox[a-z])-")


def quoted(value: object) -> str:
    """Quote a value; of what looks like a secret (20 characters and more without a space) the head and the length."""
    text = str(value)
    if _TOKEN.match(text) or (len(text) >= LONGEST and not any(c.isspace() for c in text) and not _harmless(text)):
        return f"{text[:4] + '…'!r} ({len(text)} characters)"
    return repr(text)


def _harmless(text: str) -> bool:
    return len(text) <= 200 and _NAME_OR_PATH.fullmatch(text) is not None  # noqa: PLR2004
