"""Demands: placed once, kept apart, taken step by step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b

from sqlalchemy import ColumnElement, Update, bindparam, delete, func, insert, literal, or_, select, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.entries import append, line_of
from bot.adapters.ledger.rows import demand_of, row_of, step_row_of
from bot.adapters.ledger.tables import disconnections, flights, outbox
from bot.domain.disconnection import LEASE_SECONDS, Disconnection, Outcome, PastAct
from bot.ports import Placed

IN_FLIGHT = tuple(outcome.value for outcome in Outcome if outcome.in_flight)
_table = disconnections.c
# Statements that every act needs are made once: to make one costs SQLAlchemy more than the database to carry it out.
_DEMAND, _FLIGHT = insert(disconnections), insert(flights)
_OF_KEY = select(disconnections).where(_table.claimed_key == bindparam("key"))
_ON_CONVERSATION = (
    select(disconnections)
    .join(flights, flights.c.disconnection_id == _table.id)
    .where(flights.c.org == bindparam("org"), flights.c.conversation_id == bindparam("conversation_id"))
    .order_by(_table.requested_at, _table.id)
    .limit(1)
)
_ON_TARGET = _ON_CONVERSATION.where(flights.c.target.in_((bindparam("target"), literal(""))))
_LANDING = delete(flights).where(flights.c.disconnection_id == bindparam("id"))
# An act's moment is when the platform accepted it, else when it was sent, else when it was asked for.
_moment = func.coalesce(_table.accepted_at, _table.sent_at, _table.requested_at, type_=_table.requested_at.type)
_PAST_ACTS = (
    select(
        _moment.label("at"),
        _table.lead.label("by"),
        _table.conversation_id,
        _table.participant_id,
        _table.outcome,
        _table.id,
    )
    .where(
        _table.org == bindparam("org"),
        _table.conversation_id == bindparam("conversation_id"),
        or_(_moment >= bindparam("since", type_=_table.requested_at.type), _table.outcome.in_(IN_FLIGHT)),
    )
    .order_by("at", _table.id)
)


async def place(connection: AsyncConnection, demand: Disconnection, now: datetime) -> Placed:
    """Write a demand, unless its key is there already; beside a rival it is written as not sent."""
    await fence(connection, demand.org, demand.conversation_id)
    row = (await connection.execute(_OF_KEY, {"key": demand.key})).mappings().first()
    if row is not None:
        return Placed(demand_of(row), joined=True)
    rival = await _rival(connection, demand)
    if rival is not None:
        demand = replace(demand.reached(Outcome.NOT_SENT, now), detail="rival")
    elif demand.lease_until is None:
        # Somebody must be able to settle it one day, but not before its writer had the time to begin.
        demand = replace(demand, lease_until=demand.requested_at + timedelta(seconds=LEASE_SECONDS))
    # Who comes second is told at once, in the answer to the submission.
    told_at = now if rival is not None else None
    await connection.execute(_DEMAND, row_of(demand) | {"claimed_key": demand.key, "told_at": told_at})
    if rival is None:
        await connection.execute(
            _FLIGHT,
            {
                "org": demand.org,
                "conversation_id": demand.conversation_id,
                "target": demand.participant_id or "",
                "disconnection_id": demand.id,
            },
        )
    # The note stands once, on the first line: it is personal, and need not be erased in many places.
    await append(connection, line_of(demand, now, note=demand.note))
    return Placed(demand, rival=rival)


async def record(connection: AsyncConnection, step: Disconnection, now: datetime, snapshot: str | None) -> bool:
    """Write the next step and its line; False, and nothing written, if it is not the writer's to take."""
    # What is new has not been told.
    values = step_row_of(step) | {"told_at": None, "of_id": step.id, "of_owner": step.owner}
    taken = await connection.execute(_step(step.outcome), values)
    if taken.rowcount == 0:
        return False
    if not step.outcome.in_flight:
        await _land(connection, step.id)
    await append(connection, line_of(step, now, snapshot=snapshot))
    return True


async def withdraw(connection: AsyncConnection, disconnection_id: str, at: datetime) -> None:
    """Take a demand back that nobody has begun on, and free its key; one that was begun on stays as it is."""
    taken = await connection.execute(
        update(disconnections)
        .where(_table.id == disconnection_id, _table.outcome == Outcome.REQUESTED.value)
        .values(outcome=Outcome.NOT_SENT.value, settled_at=at, detail="withdrawn", claimed_key=None)
    )
    if taken.rowcount:
        await _land(connection, disconnection_id)
        demand = await find(connection, disconnection_id)
        if demand is not None:
            await append(connection, line_of(demand, at))
        return
    await connection.execute(
        update(disconnections)
        .where(_table.id == disconnection_id, _table.outcome == Outcome.NOT_SENT.value)
        .values(claimed_key=None)
    )


async def renew(connection: AsyncConnection, disconnection_id: str, owner: str, until: datetime) -> bool:
    """Prolong a lease that is still one's own, of a demand that is still in flight."""
    taken = await connection.execute(
        update(disconnections)
        .where(_table.id == disconnection_id, _table.owner == owner, _table.outcome.in_(IN_FLIGHT))
        .values(lease_until=until)
    )
    return bool(taken.rowcount)


