"""Alerts: raised once for each key, changed one step at a time, each step with its line in the ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update

from bot.adapters.ledger import entries
from bot.adapters.ledger.alert_rows import alert_of, row_of
from bot.adapters.ledger.alert_tables import alert_notes, alerts, mutes
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.demands import fence
from bot.domain.alert import Alert, Event, Problem, Severity, Stage, Turn
from bot.domain.alert_policy import Policy
from bot.domain.gathering import ALL_OVER, SHOWN, gathered, gathering_key
from bot.ports import Entry
from bot.ports.alerts import Step

SPEAKER = "hangup"
_table = alerts.c


async def put(connection: AsyncConnection, problem: Problem, alert_id: str, policy: Policy) -> Alert:
    """Raise an alert, see an open one again, or open one again that was closed a short while ago.

    Two at once collide on the open key, and the second begins again and finds the first's.
    """
    # One problem at a time, and one rule: how many there are decides whether they are gathered.
    await fence(connection, "alerts", f"{problem.rule}\0{problem.channel}")
    quiet = await is_muted(connection, problem.rule)
    known = await one(connection, _table.open_key == problem.key, lock=True)
    if known is not None:
        return await write(connection, known.seen(problem, policy, quiet=quiet), policy)
    # One of many is raised anew instead: the card that spoke for it may be over.
    before = await one(connection, *_lately(problem.key, problem, policy), _table.gathered_by == "", lock=True)
    if before is not None:
        return await write(connection, before.reopened(problem, policy, quiet=quiet), policy)
    card = None if quiet else await _gathering(connection, problem, alert_id, policy)
    turn = Alert.of(problem, alert_id, policy, quiet=quiet, gathered_by=card.id if card else "")
    return await write(connection, turn, policy, new=True)


async def write(connection: AsyncConnection, turn: Turn, policy: Policy, *, new: bool = False) -> Alert:
    """Write what an alert has become, its line, and what that means for the card that speaks for it."""
    alert = turn.alert
    row = row_of(alert)
    if new or alert.quiet or alert.gathered_by:
        # What has no card of its own is never behind with it.
        row["shown"] = alert.revision if alert.quiet or alert.gathered_by else 0
    await connection.execute(
        insert(alerts).values(**row) if new else update(alerts).where(_table.id == alert.id).values(**row)
    )
    if turn.note is not None:
        note, problem = turn.note, alert.problem
        await connection.execute(
            insert(alert_notes).values(
                alert_id=alert.id,
                event=note.event.value,
                at=note.at,
                by=note.by,
                detail=note.detail,
                until=note.until,
                said=not note.spoken or bool(alert.gathered_by) or alert.quiet,
            )
        )
        if alert.gathers and not alert.open:
            await _close_members(connection, alert, note.by)
        if alert.gathered_by:
            await _regather(connection, alert.gathered_by, note.at, policy)
        # How it went is told in words from outside, or with names: those go where an erasure finds them.
        erasable = note.event in {Event.CLOSED, Event.TRIED}
        # The chain's lock comes last, as everywhere.
        await entries.append(
            connection,
            Entry(
                at=note.at,
                by=note.by or SPEAKER,
                step=f"alert_{note.event.value}",
                org=problem.org,
                conversation_id=problem.conversation_id or "",
                participant_id=problem.participant_id,
                disconnection_id=alert.id,
                note=note.detail if erasable else "",
                detail=f"{problem.rule}: {note.detail}" if note.detail and not erasable else problem.rule,
                trace_id=problem.trace_id,
            ),
        )
    return alert


async def change(connection: AsyncConnection, alert_id: str, step: Step, policy: Policy) -> Alert | None:
    """Take one step with an alert; nobody else changes it meanwhile."""
    alert = await one(connection, _table.id == alert_id, lock=True)
    turn = step(alert) if alert is not None else None
    return None if turn is None else await write(connection, turn, policy)


async def take_due(connection: AsyncConnection, now: datetime, policy: Policy) -> Alert | None:
    """Do what is due for longest; what another process is at is passed over."""
    query = (
        select(alerts)
        .where(_table.due_at <= now)
        .order_by(_table.due_at, _table.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    alert = alert_of(row)
    if alert.stage is Stage.RAISED and await is_muted(connection, alert.problem.rule):
        # Nobody is called about a muted rule; it is looked at again when it would be forgotten, or is unmuted.
        forgotten = None if alert.gathers else alert.problem.seen_at + policy.forget_after
        if forgotten is None or now < forgotten:
            return await write(connection, Turn(replace(alert, due_at=forgotten)), policy)
    return await write(connection, alert.due(now, policy), policy)


async def one(connection: AsyncConnection, *conditions: ColumnElement[bool], lock: bool = False) -> Alert | None:
    """Find one alert, the latest that fits; with `lock` nobody else changes it before the transaction ends."""
    query = select(alerts).where(*conditions).order_by(_table.raised_at.desc(), _table.id).limit(1)
    row = (await connection.execute(query.with_for_update() if lock else query)).mappings().first()
    return None if row is None else alert_of(row)


async def several(connection: AsyncConnection, *conditions: ColumnElement[bool], limit: int = 1000) -> Sequence[Alert]:
    """List alerts, the latest first."""
    query = select(alerts).where(*conditions).order_by(_table.raised_at.desc(), _table.id).limit(limit)
    return tuple(alert_of(row) for row in (await connection.execute(query)).mappings())


async def is_muted(connection: AsyncConnection, rule: str) -> bool:
    """Tell whether a rule is muted."""
    return await connection.scalar(select(mutes.c.rule).where(mutes.c.rule == rule)) is not None


async def _regather(connection: AsyncConnection, card_id: str, at: datetime, policy: Policy) -> None:
    """Say on the card of many how many are open by now, and which are the latest."""
    card = await one(connection, _table.id == card_id, lock=True)
    if card is None or not card.open:
        return
    members = (_table.gathered_by == card_id, _table.closed_at.is_(None))
    so_many = await connection.scalar(select(func.count()).where(*members)) or 0
    if not so_many:
        turn = card.closed(ALL_OVER, at, None, policy)
    else:
        latest = [member.problem for member in await several(connection, *members, limit=SHOWN)]
        grades = (await connection.scalars(select(_table.severity).where(*members).distinct())).all()
        worst = max(map(Severity, grades), key=lambda severity: severity.rank)
        whole = gathered(latest, so_many, worst, card.problem.since, card.problem.channel)
        turn = card.seen(replace(whole, seen_at=at), policy, quiet=False)
    if turn is not None:
        await write(connection, turn, policy)


async def _gathering(connection: AsyncConnection, problem: Problem, alert_id: str, policy: Policy) -> Alert | None:
    """Find or make the card that speaks for a new alert as well, if there are many of its kind by now."""
    since = problem.seen_at - policy.gather_within
    kind = (_table.rule == problem.rule, _table.channel == problem.channel, ~_table.gathers, ~_table.quiet)
    count = await connection.scalar(select(func.count()).where(*kind, _table.raised_at > since))
    if (count or 0) + 1 < policy.gather_from:
        return None
    card = await one(connection, _table.open_key == gathering_key(problem), lock=True)
    if card is not None:
        return card
    whole = gathered([problem], 1, problem.severity, problem.since, problem.channel)
    over = await one(connection, *_lately(whole.key, problem, policy), lock=True)
    if over is not None:
        return await write(connection, over.reopened(whole, policy, quiet=False), policy)
    turn = Alert.of(whole, f"{alert_id}-G", policy, gathers=True)
    return await write(connection, turn, policy, new=True)


def _lately(key: str, problem: Problem, policy: Policy) -> tuple[ColumnElement[bool], ...]:
    return _table.key == key, _table.closed_at > problem.seen_at - policy.reopen_within


async def _close_members(connection: AsyncConnection, card: Alert, by: str) -> None:
    """Close all at once that a card speaks for: there may be very many, and the card's line tells of them all."""
    await connection.execute(
        update(alerts)
        .where(_table.gathered_by == card.id, _table.closed_at.is_(None))
        .values(
            open_key=None,
            stage=Stage.CLOSED.value,
            by=by,
            at=card.closed_at,
            closed_at=card.closed_at,
            outcome=card.outcome,
            until=None,
            due_at=None,
        )
    )
