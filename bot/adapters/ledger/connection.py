"""A connection as the queries know it: SQLAlchemy's own to a server, and a stand-in for it to a file."""

from typing import Any, Protocol

from sqlalchemy import CursorResult, Dialect, Executable, ScalarResult


class AsyncConnection(Protocol):
    """As much of SQLAlchemy's class of this name as the queries use; that one loads the whole mapper besides."""

    @property
    def dialect(self) -> Dialect:
        """The database's own ways."""
        ...

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement."""
        ...

    async def scalar(self, statement: Executable, parameters: Any = None, /) -> Any:
        """Give the first column of the first row."""
        ...

    async def scalars(self, statement: Executable, parameters: Any = None, /) -> ScalarResult[Any]:
        """Give the first column of each row."""
        ...
