"""As much YAML as a manifest needs: mappings, lists, words, numbers and truths, in block style.

https://yaml.org/spec/1.2.2/
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

# Words that need no quotes: no sign that YAML reads something into, no space at an end.
_PLAIN = re.compile(r"[A-Za-z_/](?:[\w ,./()-]|:(?=\S)|'(?=\w))*(?<! )", re.ASCII)
_READ_AS_SOMETHING = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def yaml(document: Mapping[str, object]) -> str:
    """Write a document; what is not plainly a word is quoted as in JSON, which YAML reads alike."""
    return "".join(f"{line}\n" for line in _mapping(document))


def _mapping(document: Mapping[str, object]) -> Iterator[str]:
    for key, value in document.items():
        yield from _named(_scalar(key), value)


def _named(name: str, value: object) -> Iterator[str]:
    lines = _block(value)
    if lines is None:
        yield f"{name}: {_scalar(value)}"
        return
    yield f"{name}:"
    for line in lines:
        yield f"  {line}"


def _sequence(items: Sequence[object]) -> Iterator[str]:
    for item in items:
        lines = _block(item)
        for place, line in enumerate([_scalar(item)] if lines is None else lines):
            yield f"{'  ' if place else '- '}{line}"


def _block(value: object) -> Iterator[str] | None:
    """Write what has parts line by line; None for what fits on its parent's line."""
    if isinstance(value, Mapping) and value:
        return _mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return _sequence(value)
    return None


def _scalar(value: object) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _READ_AS_SOMETHING:
        return value
    return json.dumps(value, ensure_ascii=False)
