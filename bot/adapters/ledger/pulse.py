"""The pulse: proof that the ledger is of this version and can be written."""

from datetime import datetime

from sqlalchemy import column, insert, select, table, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import REVISION, pulse
from bot.adapters.ledger.trouble import MISSING
from bot.domain.errors import LedgerUnavailableError


async def beat(connection: AsyncConnection, now: datetime) -> None:
    """Compare the version and rewrite the one line; raises `LedgerUnavailableError` for another version."""
    version = await connection.scalar(select(table("alembic_version", column("version_num")).c.version_num))
    if version != REVISION:
        raise LedgerUnavailableError(MISSING)
    written = await connection.execute(update(pulse).where(pulse.c.id == 1).values(at=now))
    if written.rowcount == 0:
        await connection.execute(insert(pulse).values(id=1, at=now))
