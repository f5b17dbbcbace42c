"""The lines of the ledger: appended, read, never changed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.ledger.tables import entries
from bot.domain.disconnection import Disconnection
from bot.ports import Entry


def line_of(demand: Disconnection, at: datetime, *, by: str = "", step: str = "", snapshot: str | None = None) -> Entry:
    """Write down how a demand stands at a moment."""
    return Entry(
        at=at,
        by=by or demand.lead,
        step=step or demand.outcome.value,
        org=demand.org,
        conversation_id=demand.conversation_id,
        participant_id=demand.participant_id,
        disconnection_id=demand.id,
        reason=demand.reason,
        note=demand.note,
        detail=demand.detail,
        trace_id=demand.trace_id,
        snapshot=snapshot,
    )


async def append(connection: AsyncConnection, entry: Entry) -> None:
    """Append a line; every line of the ledger goes through here."""
    await connection.execute(insert(entries).values(**asdict(entry)))


async def latest(connection: AsyncConnection, conversation_id: str | None, limit: int) -> Sequence[Entry]:
    """Read the latest lines, the newest first."""
    query = select(entries).order_by(entries.c.id.desc()).limit(limit)
    if conversation_id is not None:
        query = query.where(entries.c.conversation_id == conversation_id)
    rows = (await connection.execute(query)).mappings()
    return tuple(Entry(**{name: value for name, value in row.items() if name != "id"}) for row in rows)
