"""Muted rules, and what is known of every rule."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from bot.adapters.ledger import entries
from bot.adapters.ledger.alert_tables import alerts, mutes
from bot.adapters.ledger.connection import AsyncConnection
from bot.domain.alert import Stage
from bot.ports import Entry
from bot.ports.alerts import Mute, RuleState


async def mute(connection: AsyncConnection, wanted: Mute) -> Mute:
    """Mute a rule, its open cards say so; two who do it at once collide, and the second finds the first's."""
    row = (await connection.execute(select(mutes).where(mutes.c.rule == wanted.rule))).mappings().first()
    if row is not None:
        return Mute(**row)
    await connection.execute(insert(mutes).values(rule=wanted.rule, by=wanted.by, since=wanted.since))
    await _show_anew(connection, wanted.rule)
    await entries.append(connection, Entry(wanted.since, wanted.by, "alert_rule_muted", "", "", detail=wanted.rule))
    return wanted


async def unmute(connection: AsyncConnection, rule: str, by: str, at: datetime) -> Mute | None:
    """Let a rule raise cards again."""
    row = (await connection.execute(select(mutes).where(mutes.c.rule == rule))).mappings().first()
    gone = await connection.execute(delete(mutes).where(mutes.c.rule == rule))
    if row is None or gone.rowcount == 0:
        return None
    await _show_anew(connection, rule)
    # Who would have been called meanwhile is called from now on: the next look at what is due reckons it anew.
    table = alerts.c
    waiting = (table.rule == rule, table.closed_at.is_(None), table.stage == Stage.RAISED.value, ~table.quiet)
    await connection.execute(update(alerts).where(*waiting, table.gathered_by == "").values(due_at=at))
    await entries.append(connection, Entry(at, by, "alert_rule_unmuted", "", "", detail=rule))
    return Mute(**row)


async def states(connection: AsyncConnection) -> Sequence[RuleState]:
    """List every rule that has raised something or is muted."""
    table = alerts.c
    muted = {row["rule"]: Mute(**row) for row in (await connection.execute(select(mutes))).mappings()}
    counted = select(
        table.rule,
        func.count().filter(table.closed_at.is_(None)).label("open"),
        func.max(table.raised_at, type_=table.raised_at.type).label("last"),
    ).where(~table.gathers)
    rows = (await connection.execute(counted.group_by(table.rule))).mappings()
    known = {row["rule"]: RuleState(row["rule"], row["open"], row["last"], muted.get(row["rule"])) for row in rows}
    return tuple(known.get(name) or RuleState(name, mute=muted[name]) for name in sorted({*known, *muted}))


async def _show_anew(connection: AsyncConnection, rule: str) -> None:
    table = alerts.c
    await connection.execute(
        update(alerts)
        .where(table.rule == rule, table.closed_at.is_(None), table.message_ts.is_not(None))
        .values(revision=table.revision + 1)
    )
