"""Sendings: whose turn it is, reckoned for all processes together."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, false, func, insert, or_, select, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.letters import letter_of
from bot.adapters.ledger.tables import outbox, pauses, sendings
from bot.domain.letter import Allowance, Posting, Urgency, Way

MINUTE = timedelta(minutes=1)
SOON = timedelta(seconds=1)
LOCK = 0x48414E47555001  # any number does, as long as nobody else on the database uses it
_table = outbox.c


async def take(
    connection: AsyncConnection, owner: str, now: datetime, until: datetime, allowed: Allowance
) -> Posting | datetime | None:
    """Take the most urgent letter that may be sent now, the one that waits for longest first."""
    if (await connection.execute(select(_table.id).limit(1))).first() is None:
        return None
    if connection.dialect.name == "postgresql":
        # Two that decide at once would both send what one may; on SQLite the transaction itself keeps them apart.
        await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    await connection.execute(delete(sendings).where(sendings.c.at <= now - MINUTE))
    next_moments: list[datetime] = []
    ways = await _open_ways(connection, now, allowed, next_moments)
    conditions = [and_(_table.way == way.value, _table.urgency.in_(kinds)) for way, kinds in ways.items()]
    gap = timedelta(seconds=allowed.channel_seconds)
    recent = select(sendings.c.channel).where(sendings.c.way == Way.POST.value, sendings.c.at > now - gap)
    leased = and_(_table.owner.is_not(None), _table.lease_until >= now)
    busy = outbox.alias("busy")
    turn = (
        select(outbox)
        .where(
            or_(false(), *conditions),
            ~leased,
            _table.not_before <= now,
            _table.channel.not_in(select(busy.c.channel).where(busy.c.owner.is_not(None), busy.c.lease_until >= now)),
            or_(_table.way != Way.POST.value, _table.channel.not_in(recent)),
        )
        .order_by(_table.urgency, _table.queued_at, _table.id)
        .limit(1)
    )
    while (row := (await connection.execute(turn)).mappings().first()) is not None:
        if row["subject"] and await _is_stale(connection, row["subject"], row["id"]):
            await connection.execute(delete(outbox).where(_table.id == row["id"]))
            continue
        await connection.execute(
            update(outbox)
            .where(_table.id == row["id"])
            # Until Slack has answered nobody knows whether it has the letter.
            .values(owner=owner, lease_until=until, attempts=_table.attempts + 1, unsure=True)
        )
        await count(connection, Way(row["way"]), row["channel"], now)
        return Posting(row["id"], owner, letter_of(row), attempts=row["attempts"], repeated=row["unsure"])
    return await _next_moment(connection, now, gap if Way.POST in ways else None, next_moments)


async def count(connection: AsyncConnection, way: Way, channel: str, at: datetime) -> None:
    """Count one sending against the allowance."""
    await connection.execute(insert(sendings).values(way=way.value, channel=channel, at=at))


async def pause(connection: AsyncConnection, way: Way, until: datetime) -> None:
    """Let no process send this way until a moment; a longer pause stays."""
    row = (await connection.execute(select(pauses.c.until).where(pauses.c.way == way.value))).first()
    if row is None:
        await connection.execute(insert(pauses).values(way=way.value, until=until))
    elif row[0] < until:
        await connection.execute(update(pauses).where(pauses.c.way == way.value).values(until=until))


async def _open_ways(
    connection: AsyncConnection, now: datetime, allowed: Allowance, next_moments: list[datetime]
) -> dict[Way, list[int]]:
    """List what may be sent: the ways, and for each the urgencies that something is left of the minute for."""
    counted = select(sendings.c.way, func.count(), func.min(sendings.c.at, type_=sendings.c.at.type))
    sums = {row[0]: (row[1], row[2]) for row in await connection.execute(counted.group_by(sendings.c.way))}
    paused = {row.way: row.until for row in await connection.execute(select(pauses).where(pauses.c.until > now))}
    ways: dict[Way, list[int]] = {}
    for way in Way:
        so_many, oldest = sums.get(way.value, (0, now))
        if way.value in paused:
            next_moments.append(paused[way.value])
            continue
        urgencies = [urgency.value for urgency in Urgency if so_many < allowed.of(way, urgency)]
        if len(urgencies) < len(Urgency):
            next_moments.append(oldest + MINUTE)
        if urgencies:
            ways[way] = urgencies
    return ways


async def _is_stale(connection: AsyncConnection, subject: str, number: int) -> bool:
    newer = select(_table.id).where(_table.subject == subject, _table.id > number).limit(1)
    return (await connection.execute(newer)).first() is not None


async def _next_moment(
    connection: AsyncConnection, now: datetime, gap: timedelta | None, moments: list[datetime]
) -> datetime | None:
    """Tell when to look again: something was sent by then, or may be; `gap` is between two posts, where any may go."""
    if (await connection.execute(select(_table.id).limit(1))).first() is None:
        return None
    kind = _table.not_before.type
    asked = (
        select(func.min(_table.not_before, type_=kind)).where(_table.not_before > now),
        select(func.min(_table.lease_until, type_=kind)).where(_table.owner.is_not(None), _table.lease_until >= now),
    )
    for query in asked:
        found = await connection.scalar(query)
        if found is not None:
            moments.append(found + timedelta(milliseconds=1))
    if gap is not None:
        posts = (sendings.c.way == Way.POST.value, sendings.c.at > now - gap)
        last = await connection.scalar(select(func.min(sendings.c.at, type_=sendings.c.at.type)).where(*posts))
        if last is not None:
            moments.append(last + gap)
    return min((moment for moment in moments if moment > now), default=now + SOON)