async def claim(
    connection: AsyncConnection, disconnection_id: str, owner: str, until: datetime, now: datetime
) -> Disconnection | None:
    """Take over a demand in flight whose lease has run out, and write a line about it."""
    taken = await connection.execute(
        update(disconnections)
        .where(_table.id == disconnection_id, _table.lease_until < now, _table.outcome.in_(IN_FLIGHT))
        .values(owner=owner, lease_until=until)
    )
    if taken.rowcount == 0:
        return None
    demand = await find(connection, disconnection_id)
    if demand is not None:
        await append(connection, line_of(demand, now, by=owner, step="claimed"))
    return demand


async def mark_told(
    connection: AsyncConnection, disconnection_id: str, at: datetime, *, as_of: datetime | None = None
) -> None:
    """Note that people were told how a demand ended, if it ended so by `as_of`: what is newer was not in the words."""
    told = update(disconnections).where(_table.id == disconnection_id).values(told_at=at)
    await connection.execute(told if as_of is None else told.where(_table.settled_at <= as_of))


async def take_untold(
    connection: AsyncConnection, owner: str, until: datetime, now: datetime, since: datetime
) -> Disconnection | None:
    """Take, under a lease, a demand settled after `since` whose end nobody was told, and no letter waits to tell."""
    waiting = (
        select(_table.id)
        .where(
            _table.told_at.is_(None),
            _table.settled_at >= since,
            _table.lease_until < now,
            _table.claimed_key.is_not(None),
            _table.id.not_in(select(outbox.c.tells)),
        )
        .order_by(_table.settled_at, _table.id)
        .limit(1)
    )
    found = (await connection.execute(waiting)).scalar()
    if found is None:
        return None
    taken = await connection.execute(
        update(disconnections)
        .where(_table.id == found, _table.told_at.is_(None), _table.lease_until < now)
        .values(owner=owner, lease_until=until)
    )
    return await find(connection, found) if taken.rowcount else None


async def expired(connection: AsyncConnection, now: datetime) -> Sequence[Disconnection]:
    """List the demands in flight whose lease has run out, the longest ago first."""
    query = (
        select(disconnections)
        .join(flights, flights.c.disconnection_id == _table.id)
        .where(_table.lease_until < now)
        .order_by(_table.lease_until, _table.id)
    )
    return tuple(demand_of(row) for row in (await connection.execute(query)).mappings())


async def find(connection: AsyncConnection, disconnection_id: str) -> Disconnection | None:
    """Find a demand by its id."""
    return await _one(connection, _table.id == disconnection_id)


async def past_acts(connection: AsyncConnection, org: str, conversation_id: str, since: datetime) -> Sequence[PastAct]:
    """List the acts since a moment and those still in flight, the oldest first."""
    wanted = {"org": org, "conversation_id": conversation_id, "since": since}
    rows = (await connection.execute(_PAST_ACTS, wanted)).mappings()
    return tuple(PastAct(**{**row, "outcome": Outcome(row["outcome"])}) for row in rows)


async def fence(connection: AsyncConnection, org: str, conversation_id: str) -> None:
    """Let one writer at a time decide about a conversation; on SQLite the transaction itself does."""
    if connection.dialect.name == "postgresql":
        digest = blake2b(f"{org}\0{conversation_id}".encode(), digest_size=8).digest()
        await connection.execute(select(func.pg_advisory_xact_lock(int.from_bytes(digest, signed=True))))


@cache
def _step(outcome: Outcome) -> Update:
    """Make the statement of a step."""
    return update(disconnections).where(
        _table.id == bindparam("of_id"),
        or_(_table.owner == bindparam("of_owner"), _table.owner.is_(None)),
        _table.outcome.in_(_before(outcome)),
        # A withdrawn demand has come to its end, whatever its writer still believes.
        _table.claimed_key.is_not(None),
    )


def _before(outcome: Outcome) -> tuple[str, ...]:
    """List what a demand may have been before a step: nothing settled comes back to life."""
    match outcome:
        case Outcome.REQUESTED:
            return IN_FLIGHT[:1]
        case Outcome.SENDING:
            return IN_FLIGHT[:2]
        case Outcome.ACCEPTED:
            return IN_FLIGHT
        case Outcome.CONFIRMED | Outcome.NOT_CONFIRMED | Outcome.REFUSED | Outcome.NOT_SENT:
            # A recheck may correct what was not confirmed; the same again may carry more detail.
            return (*IN_FLIGHT, Outcome.NOT_CONFIRMED.value, outcome.value)


async def _rival(connection: AsyncConnection, demand: Disconnection) -> Disconnection | None:
    """Find who is in flight on the same target, or on the whole conversation, or at all if all of it is to end."""
    wanted = {"org": demand.org, "conversation_id": demand.conversation_id}
    if demand.participant_id is not None:
        found = await connection.execute(_ON_TARGET, wanted | {"target": demand.participant_id})
    else:
        found = await connection.execute(_ON_CONVERSATION, wanted)
    row = found.mappings().first()
    return None if row is None else demand_of(row)


async def _land(connection: AsyncConnection, disconnection_id: str) -> None:
    await connection.execute(_LANDING, {"id": disconnection_id})


async def _one(connection: AsyncConnection, condition: ColumnElement[bool]) -> Disconnection | None:
    row = (await connection.execute(select(disconnections).where(condition))).mappings().first()
    return None if row is None else demand_of(row)
