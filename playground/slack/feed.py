"""The change feed: whatever becomes visible in the workspace is published here once, and waiters wake."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]


class Feed:
    """Publishes events to everyone who listens; nothing is kept for those who come later."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Event | None]] = set()
        self._waiters: set[asyncio.Future[None]] = set()

    def publish(self, event: Event) -> None:
        """Hand an event to all listeners and wake all waiters."""
        for queue in self._queues:
            queue.put_nowait(event)
        self.wake()

    def wake(self) -> None:
        """Wake the waiters without an event: something countable changed, such as a log."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def end(self) -> None:
        """Tell every listener that nothing more comes (None in its queue)."""
        for queue in self._queues:
            queue.put_nowait(None)

    @contextmanager
    def listening(self) -> Iterator["asyncio.Queue[Event | None]"]:
        """Give a queue that receives every event while the block lasts."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the condition is true, looking again after each change; a LookupError in it counts as not yet."""
        while not _holds(condition):
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            try:
                await waiter
            finally:
                self._waiters.discard(waiter)


def _holds(condition: Callable[[], object]) -> bool:
    try:
        return bool(condition())
    except LookupError:
        return False
