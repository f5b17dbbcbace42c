"""`DatabaseWatches`: what is due, claimed so that several processes never do it twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, and_, delete, insert, or_, select, tuple_, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.lanes import AnyLane
from bot.adapters.ledger.rows import demand_of
from bot.adapters.ledger.tables import disconnections
from bot.adapters.ledger.watch_state import state_of, text_of
from bot.adapters.ledger.watch_tables import heartbeats, watches
from bot.domain.conflict import Cause
from bot.domain.disconnection import Disconnection, Outcome
from bot.domain.watch import Watch, WatchState
from bot.domain.watch.own import Refused

MOST = 1000
# What lies so far ahead was noted before a clock was put back: two processes' clocks differ by less, and no rule waits
# for longer.
SKEW, BEYOND = timedelta(minutes=5), timedelta(days=1, minutes=5)
_table = watches.c


class DatabaseWatches:
    """The port `Watches`, on the ledger's own lanes."""

    def __init__(self, *, writing: AnyLane, reading: AnyLane) -> None:
        self._writing, self._reading = writing, reading

    async def plan(self, wanted: Sequence[Watch]) -> None:
        """Keep what is not kept yet; what is due later than now planned is due then."""

        async def work(connection: AsyncConnection) -> None:
            rows = (await connection.execute(select(_table.rule, _table.org, _table.due_at))).all()
            kept = {(row.rule, row.org): row.due_at for row in rows}
            for one in wanted:
                if (one.rule, one.org) not in kept:
                    await connection.execute(
                        insert(watches).values(rule=one.rule, org=one.org, due_at=one.due_at, state=text_of(one.state))
                    )
                elif one.due_at < kept[one.rule, one.org]:
                    await connection.execute(update(watches).where(_is(one)).values(due_at=one.due_at))

        await self._writing.run(work)

    async def retire(self, owner: str, known: Sequence[Watch], until: datetime) -> Sequence[Watch]:
        """Take over every watch that is not among the known ones, whoever is at it."""
        named = {(one.rule, one.org) for one in known}

        async def work(connection: AsyncConnection) -> Sequence[Watch]:
            query = select(watches).with_for_update()
            rows = [r for r in (await connection.execute(query)).mappings() if (r["rule"], r["org"]) not in named]
            return await _leased(connection, rows, owner, until)

        return await self._writing.run(work)

    async def claim(self, owner: str, known: Sequence[Watch], now: datetime, until: datetime) -> Sequence[Watch]:
        """Take, under a lease, all of the known watches that are due and that nobody is at.

        What another process is claiming at this very moment is passed over.
        """
        if not known:
            return ()

        async def work(connection: AsyncConnection) -> Sequence[Watch]:
            query = (
                select(watches)
                .where(
                    tuple_(_table.rule, _table.org).in_([(one.rule, one.org) for one in known]),
                    or_(_table.due_at <= now, _table.due_at > now + BEYOND),
                    or_(_table.owner.is_(None), _table.lease_until < now),
                )
                .order_by(_table.org, _table.due_at, _table.rule)
                .with_for_update(skip_locked=True)
            )
            return await _leased(connection, (await connection.execute(query)).mappings().all(), owner, until)

        return await self._writing.run(work)

    async def keep(self, watch: Watch, state: WatchState, until: datetime) -> bool:
        """Note what is known and prolong the lease; False if the watch is another's by now."""
        return await self._change(watch, state=text_of(state), lease_until=until)

    async def done(self, watch: Watch, state: WatchState, due_at: datetime) -> bool:
        """Note what is known, and when it is due again; False if the watch is another's by now."""
        return await self._change(watch, state=text_of(state), due_at=due_at, owner=None, lease_until=None)

    async def drop(self, watch: Watch) -> None:
        """Forget a watch of one's own."""
        await self._writing.run(lambda connection: connection.execute(delete(watches).where(_mine(watch))))

    async def find(self, rule: str, org: str) -> Watch | None:
        """Find a watch."""
        query = select(watches).where(_table.rule == rule, _table.org == org)

        async def work(connection: AsyncConnection) -> Watch | None:
            row = (await connection.execute(query)).mappings().first()
            return None if row is None else _watch_of(row)

        return await self._reading.run(work)

    async def heard(self, source: str, at: datetime) -> None:
        """Note that a source was heard; an older moment changes nothing, unless a clock was put back."""

        async def work(connection: AsyncConnection) -> None:
            found = (await connection.execute(select(heartbeats.c.at).where(heartbeats.c.source == source))).first()
            if found is None:
                await connection.execute(insert(heartbeats).values(source=source, at=at))
            elif found[0] < at or found[0] > at + SKEW:
                await connection.execute(update(heartbeats).where(heartbeats.c.source == source).values(at=at))

        await self._writing.run(work)

    async def last_heard(self, sources: Sequence[str]) -> Mapping[str, datetime]:
        """Tell when each of the sources was heard last."""
        query = select(heartbeats).where(heartbeats.c.source.in_(list(sources)))

        async def work(connection: AsyncConnection) -> Mapping[str, datetime]:
            return {row["source"]: row["at"] for row in (await connection.execute(query)).mappings()}

        return await self._reading.run(work)

    async def unconfirmed(self, org: str, since: datetime) -> Sequence[Disconnection]:
        """List the demands that are not confirmed, the oldest first."""
        rows = await self._settled(org, Outcome.NOT_CONFIRMED, since)
        return tuple(demand_of(row) for row in rows)

    async def refusals(self, org: str, since: datetime) -> Sequence[Refused]:
        """List the demands that the platform refused, the oldest first."""
        return tuple(
            Refused(
                row["settled_at"],
                Cause(row["cause"]) if row["cause"] else Cause.NOT_PROVEN,
                row["conversation_id"],
                row["lead"],
                row["trace_id"],
            )
            for row in await self._settled(org, Outcome.REFUSED, since)
        )

    async def _settled(self, org: str, outcome: Outcome, since: datetime) -> Sequence[RowMapping]:
        of = disconnections.c
        query = (
            select(disconnections)
            .where(of.org == org, of.outcome == outcome.value, of.settled_at >= since, of.claimed_key.is_not(None))
            .order_by(of.settled_at.desc(), of.id)
            .limit(MOST)
        )

        async def work(connection: AsyncConnection) -> Sequence[RowMapping]:
            return (await connection.execute(query)).mappings().all()[::-1]

        return await self._reading.run(work)

    async def _change(self, watch: Watch, **values: object) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            return bool((await connection.execute(update(watches).where(_mine(watch)).values(**values))).rowcount)

        return await self._writing.run(work)


async def _leased(
    connection: AsyncConnection, rows: Sequence[RowMapping], owner: str, until: datetime
) -> tuple[Watch, ...]:
    taken = tuple(_watch_of({**row, "owner": owner, "lease_until": until}) for row in rows)
    for one in taken:
        await connection.execute(update(watches).where(_is(one)).values(owner=owner, lease_until=until))
    return taken


def _watch_of(row: Mapping[str, object] | RowMapping) -> Watch:
    values = {name: row[name] for name in ("rule", "org", "due_at", "owner", "lease_until")}
    return Watch(**values, state=state_of(str(row["state"])))  # type: ignore[arg-type]


def _is(watch: Watch) -> ColumnElement[bool]:
    return and_(_table.rule == watch.rule, _table.org == watch.org)


def _mine(watch: Watch) -> ColumnElement[bool]:
    """Tell a watch while its owner is at it. A lease that ran out and that nobody took is still one's own."""
    return and_(_is(watch), _table.owner == watch.owner)
