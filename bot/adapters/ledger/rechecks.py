"""Rechecks: demands that were not confirmed, to be read again later."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.demands import find
from bot.adapters.ledger.tables import rechecks
from bot.domain.disconnection import Disconnection


async def plan(connection: AsyncConnection, disconnection_id: str, due: datetime, number: int) -> None:
    """Note a recheck; the same number again moves it."""
    moved = await connection.execute(
        update(rechecks)
        .where(rechecks.c.disconnection_id == disconnection_id, rechecks.c.number == number)
        .values(due=due)
    )
    if moved.rowcount == 0:
        await connection.execute(insert(rechecks).values(disconnection_id=disconnection_id, due=due, number=number))


async def take(connection: AsyncConnection, now: datetime) -> tuple[Disconnection, int] | None:
    """Take the recheck that is due for longest off the list; what another process is taking is passed over."""
    query = (
        select(rechecks)
        .where(rechecks.c.due <= now)
        .order_by(rechecks.c.due, rechecks.c.disconnection_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    await connection.execute(
        delete(rechecks).where(
            rechecks.c.disconnection_id == row["disconnection_id"], rechecks.c.number == row["number"]
        )
    )
    demand = await find(connection, row["disconnection_id"])
    return None if demand is None else (demand, int(row["number"]))
