"""The lines of the ledger: appended under one lock, read, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, insert, or_, select

from bot.adapters.ledger.chain import hash_of, lock, new_salt, seal_of
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import entries, particulars
from bot.adapters.ledger.whereabouts import region_of
from bot.adapters.ledger.wording import kept
from bot.domain.disconnection import Disconnection
from bot.ports import Entry, Head

_ENTRY = tuple(field.name for field in fields(Entry))
# Statements that every act needs are made once: to make one costs SQLAlchemy more than the database to carry it out.
_LINE, _PARTICULARS = insert(entries), insert(particulars)
_LINES = select(entries, particulars.c.salt, particulars.c.note, particulars.c.snapshot).select_from(
    entries.outerjoin(particulars)
)

_LAST_REGION = (
    select(entries.c.region)
    .where(entries.c.org == bindparam("org"), entries.c.region != "")
    .order_by(entries.c.at.desc(), entries.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are wanted; what is None is not asked. `since` is included, `until` is not."""

    conversation_id: str | None = None
    by: str | None = None
    org: str | None = None
    step: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def by_time(self) -> bool:
        """Whether the lines come in the order of their moments, as the indices have them, else of the chain.

        The two differ only where the clocks of two processes do.
        """
        asked = (self.by, self.org, self.step, self.since, self.until)
        return self.conversation_id is None and any(value is not None for value in asked)

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for the database."""
        table = entries.c
        asked = (
            (table.conversation_id, self.conversation_id),
            (table.by, self.by),
            (table.org, self.org),
            (table.step, self.step),
        )
        found: list[ColumnElement[bool]] = [column == value for column, value in asked if value is not None]
        if self.since is not None:
            found.append(table.at >= self.since)
        if self.until is not None:
            found.append(table.at < self.until)
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line in its place in the chain; `erased` when its personal words are gone."""

    number: int
    entry: Entry
    previous: str
    hash: str
    seal: str = ""
    erased: bool = False


def line_of(
    demand: Disconnection, at: datetime, *, by: str = "", step: str = "", note: str = "", snapshot: str | None = None
) -> Entry:
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
        note=note,
        detail=demand.detail,
        trace_id=demand.trace_id,
        snapshot=snapshot,
    )


async def append(connection: AsyncConnection, entry: Entry, *, through: int | None = None) -> Head:
    """Append a line; every line of the ledger goes through here. Returns the new head, which a trigger moves.

    `through` makes it a checkpoint: the lines up to that number may be removed.
    """
    entry = replace(entry, **{name: kept(getattr(entry, name)) for name in _ENTRY})
    if entry.region is None:
        entry = replace(entry, region=await _region(connection, entry.org))
    before = await lock(connection)
    salt = new_salt() if entry.note or entry.snapshot is not None else ""
    row = {name: getattr(entry, name) for name in _ENTRY if name not in {"note", "snapshot"}} | {
        "id": before.number + 1,
        "previous": before.hash,
        "through": through,
        "seal": seal_of(salt, entry.note, entry.snapshot) if salt else "",
    }
    written = Head(before.number + 1, hash_of(row))
    await connection.execute(_LINE, {**row, "hash": written.hash})
    if salt:
        personal = {"entry_id": written.number, "salt": salt, "note": entry.note, "snapshot": entry.snapshot}
        await connection.execute(_PARTICULARS, personal)
    return written


async def _region(connection: AsyncConnection, org: str) -> str:
    """Tell where an org is: as this process knows it, else as the org's last line says.

    A program that asks no platform does not know it, nor anybody of an org that is no longer set up.
    """
    known = region_of(connection, org)
    if known or not org:
        return known
    return await connection.scalar(_LAST_REGION, {"org": org}) or ""


async def latest(connection: AsyncConnection, wanted: Wanted, limit: int) -> Sequence[Line]:
    """Read the latest lines, the newest first."""
    order = (entries.c.at.desc(), entries.c.id.desc()) if wanted.by_time else (entries.c.id.desc(),)
    return await _read(connection, _LINES.where(*wanted.conditions).order_by(*order).limit(limit))


async def following(connection: AsyncConnection, wanted: Wanted, after: Line | None, limit: int) -> Sequence[Line]:
    """Read the lines that come after one, the oldest first; None is the beginning."""
    table = entries.c
    query = _LINES.where(*wanted.conditions).limit(limit)
    if not wanted.by_time:
        beyond = table.id > (after.number if after else 0)
        return await _read(connection, query.where(beyond).order_by(table.id))
    if after is not None:
        # The first condition says nothing new; with it the index begins where the last batch ended.
        at = after.entry.at
        query = query.where(table.at >= at, or_(table.at > at, table.id > after.number))
    return await _read(connection, query.order_by(table.at, table.id))


async def _read(connection: AsyncConnection, query: Select[tuple[object, ...]]) -> Sequence[Line]:
    return tuple(_line(row) for row in (await connection.execute(query)).mappings())


def entry_of(row: RowMapping) -> Entry:
    """Read an entry from a line's columns and those of its particulars."""
    return Entry(**{**{name: row[name] for name in _ENTRY}, "note": row["note"] or ""})


def _line(row: RowMapping) -> Line:
    erased = bool(row["seal"]) and row["salt"] is None
    return Line(row["id"], entry_of(row), row["previous"], row["hash"], row["seal"], erased)
