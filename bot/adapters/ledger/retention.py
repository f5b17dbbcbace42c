"""Retention: the oldest lines go, behind a checkpoint that keeps the rest of the chain provable."""

from datetime import datetime

from sqlalchemy import delete, func, select

from bot.adapters.ledger.chain import checkpoint, lock
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.entries import append
from bot.adapters.ledger.tables import cards, disconnections, entries, flights, particulars, rechecks
from bot.adapters.ledger.verification import RETAINED
from bot.ports import Entry, Head

BATCH = 1000


async def mark(connection: AsyncConnection, before: datetime, at: datetime, by: str, reason: str) -> Head | None:
    """Write the checkpoint: everything before the first line that is new enough may go. None if nothing may."""
    head = await lock(connection)
    kept = await connection.scalar(select(entries.c.id).where(entries.c.at >= before).order_by(entries.c.id).limit(1))
    number = head.number if kept is None else kept - 1
    done = await connection.scalar(select(func.max(entries.c.through)).where(entries.c.through.is_not(None)))
    if number <= (done or 0):
        return None
    digest = await connection.scalar(select(entries.c.hash).where(entries.c.id == number))
    if digest is None:
        return None
    through = Head(number, digest)
    entry = Entry(at, by, RETAINED, org="", conversation_id="", reason=reason, detail=checkpoint(through))
    await append(connection, entry, through=number)
    return through


async def bounds(connection: AsyncConnection) -> tuple[int, int]:
    """Tell the first line that is there, and the one up to which lines may go; (1, 0) if there is nothing to do."""
    first = await connection.scalar(select(func.min(entries.c.id)))
    through = await connection.scalar(select(func.max(entries.c.through)).where(entries.c.through.is_not(None)))
    return first or 1, through or 0


async def remove(connection: AsyncConnection, first: int, through: int) -> int:
    """Remove so many lines from `first` on as one transaction should; returns the next number."""
    until = min(first + BATCH, through + 1)
    await connection.execute(delete(particulars).where(particulars.c.entry_id < until))
    await connection.execute(delete(entries).where(entries.c.id < until))
    return until


async def forget(connection: AsyncConnection, before: datetime) -> bool:
    """Remove old settled demands and old cards, so many at a time; False when there are no more."""
    busy = select(flights.c.disconnection_id).union_all(select(rechecks.c.disconnection_id))
    old = select(disconnections.c.id).where(disconnections.c.settled_at < before, disconnections.c.id.not_in(busy))
    gone = await connection.execute(delete(disconnections).where(disconnections.c.id.in_(old.limit(BATCH))))
    await connection.execute(delete(cards).where(cards.c.posted_at < before))
    return gone.rowcount == BATCH
