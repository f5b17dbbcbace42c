"""Bringing a database's tables to the version of this program."""

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Engine, column, select, table
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.ledger.engines import SQLITE, file_engine, parsed, plain_engine
from bot.adapters.ledger.tables import REVISION
from bot.adapters.ledger.trouble import unavailable

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 10.0
# alembic keeps what it is at work on in globals. A thread's lock: an event loop's own would be bound to that loop.
_one_at_a_time = threading.Lock()


async def migrate(url: str) -> None:
    """Bring the database at `url` to the latest version, all of it or nothing; harmless if it is there already.

    Raises `SettingsError` for an address that no ledger can be kept in, else `LedgerUnavailableError`.
    """
    address = parsed(url)
    await asyncio.to_thread(_migrated, address)


def _migrated(address: URL) -> None:
    with _one_at_a_time:
        _brought_up(address)


def _brought_up(address: URL) -> None:
    if address.drivername == SQLITE:
        engine = file_engine(address, busy_seconds=BUSY_SECONDS, connections=1, writes=True)
    else:
        engine = plain_engine(address, busy_seconds=BUSY_SECONDS)
    try:
        if _is_current(engine):
            return
        with engine.begin() as connection:
            upgrade(connection)
    except (SQLAlchemyError, OSError) as error:
        raise unavailable(error) from error
    finally:
        engine.dispose()


def _is_current(engine: Engine) -> bool:
    """Tell whether there is nothing to do: a start that finds the latest version does not load alembic."""
    version = select(table("alembic_version", column("version_num")).c.version_num)
    try:
        with engine.begin() as connection:
            return list(connection.scalars(version)) == [REVISION]
    except SQLAlchemyError:
        return False  # there is none yet; what else may be the matter, the migration says


def upgrade(connection: "Connection", revision: str = "head") -> None:
    """Run the migrations up to a version inside the transaction of `connection`."""
    from alembic import command

    configuration = _configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)


def _configuration() -> "Config":
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration
