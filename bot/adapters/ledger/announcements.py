"""Announcements: on which days the head went out, so that of several processes one sends it."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.adapters.ledger.chain import head
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import announcements
from bot.ports import Head


async def claim(connection: AsyncConnection, day: str, at: datetime) -> Head | None:
    """Claim a day; None if it is taken. Two at once collide on the primary key, and the second looks again."""
    if await connection.scalar(select(announcements.c.day).where(announcements.c.day == day)) is not None:
        return None
    now = await head(connection)
    await connection.execute(insert(announcements).values(day=day, at=at, number=now.number, hash=now.hash))
    return now


async def release(connection: AsyncConnection, day: str) -> None:
    """Give a day back."""
    await connection.execute(delete(announcements).where(announcements.c.day == day))
