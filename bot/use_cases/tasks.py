"""Work that goes on after Slack was answered, so that a shutdown can wait for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


class Tasks:
    """The work in progress of this process. The event loop keeps only weak references: this keeps real ones."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self.draining = False

    def start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        """Start work; an error that nobody handled is logged."""
        task = asyncio.create_task(self._logged(work, name), name=name)
        # Cancelled before its first step, it would leave the work behind, begun by nobody.
        task.add_done_callback(lambda _: work.close())
        self.keep(task)

    def keep(self, task: asyncio.Task[Any]) -> None:
        """Count somebody else's task as work in progress."""
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @property
    def running(self) -> int:
        """How many pieces of work are in progress."""
        return len(self._running)

    async def drain(self, seconds: float) -> int:
        """Wait for all work, at most so long; returns how many were left, which are then cancelled."""
        self.draining = True
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while waiting := self._others():
            # Waits once even for no time: work that never began could not be cancelled in good order.
            await asyncio.wait(waiting, timeout=max(0.0, until - loop.time()))
            # What is at work may start more: a look-up ends, and its answer is posted.
            if loop.time() >= until:
                break
        left = self._others()
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)

    def _others(self) -> set[asyncio.Task[Any]]:
        return {task for task in self._running if task is not asyncio.current_task()}

    @staticmethod
    async def _logged(work: Coroutine[Any, Any, object], name: str) -> None:
        try:
            await work
        except Exception:
            log.exception("task.failed", task=name)
