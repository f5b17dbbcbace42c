"""The queries without a loop: on a connection that answers at once nothing has to be waited for."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable, ScalarResult

from bot.adapters.ledger.connection import AsyncConnection

T = TypeVar("T")


class Direct:
    """An `AsyncConnection` whose answers are there already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """The database's own ways."""
        return self._connection.dialect

    @property
    def engine(self) -> Engine:
        """What the connection is of."""
        return self._connection.engine

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement."""
        return self._connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None, /) -> Any:
        """Give the first column of the first row."""
        return self._connection.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None, /) -> ScalarResult[Any]:
        """Give the first column of each row."""
        return self._connection.scalars(statement, parameters)


def done_by(engine: Engine, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """Do work in one transaction, in the thread that calls."""
    with engine.begin() as connection:
        doing = cast("Coroutine[Any, Any, T]", work(Direct(connection)))
        try:
            doing.send(None)
        except StopIteration as end:
            return cast("T", end.value)
        doing.close()
        raise RuntimeError("a transaction waits for nothing but its database")
