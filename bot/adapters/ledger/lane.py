"""A lane to the database: so many transactions at a time, each whole whatever becomes of who asked for it."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.direct import done_by
from bot.adapters.ledger.trouble import TOO_LATE, is_collision, unavailable
from bot.adapters.ledger.turns import Turns
from bot.domain.errors import LedgerUnavailableError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")
E = TypeVar("E", "AsyncEngine", Engine)
ATTEMPTS = 3
Work = Callable[[AsyncConnection], Awaitable[T]]


class Lane(Generic[E]):
    """Runs transactions on one engine, `width` at a time.

    `patience` is how long, in seconds of real time, one waits for its turn: the network and other programs do not know
    the house's clock.
    """

    def __init__(self, engine: E, width: int, patience: float) -> None:
        self.engine: E = engine
        self._turns = Turns(width)
        self._patience = patience
        self._running: set[asyncio.Task[object]] = set()

    async def run(self, work: Work[T], *, pressing: bool = False) -> T:
        """Do `work` in one transaction, again from the start if two writers met; what is pressing goes first.

        Who is cancelled while waiting for a turn leaves nothing behind; once begun, a transaction is carried to its
        end, so that a connection is never abandoned half-way. Raises `LedgerUnavailableError`.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.take(pressing=pressing)
        except TimeoutError as error:
            raise LedgerUnavailableError(TOO_LATE) from error
        task = asyncio.ensure_future(self._transact(work))
        self._running.add(task)
        task.add_done_callback(self._leave)
        return await asyncio.shield(task)

    @property
    def busy(self) -> bool:
        """Whether a transaction is under way."""
        return bool(self._running)

    async def idle(self) -> None:
        """Wait until what is under way at this moment has come to its end."""
        if self._running:
            await asyncio.wait(set(self._running))

    async def close(self) -> None:
        """Let what is under way end, then let go of the connections."""
        raise NotImplementedError

    async def _attempt(self, work: Work[T]) -> T:
        raise NotImplementedError

    async def _transact(self, work: Work[T]) -> T:
        attempt = 1
        while True:
            try:
                return await self._attempt(work)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                if attempt == ATTEMPTS or not is_collision(error):
                    raise unavailable(error) from error
            attempt += 1

    def _leave(self, task: "asyncio.Task[T]") -> None:
        self._running.discard(task)
        self._turns.give_back()
        if not task.cancelled():
            task.exception()  # whoever asked may be gone by now; asyncio would complain that nobody looked


class NetworkLane(Lane["AsyncEngine"]):
    """A lane to a server; `limit` is how many seconds of real time a transaction may take."""

    def __init__(self, engine: "AsyncEngine", width: int, patience: float, limit: float) -> None:
        super().__init__(engine, width, patience)
        self._limit = limit

    async def close(self) -> None:
        """Let what is under way end, then let go of the connections."""
        await self.idle()
        await self.engine.dispose()

    async def _attempt(self, work: Work[T]) -> T:
        async with asyncio.timeout(self._limit), self.engine.begin() as connection:
            return await work(connection)


class FileLane(Lane[Engine]):
    """A lane to a file: a whole transaction in a thread.

    To cross over to a thread and back for each statement would cost more than the statements.
    """

    def __init__(self, engine: Engine, width: int, patience: float) -> None:
        super().__init__(engine, width, patience)
        self._threads = ThreadPoolExecutor(width, "ledger")

    async def close(self) -> None:
        """Let what is under way end, then let go of the connections."""
        await self.idle()
        self.engine.dispose()
        self._threads.shutdown()

    async def _attempt(self, work: Work[T]) -> T:
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: context.run(done_by, self.engine, work)
        )
