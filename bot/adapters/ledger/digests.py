"""The digest: what happened in a time, and which days' digests went out."""

from datetime import datetime

from sqlalchemy import func, insert, or_, select

from bot.adapters.ledger import letters
from bot.adapters.ledger.alert_tables import alerts, digests, mutes
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import disconnections
from bot.domain.digest import Happenings, PastAlert
from bot.domain.disconnection import Outcome
from bot.domain.letter import Letter


async def happenings(connection: AsyncConnection, since: datetime, until: datetime) -> Happenings:
    """Gather the alerts that were raised, closed or open in a time, and the refusals by cause."""
    table, demand = alerts.c, disconnections.c
    wanted = select(table.rule, table.raised_at, table.closed_at, table.by, table.quiet).where(
        ~table.gathers, table.raised_at < until, or_(table.closed_at.is_(None), table.closed_at >= since)
    )
    rows = (await connection.execute(wanted)).mappings()
    past = tuple(
        PastAlert(r["rule"], r["raised_at"], r["closed_at"], r["by"] if r["closed_at"] else "", r["quiet"])
        for r in rows
    )
    refused = (
        select(demand.cause, func.count())
        .where(demand.outcome == Outcome.REFUSED.value, demand.settled_at >= since, demand.settled_at < until)
        .group_by(demand.cause)
    )
    refusals = {str(cause or "not_proven"): int(count) for cause, count in await connection.execute(refused)}
    muted = (await connection.scalars(select(mutes.c.rule).order_by(mutes.c.rule))).all()
    return Happenings(past, refusals, tuple(muted))


async def last(connection: AsyncConnection) -> str | None:
    """Tell the last day that is claimed."""
    day: str | None = await connection.scalar(select(func.max(digests.c.day)))
    return day


async def claim(connection: AsyncConnection, day: str, at: datetime, letter: Letter) -> bool:
    """Put a day's digest into the outbox, once; two at once collide on the primary key, and the second looks again."""
    if await connection.scalar(select(digests.c.day).where(digests.c.day == day)) is not None:
        return False
    await connection.execute(insert(digests).values(day=day, at=at))
    await letters.put(connection, (letter,))
    return True
