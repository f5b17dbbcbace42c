"""What a piece of work costs a platform: its requests, counted where they are sent, sign-ins aside."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    """How many requests were sent so far, tries included."""

    requests: int = 0


_running: ContextVar[tuple[Meter, ...]] = ContextVar("meters", default=())


@contextmanager
def metered() -> Iterator[Meter]:
    """Count what is sent in this block, and in the tasks that it starts; within another, both count."""
    meter = Meter()
    token = _running.set((*_running.get(), meter))
    try:
        yield meter
    finally:
        _running.reset(token)


def count_request() -> None:
    """Count a request that is about to be sent."""
    for meter in _running.get():
        meter.requests += 1
