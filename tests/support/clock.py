"""A clock that jumps: virtual time moves on only when the event loop has nothing left to do."""

import asyncio
import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

START = datetime(2026, 11, 22, 6, 0, 0, tzinfo=UTC)
IDLE_SECONDS = 0.015


class JumpingClock:
    """`now`, `sleep` and `timeout` in virtual time.

    While it is attached to the running loop it watches the loop's selector: if nothing became ready for
    `IDLE_SECONDS` of real time, everybody who is left waits for time to pass, so time passes.
    """

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._due: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._number = itertools.count()
        self.jumping = True
        self._busy: list[Callable[[], bool]] = []

    def hold_while(self, busy: Callable[[], bool]) -> None:
        """Let no time pass while something outside the loop (a database's thread) is at work."""
        self._busy.append(busy)

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        await self._alarm(seconds)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[asyncio.Timeout]:
        return _Deadline(self, seconds)

    def advance(self, seconds: float) -> None:
        """Move time on by hand, and wake whoever was waiting for a moment up to then."""
        until = self._now + timedelta(seconds=seconds)
        while self._due and self._due[0][0] <= until:
            at, _, alarm = heapq.heappop(self._due)
            self._now = max(self._now, at)
            if not alarm.done():
                alarm.set_result(None)
        self._now = until

    @contextmanager
    def attached(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        """Watch `loop` for idleness until the block ends."""
        selector: Any = loop._selector  # type: ignore[attr-defined]
        select = selector.select

        def watch(timeout: float | None = None) -> list[Any]:
            if not self.jumping or (timeout is not None and timeout <= IDLE_SECONDS):
                return list(select(timeout))
            events = list(select(IDLE_SECONDS))
            if not events and not any(busy() for busy in self._busy):
                self._jump()
            return events

        selector.select = watch
        try:
            yield
        finally:
            selector.select = select

    def _alarm(self, seconds: float) -> asyncio.Future[None]:
        alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._due, (self._now + timedelta(seconds=seconds), next(self._number), alarm))
        return alarm

    def _jump(self) -> None:
        while self._due and self._due[0][2].done():
            heapq.heappop(self._due)
        if self._due:
            self.advance((self._due[0][0] - self._now).total_seconds())


class _Deadline:
    def __init__(self, clock: JumpingClock, seconds: float) -> None:
        self._clock, self._seconds = clock, seconds
        self._real = asyncio.timeout(None)
        self._alarm: asyncio.Future[None] | None = None

    async def __aenter__(self) -> asyncio.Timeout:
        entered = await self._real.__aenter__()
        self._alarm = self._clock._alarm(self._seconds)
        self._alarm.add_done_callback(self._strike)
        return entered

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        if self._alarm is not None:
            self._alarm.cancel()
        await self._real.__aexit__(kind, error, trace)
        return None

    def _strike(self, alarm: asyncio.Future[None]) -> None:
        if not alarm.cancelled():
            self._real.reschedule(asyncio.get_running_loop().time())
