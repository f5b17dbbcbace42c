"""A connection as the queries know it: SQLAlchemy's own to a server, and a stand-in for it to a file."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import CursorResult, Dialect, Executable, ScalarResult


class Engine(Protocol):
    """As much of an engine as the queries use."""

    def get_execution_options(self) -> Mapping[str, Any]:
        """Give what it was told for all of its connections."""
        ...


class AsyncConnection(Protocol):
    """As much of SQLAlchemy's class of this name as the queries use; that one loads the whole mapper besides."""

    @property
    def dialect(self) -> Dialect:
        """The database's own ways."""
        ...

    @property
    def engine(self) -> Engine:
        """What the connection is of."""
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
