"""Letters: kept, merged, given back, removed. A row is removed as soon as nobody has to send it any more."""

import json
from collections.abc import Sequence
from dataclasses import fields
from dataclasses import replace as altered
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, delete, func, insert, or_, select, update

from bot.adapters.ledger import demands
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.entries import append
from bot.adapters.ledger.tables import disconnections, outbox
from bot.domain.letter import Backlog, Letter, Posting, Urgency, Way
from bot.ports import Entry

SPEAKER = "hangup"
NOT_SAID = "not_said"
EXPIRED = "expired"
ERASED = "erased"
_table = outbox.c
_FIELDS = tuple(field.name for field in fields(Letter))
_LETTER = insert(outbox)


async def put(connection: AsyncConnection, written: Sequence[Letter]) -> None:
    """Keep letters; each keeps the place in the queue, and the urgency, of those that it takes the place of."""
    for letter in written:
        queued_at, unsure = letter.written_at, False
        if letter.subject:
            # One that is being sent at this moment is let be: letters to a channel are sent one after another.
            waiting = (_table.subject == letter.subject, _table.owner.is_(None))
            before = (await connection.execute(select(outbox).where(*waiting))).mappings().all()
            for row in before:
                queued_at = min(queued_at, row["queued_at"])
                unsure = unsure or (row["unsure"] and row["reference"] == letter.reference)
                letter = altered(letter, urgency=min(letter.urgency, Urgency(row["urgency"])))  # noqa: PLW2901
            await connection.execute(delete(outbox).where(_table.id.in_([row["id"] for row in before])))
        await connection.execute(_LETTER, _row_of(letter) | {"queued_at": queued_at, "unsure": unsure})


async def sent(connection: AsyncConnection, posting: Posting, at: datetime) -> None:
    """Remove a letter that Slack took; its demand was told, if nothing new was written of it since."""
    if await _remove(connection, posting) and posting.letter.tells:
        await demands.mark_told(connection, posting.letter.tells, at, as_of=posting.letter.written_at)


async def later(connection: AsyncConnection, posting: Posting, at: datetime, *, unsure: bool) -> None:
    """Give a letter back; where a newer one about its subject waits, it is stale."""
    letter = posting.letter
    newer = select(_table.id).where(_table.subject == letter.subject, _table.id > posting.id).limit(1)
    if letter.subject and (await connection.execute(newer)).first() is not None:
        await _remove(connection, posting)
        return
    await connection.execute(
        update(outbox)
        .where(_table.id == posting.id, _table.owner == posting.owner)
        .values(owner=None, lease_until=None, not_before=at, unsure=unsure)
    )


async def replace(connection: AsyncConnection, posting: Posting, letter: Letter) -> None:
    """Put another letter in the place of one that is still the sender's own."""
    if await _remove(connection, posting):
        await put(connection, (letter,))


async def follows(connection: AsyncConnection, posting: Posting) -> bool:
    """Tell whether a post with the same reference waits for the same channel."""
    query = select(_table.id).where(
        _table.way == Way.POST.value,
        _table.reference == posting.letter.reference,
        _table.channel == posting.letter.channel,
        _table.id != posting.id,
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def drop(connection: AsyncConnection, posting: Posting, at: datetime, why: str) -> None:
    """Remove a letter that can't be said, and write a line about it."""
    if await _remove(connection, posting):
        await _give_up(connection, (posting.letter,), at, why)


async def expire(connection: AsyncConnection, now: datetime) -> Sequence[Letter]:
    """Remove the letters that are too old."""
    old = (_table.expires_at <= now, or_(_table.lease_until.is_(None), _table.lease_until < now))
    rows = (await connection.execute(select(outbox).where(*old).order_by(_table.id))).mappings().all()
    expired = tuple(letter_of(row) for row in rows)
    if rows:
        await connection.execute(delete(outbox).where(_table.id.in_([row["id"] for row in rows])))
    await _give_up(connection, expired, now, EXPIRED)
    return expired


async def forget(connection: AsyncConnection, subject: str) -> None:
    """Remove what waits about a subject."""
    await connection.execute(delete(outbox).where(_table.subject == subject, _table.owner.is_(None)))


async def withhold(connection: AsyncConnection, org: str, conversation_id: str, at: datetime) -> int:
    """Remove every letter about a conversation, with a line for each but refreshes: its words were erased."""
    about = select(disconnections.c.id).where(
        disconnections.c.org == org, disconnections.c.conversation_id == conversation_id
    )
    mine = or_(
        and_(_table.org == org, _table.conversation_id == conversation_id),
        _table.tells.in_(about),
        _table.reference.in_(about),
    )
    rows = (await connection.execute(select(outbox).where(mine).order_by(_table.id))).mappings().all()
    await connection.execute(delete(outbox).where(_table.id.in_([row["id"] for row in rows])))
    await _give_up(connection, [letter_of(row) for row in rows], at, ERASED)
    return len(rows)


async def backlog(connection: AsyncConnection) -> Backlog:
    """Count what waits, and tell since when; refreshes may wait, so they do not count for that."""
    count = await connection.scalar(select(func.count()).select_from(outbox))
    since = await connection.scalar(
        select(func.min(_table.queued_at, type_=_table.queued_at.type)).where(_table.urgency != Urgency.REFRESH.value)
    )
    return Backlog(int(count or 0), since)


def letter_of(row: RowMapping) -> Letter:
    """Read a letter back."""
    return Letter(
        channel=row["channel"],
        text=row["text"],
        blocks=json.loads(row["blocks"]),
        written_at=row["written_at"],
        urgency=Urgency(row["urgency"]),
        subject=row["subject"],
        message_ts=row["message_ts"],
        thread_ts=row["thread_ts"],
        reference=row["reference"],
        lead=row["lead"],
        echoed=row["echoed"],
        tells=row["tells"],
        org=row["org"],
        conversation_id=row["conversation_id"],
        posted_again=row["posted_again"],
        alert=row["alert"] or "",
        broadcast=bool(row["broadcast"]),
    )


def _row_of(letter: Letter) -> dict[str, Any]:
    # Not `asdict`, which would copy every block on its way to JSON.
    return {name: getattr(letter, name) for name in _FIELDS} | {
        "way": letter.way.value,
        "urgency": letter.urgency.value,
        "blocks": json.dumps(letter.blocks, ensure_ascii=False, separators=(",", ":")),
        "expires_at": letter.expires_at,
        "not_before": letter.written_at,
        "attempts": 0,
    }


async def _remove(connection: AsyncConnection, posting: Posting) -> bool:
    """Remove a letter that is still its sender's; False if its lease ran out and somebody else took it."""
    removed = await connection.execute(delete(outbox).where(_table.id == posting.id, _table.owner == posting.owner))
    return bool(removed.rowcount)


async def _give_up(connection: AsyncConnection, letters: Sequence[Letter], at: datetime, why: str) -> None:
    lost = [letter for letter in letters if letter.urgency is not Urgency.REFRESH]
    # The chain's lock comes last, as everywhere: whoever holds it waits for no other.
    for letter in sorted(lost, key=lambda one: one.tells):
        if letter.tells:
            await demands.mark_told(connection, letter.tells, at, as_of=letter.written_at)
    for letter in lost:
        await append(
            connection,
            Entry(
                at=at,
                by=SPEAKER,
                step=NOT_SAID,
                org=letter.org,
                conversation_id=letter.conversation_id,
                disconnection_id=letter.reference,
                detail=why,
            ),
        )
