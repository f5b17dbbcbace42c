"""The engines: how each of the two databases is opened, so that what was committed stays."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.adapters.ledger.whereabouts import Regions, nowhere, options_of
from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+psycopg"
CONNECT_SECONDS = 3
STATEMENT_SECONDS = 5
# WAL lets readers read while one writes; FULL survives the loss of power, not only of the process.
# What is erased is overwritten in the file, not only forgotten.
WRITER = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
READER = ("foreign_keys=ON", "query_only=ON")


def parsed(url: str) -> URL:
    """Read a database's address; raises `SettingsError` for one that no ledger can be kept in."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise SettingsError(f"DATABASE_URL is no address: use {SQLITE}:///hangup.db") from error
    if address.drivername not in {SQLITE, POSTGRESQL}:
        raise SettingsError(f"DATABASE_URL must begin with {SQLITE}:// or {POSTGRESQL}://")
    if address.drivername == SQLITE and address.database in {None, "", ":memory:"}:
        raise SettingsError(f"DATABASE_URL names no file, and memory is no ledger: use {SQLITE}:///hangup.db")
    return address


def file_engine(
    address: URL, *, busy_seconds: float, connections: int, writes: bool, regions: Regions = nowhere
) -> Engine:
    """Open a SQLite file; a writing transaction takes the lock at its beginning, so that it never fails half-way."""
    engine = create_engine(
        address.set(drivername="sqlite"),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        execution_options=options_of(regions),
        # A connection goes from thread to thread, and is one's alone as long as a transaction lasts.
        connect_args={"timeout": busy_seconds, "isolation_level": None, "check_same_thread": False},
    )

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def connect(dbapi_connection: Any, _record: object) -> None:
        cursor = dbapi_connection.cursor()
        for pragma in WRITER if writes else READER:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "begin", begin)
    event.listen(engine, "connect", connect)
    return engine


def postgresql_engine(
    address: URL, *, busy_seconds: float, connections: int, regions: Regions = nowhere
) -> "AsyncEngine":
    """Open a PostgreSQL database; no lock, statement or dead network is waited for without end."""
    from sqlalchemy.ext.asyncio import create_async_engine

    return create_async_engine(
        address,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        execution_options=options_of(regions),
        connect_args=_bounds(busy_seconds),
    )


def plain_engine(address: URL, *, busy_seconds: float) -> Engine:
    """Open a PostgreSQL database for one connection in a thread, with the same bounds."""
    return create_engine(address, pool_size=1, max_overflow=0, hide_parameters=True, connect_args=_bounds(busy_seconds))


def _bounds(busy_seconds: float) -> dict[str, object]:
    limits = {
        "lock_timeout": round(busy_seconds * 1000),
        "statement_timeout": STATEMENT_SECONDS * 1000,
        "idle_in_transaction_session_timeout": STATEMENT_SECONDS * 2000,
    }
    return {
        "connect_timeout": CONNECT_SECONDS,
        "tcp_user_timeout": STATEMENT_SECONDS * 1000,
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
    }
