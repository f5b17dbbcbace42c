"""What is being done right now: a spinner on a terminal, plain lines elsewhere; always on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(words: str) -> Iterator[Callable[[str], None]]:
    """Say what is being done while the block runs; call what it gives to say what is done next."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False)
    if console.is_terminal:
        with console.status(words) as status:
            yield status.update
    else:
        console.print(words)
        yield console.print
