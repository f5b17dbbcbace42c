"""Leaving out what libraries load only because it is installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Let whoever imports these modules inside the block find that they are not installed; what is loaded stays."""
    left_out = [name for name in modules if name not in sys.modules]
    # https://docs.python.org/3/reference/import.html#the-module-cache : None makes an import fail.
    sys.modules.update(dict.fromkeys(left_out))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in left_out:
            sys.modules.pop(name, None)
