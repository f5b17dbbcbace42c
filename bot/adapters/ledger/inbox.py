"""The inbox in the ledger's database: a notice waits here from before its sender is answered until it is dealt with."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, and_, delete, insert, or_, select, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.inbox_tables import inbox, signatures
from bot.adapters.ledger.lanes import AnyLane
from bot.domain.alert import Severity
from bot.domain.notice import FailedCall, Notice, Tiding

# What is put off lies less far ahead; what lies further was noted before a clock was put back.
BEYOND = timedelta(days=1)
# Longer than a signature is good for, by whichever clock.
REMEMBERED = timedelta(hours=1)
_table = inbox.c


class DatabaseInbox:
    """The port `Inbox`, on the ledger's own lanes."""

    def __init__(self, *, writing: AnyLane) -> None:
        self._writing = writing

    async def put(self, notice: Notice) -> bool:
        """Keep a notice; False where its signature was used, or where it takes the place of one that waits."""

        async def work(connection: AsyncConnection) -> bool:
            if notice.signature and not await _first_time(connection, notice):
                return False
            # Whoever is at the earlier one keeps the lease: of one problem, one thing is dealt with after the other.
            replaced = await connection.execute(
                update(inbox)
                .where(_table.source == notice.source, _table.key == notice.key)
                .values(id=notice.id, tiding=notice.tiding.value, received_at=notice.received_at, body=_body(notice))
            )
            if replaced.rowcount:
                return False
            await connection.execute(
                insert(inbox).values(
                    source=notice.source,
                    key=notice.key,
                    tiding=notice.tiding.value,
                    id=notice.id,
                    received_at=notice.received_at,
                    body=_body(notice),
                    not_before=notice.received_at,
                    attempts=0,
                )
            )
            return True

        return await self._writing.run(work)

    async def take(self, owner: str, now: datetime, until: datetime) -> Notice | None:
        """Take the next notice under a lease; what another process is taking is passed over."""
        free = or_(_table.owner.is_(None), _table.lease_until < now)
        query = (
            select(inbox)
            .where(and_(or_(_table.not_before <= now, _table.not_before > now + BEYOND), free))
            .order_by(_table.received_at, _table.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )

        async def work(connection: AsyncConnection) -> Notice | None:
            row = (await connection.execute(query)).mappings().first()
            if row is None:
                return None
            await connection.execute(
                update(inbox)
                .where(_table.id == row["id"])
                .values(owner=owner, lease_until=until, attempts=row["attempts"] + 1)
            )
            return _notice(row)

        return await self._writing.run(work)

    async def done(self, notice: Notice, owner: str) -> None:
        """Let a notice go that was dealt with, unless a newer one has taken its place."""
        mine = (_table.source == notice.source, _table.key == notice.key, _table.owner == owner)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(inbox).where(*mine, _table.id == notice.id))
            await connection.execute(update(inbox).where(*mine).values(owner=None, lease_until=None))

        await self._writing.run(work)

    async def later(self, notice: Notice, owner: str, at: datetime) -> None:
        """Give a notice back, to be dealt with from a moment on."""
        mine = (_table.source == notice.source, _table.key == notice.key, _table.owner == owner)
        back = update(inbox).where(*mine).values(owner=None, lease_until=None, not_before=at)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(back)

        await self._writing.run(work)


async def _first_time(connection: AsyncConnection, notice: Notice) -> bool:
    """Note a signature; False if it was noted before. Two processes that do it at once collide, and one is second."""
    known = select(signatures.c.at).where(signatures.c.signature == notice.signature)
    if (await connection.execute(known)).first() is not None:
        return False
    await connection.execute(delete(signatures).where(signatures.c.at < notice.received_at - REMEMBERED))
    await connection.execute(insert(signatures).values(signature=notice.signature, at=notice.received_at))
    return True


def _body(notice: Notice) -> str:
    held = asdict(notice)
    for name in ("id", "source", "key", "tiding", "received_at", "signature"):
        del held[name]
    held["since"] = notice.since.isoformat() if notice.since else None
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def _notice(row: RowMapping) -> Notice:
    held = json.loads(row["body"])
    call, since, severity = held.pop("call"), held.pop("since"), held.pop("severity")
    about = tuple((str(name), str(value)) for name, value in held.pop("about"))
    return Notice(
        id=row["id"],
        source=row["source"],
        received_at=row["received_at"],
        key=row["key"],
        tiding=Tiding(row["tiding"]),
        severity=Severity(severity) if severity else None,
        since=datetime.fromisoformat(since) if since else None,
        call=FailedCall(**call) if call else None,
        about=about,
        **held,
    )
