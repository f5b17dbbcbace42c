"""The engines: how each of the two databases is opened, so that what was committed stays."""

import sqlite3
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.errors import SettingsError

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


def sqlite_engine(address: URL, *, busy_seconds: float, connections: int, writes: bool) -> AsyncEngine:
    """Open a SQLite file; a writing transaction takes the lock at its beginning, so that it never fails half-way."""
    engine = create_async_engine(
        address,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": busy_seconds, "isolation_level": None},
    )

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def connect(dbapi_connection: Any, _record: object) -> None:
        try:
            cursor = dbapi_connection.cursor()
            for pragma in WRITER if writes else READER:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        except BaseException:
            dbapi_connection.close()  # else its thread would outlive the loop
            raise

    event.listen(engine.sync_engine, "begin", begin)
    event.listen(engine.sync_engine, "do_connect", _prove_openable)
    event.listen(engine.sync_engine, "connect", connect)
    return engine


def postgresql_engine(address: URL, *, busy_seconds: float, connections: int) -> AsyncEngine:
    """Open a PostgreSQL database; no lock, statement or dead network is waited for without end."""
    limits = {
        "lock_timeout": round(busy_seconds * 1000),
        "statement_timeout": STATEMENT_SECONDS * 1000,
        "idle_in_transaction_session_timeout": STATEMENT_SECONDS * 2000,
    }
    return create_async_engine(
        address,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": STATEMENT_SECONDS * 1000,
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        },
    )


def _prove_openable(_dialect: object, _record: object, arguments: Any, options: Any) -> None:
    """Open the file and close it, so that the driver is never asked for one that can't be opened.

    Its thread would then answer a loop that may be closed by now: https://github.com/omnilib/aiosqlite/issues/241
    """
    sqlite3.connect(*arguments, **options).close()
