"""The signals that end a program: the first asks it to finish its work, the second ends it at once."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_BY_SIGNAL = 128


@contextmanager
def stopping() -> Iterator[asyncio.Event]:
    """Give an event that the first SIGTERM or SIGINT sets; the second ends the process there and then."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def stop(number: int) -> None:
        if asked.is_set():
            os._exit(_BY_SIGNAL + number)
        asked.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop, one)
    try:
        yield asked
    finally:
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)
