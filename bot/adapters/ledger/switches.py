"""The kill switch: one line for all processes, each turn of it entered in the ledger with it."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.adapters.ledger import entries
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import switches
from bot.adapters.ledger.wording import kept
from bot.domain.pause import Pause
from bot.ports import Entry

PAUSE = "pause"
_PAUSE = select(switches).where(switches.c.name == PAUSE)


async def paused(connection: AsyncConnection) -> Pause | None:
    """Read it; None while it is off."""
    row = (await connection.execute(_PAUSE)).mappings().first()
    return None if row is None else Pause(row["by"], row["since"], row["reason"])


async def pause(connection: AsyncConnection, wanted: Pause) -> Pause:
    """Turn it on; returns the pause that holds. Two who do it at once collide, and the second finds the first's."""
    if (holding := await paused(connection)) is not None:
        return holding
    await connection.execute(
        insert(switches).values(name=PAUSE, by=wanted.by, since=wanted.since, reason=kept(wanted.reason))
    )
    await entries.append(connection, Entry(wanted.since, wanted.by, "paused", "", "", note=wanted.reason))
    return wanted


async def resume(connection: AsyncConnection, by: str, at: datetime) -> Pause | None:
    """Turn it off; returns the pause that ended, None if there was none."""
    holding = await paused(connection)
    gone = await connection.execute(delete(switches).where(switches.c.name == PAUSE))
    if holding is None or gone.rowcount == 0:
        return None
    await entries.append(connection, Entry(at, by, "resumed", "", ""))
    return holding
