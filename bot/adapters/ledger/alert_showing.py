"""What Slack is shown of alerts: read whole, put into the outbox with a mark that it was, posted cards kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import and_, exists, or_, select, update

from bot.adapters.ledger import letters
from bot.adapters.ledger.alert_rows import alert_of, note_of
from bot.adapters.ledger.alert_tables import alert_notes, alerts, mutes
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import outbox
from bot.domain.letter import Letter, Posting, Way
from bot.ports.alerts import Mute, Sight

AT_ONCE = 50
_table = alerts.c


async def unshown(connection: AsyncConnection) -> Sequence[str]:
    """List what has changed since it was shown, and whose history can be told by now."""
    waiting = exists().where(alert_notes.c.alert_id == _table.id, ~alert_notes.c.said)
    query = (
        select(_table.id)
        .where(or_(_table.shown < _table.revision, and_(_table.message_ts.is_not(None), waiting)))
        .order_by(_table.raised_at, _table.id)
        .limit(AT_ONCE)
    )
    return (await connection.scalars(query)).all()


async def sight(connection: AsyncConnection, alert_id: str) -> Sight | None:
    """Read an alert with the lines that its thread does not have, and whether its rule is muted."""
    row = (await connection.execute(select(alerts).where(_table.id == alert_id))).mappings().first()
    if row is None:
        return None
    unsaid = select(alert_notes).where(alert_notes.c.alert_id == alert_id, ~alert_notes.c.said)
    notes = (await connection.execute(unsaid.order_by(alert_notes.c.id))).mappings()
    mute = (await connection.execute(select(mutes).where(mutes.c.rule == row["rule"]))).mappings().first()
    return Sight(alert_of(row), {note["id"]: note_of(note) for note in notes}, Mute(**mute) if mute else None)


async def shown(
    connection: AsyncConnection, seen: Sight, card: Letter | None, replies: Mapping[int, Sequence[Letter]]
) -> None:
    """Put letters into the outbox, and mark what they say as said; what somebody else has said is left out."""
    wanted = select(_table.shown, _table.place, _table.posted_in, _table.message_ts).where(_table.id == seen.alert.id)
    row = (await connection.execute(wanted.with_for_update())).mappings().first()
    if row is None:
        return
    if row["shown"] < seen.alert.revision:
        if card is not None:
            # It may have been posted since it was rendered: then this changes it.
            now_at = card if row["message_ts"] is None else replace(card, message_ts=row["message_ts"])
            await letters.put(connection, (replace(now_at, channel=row["posted_in"] or row["place"]),))
        await connection.execute(update(alerts).where(_table.id == seen.alert.id).values(shown=seen.alert.revision))
    for number, written in replies.items():
        mine = update(alert_notes).where(alert_notes.c.id == number, ~alert_notes.c.said)
        if (await connection.execute(mine.values(said=True))).rowcount:
            await letters.put(connection, written)


async def posted(connection: AsyncConnection, posting: Posting, channel: str, message_ts: str) -> None:
    """Keep where an alert's card stands by now; what waits to be posted beside it changes it instead."""
    letter = posting.letter
    await connection.execute(
        update(alerts).where(_table.id == letter.alert).values(posted_in=channel, message_ts=message_ts)
    )
    await connection.execute(
        update(outbox)
        .where(outbox.c.alert == letter.alert, outbox.c.id != posting.id, outbox.c.message_ts.is_(None))
        .values(channel=channel, message_ts=message_ts, way=Way.UPDATE.value)
    )


async def expired(connection: AsyncConnection, dropped: Sequence[Letter]) -> None:
    """Let what was not said for too long be said anew, as long as it is not over."""
    cards = {letter.alert for letter in dropped} - {""}
    if cards:
        await connection.execute(update(alerts).where(_table.id.in_(cards), _table.closed_at.is_(None)).values(shown=0))
