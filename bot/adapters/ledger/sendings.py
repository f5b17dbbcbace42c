"""Sendings: whose turn it is, reckoned for all processes together."""

from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Select, and_, bindparam, delete, false, func, insert, or_, select, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.letters import letter_of
from bot.adapters.ledger.tables import outbox, pauses, sendings
from bot.domain.letter import Allowance, Posting, Urgency, Way

MINUTE = timedelta(minutes=1)
SOON = timedelta(seconds=1)
LOCK = 0x48414E47555001  # any number does, as long as nobody else on the database uses it
_table = outbox.c
# Made once: to make such statements costs SQLAlchemy more than the database to carry them out.
_MOMENT = _table.not_before.type
_NOW, _RECENTLY = bindparam("now", type_=_MOMENT), bindparam("recently", type_=_MOMENT)
_ANY = select(_table.id).limit(1)
_PASSED = delete(sendings).where(sendings.c.at <= bindparam("before"))
_SENDING = insert(sendings)
_COUNTED = select(sendings.c.way, func.count(), func.min(sendings.c.at, type_=_MOMENT)).group_by(sendings.c.way)
_PAUSES = select(pauses).where(pauses.c.until > _NOW)
_NOT_BEFORE = select(func.min(_table.not_before, type_=_MOMENT)).where(_table.not_before > _NOW)
_LEASED_UNTIL = select(func.min(_table.lease_until, type_=_MOMENT)).where(
    _table.owner.is_not(None), _table.lease_until >= _NOW
)
_POSTED = (sendings.c.way == Way.POST.value, sendings.c.at > _RECENTLY)
_LAST_POST = select(func.min(sendings.c.at, type_=_MOMENT)).where(*_POSTED)


async def take(
    connection: AsyncConnection, owner: str, now: datetime, until: datetime, allowed: Allowance
) -> Posting | datetime | None:
    """Take the most urgent letter that may be sent now, the one that waits for longest first."""
    if (await connection.execute(_ANY)).first() is None:
        return None
    if connection.dialect.name == "postgresql":
        # Two that decide at once would both send what one may; on SQLite the transaction itself keeps them apart.
        await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    await connection.execute(_PASSED, {"before": now - MINUTE})
    next_moments: list[datetime] = []
    ways = await _open_ways(connection, now, allowed, next_moments)
    gap = timedelta(seconds=allowed.channel_seconds)
    turn = _turn(tuple((way, tuple(kinds)) for way, kinds in ways.items()))
    moments = {"now": now, "recently": now - gap}
    while (row := (await connection.execute(turn, moments)).mappings().first()) is not None:
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
    await connection.execute(_SENDING, {"way": way.value, "channel": channel, "at": at})


async def pause(connection: AsyncConnection, way: Way, until: datetime) -> None:
    """Let no process send this way until a moment; a longer pause stays."""
    row = (await connection.execute(select(pauses.c.until).where(pauses.c.way == way.value))).first()
    if row is None:
        await connection.execute(insert(pauses).values(way=way.value, until=until))
    elif row[0] < until:
        await connection.execute(update(pauses).where(pauses.c.way == way.value).values(until=until))


@lru_cache
def _turn(ways: tuple[tuple[Way, tuple[int, ...]], ...]) -> Select[tuple[object, ...]]:
    """Make the question whose turn it is, when of these ways these urgencies may be sent."""
    conditions = [and_(_table.way == way.value, _table.urgency.in_(kinds)) for way, kinds in ways]
    leased = and_(_table.owner.is_not(None), _table.lease_until >= _NOW)
    busy = outbox.alias("busy")
    return (
        select(outbox)
        .where(
            or_(false(), *conditions),
            ~leased,
            _table.not_before <= _NOW,
            _table.channel.not_in(select(busy.c.channel).where(busy.c.owner.is_not(None), busy.c.lease_until >= _NOW)),
            or_(_table.way != Way.POST.value, _table.channel.not_in(select(sendings.c.channel).where(*_POSTED))),
        )
        .order_by(_table.urgency, _table.queued_at, _table.id)
        .limit(1)
    )


async def _open_ways(
    connection: AsyncConnection, now: datetime, allowed: Allowance, next_moments: list[datetime]
) -> dict[Way, list[int]]:
    """List what may be sent: the ways, and for each the urgencies that something is left of the minute for."""
    sums = {row[0]: (row[1], row[2]) for row in await connection.execute(_COUNTED)}
    paused = {row.way: row.until for row in await connection.execute(_PAUSES, {"now": now})}
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
    if (await connection.execute(_ANY)).first() is None:
        return None
    for query in (_NOT_BEFORE, _LEASED_UNTIL):
        found = await connection.scalar(query, {"now": now})
        if found is not None:
            moments.append(found + timedelta(milliseconds=1))
    if gap is not None:
        last = await connection.scalar(_LAST_POST, {"recently": now - gap})
        if last is not None:
            moments.append(last + gap)
    return min((moment for moment in moments if moment > now), default=now + SOON)
