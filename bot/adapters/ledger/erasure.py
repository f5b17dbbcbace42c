"""Erasure: a customer's data go, and the chain stays whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

from bot.adapters.ledger import letters
from bot.adapters.ledger.alert_erasure import erase_alerts
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.demands import fence
from bot.adapters.ledger.entries import append
from bot.adapters.ledger.inbox_tables import inbox
from bot.adapters.ledger.tables import disconnections, entries, flights, particulars
from bot.adapters.ledger.verification import ERASED
from bot.domain.errors import InputError
from bot.ports import Entry


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: from how many lines of the ledger and demands, and how many waiting messages."""

    lines: int
    demands: int
    letters: int = 0


async def erase(connection: AsyncConnection, conversation_id: str, at: datetime, by: str, reason: str) -> Erased:
    """Erase notes, names and snapshots of a conversation, and what waits to be said of it; write a line about it.

    Raises `InputError` for a conversation that the ledger does not know, and while a demand on it is in flight:
    what is being written would bring the words back.
    """
    orgs = (await connection.scalars(select(entries.c.org).where(entries.c.conversation_id == conversation_id))).all()
    if not orgs:
        raise InputError("The ledger holds nothing about this conversation.", "Look at its id: hangup audit ID")
    names = sorted(set(orgs))
    for org in names:
        await fence(connection, org, conversation_id)
    if await connection.scalar(select(flights.c.org).where(flights.c.conversation_id == conversation_id).limit(1)):
        raise InputError("A demand on this conversation is in flight.", "Erase again in a minute.")
    table = disconnections.c
    cleared = await connection.execute(
        update(disconnections)
        .where(
            table.org.in_(names),
            table.conversation_id == conversation_id,
            or_(table.participant_name != "", table.note != ""),
        )
        .values(participant_name="", note="")
    )
    lines = select(entries.c.id).where(entries.c.conversation_id == conversation_id)
    held = await connection.scalar(select(func.count()).where(particulars.c.entry_id.in_(lines)))
    withheld = sum([await letters.withhold(connection, org, conversation_id, at) for org in names])
    for org in names:
        await erase_alerts(connection, org, conversation_id)
    # What a source told of it and nobody has seen to yet would bring the words back.
    await connection.execute(delete(inbox).where(inbox.c.body.contains(conversation_id, autoescape=True)))
    detail = f"lines: {held or 0}, demands: {cleared.rowcount}, letters: {withheld}"
    for org in names:
        await append(connection, Entry(at, by, ERASED, org, conversation_id, reason=reason, detail=detail))
    await connection.execute(delete(particulars).where(particulars.c.entry_id.in_(lines)))
    return Erased(held or 0, cleared.rowcount, withheld)
