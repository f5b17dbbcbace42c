"""How much longer a question to the ledger takes when the ledger is a hundred times as long."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from statistics import median

from sqlalchemy import create_engine, text

from bench.figure import Figure
from bench.size import Size
from bot.adapters.ledger import Archive, migrate
from bot.adapters.ledger.entries import Wanted
from bot.bootstrap import SystemClock
from bot.use_cases.audit import LINES

TWICE = 2.0
PEOPLE = 200
LINES_EACH = 5
WARMING = 20
_TRIGGERS = ("DROP TRIGGER entries_follow", "DROP TRIGGER entries_lead")
_COLUMNS = 'id, at, "by", step, org, conversation_id, disconnection_id, reason, detail, seal, previous, hash'
# Lines as they come in life: five to a conversation, by two hundred people, one a second. Nobody verifies this chain.
_SQLITE = f"""
    INSERT INTO entries ({_COLUMNS})
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :lines)
    SELECT i, strftime('%Y-%m-%d %H:%M:%S', 1700000000 + i, 'unixepoch') || '.000000',
    'U' || (i / {LINES_EACH} % {PEOPLE}), 'looked_up', 'genesys', 'c' || (i / {LINES_EACH}), '', '', '', '',
    hex(randomblob(32)), hex(randomblob(32)) FROM n
    """  # noqa: S608 - constants
_POSTGRESQL = f"""
    INSERT INTO entries ({_COLUMNS})
    SELECT i, to_timestamp(1700000000 + i), 'U' || (i / {LINES_EACH} % {PEOPLE}), 'looked_up', 'genesys',
    'c' || (i / {LINES_EACH}), '', '', '', '', md5(i::text) || md5(i::text), md5(i::text) || md5(i::text)
    FROM generate_series(1, CAST(:lines AS bigint)) AS i
    """  # noqa: S608 - constants


async def queries(few: str, many: str, size: Size, database: str) -> AsyncIterator[Figure]:
    """Ask a short ledger and a long one, in turns, the questions that `/conversation audit` and `hangup audit` ask."""
    await _fill(few, size.few)
    await _fill(many, size.many)
    asked: dict[str, Callable[[int, int], Wanted]] = {
        "of a conversation": lambda turn, lines: Wanted(conversation_id=f"c{turn * 7919 % lines // LINES_EACH}"),
        "of a person": lambda turn, _: Wanted(by=f"U{turn % PEOPLE}"),
        "the latest": lambda _, __: Wanted(),
        "of an org": lambda _, __: Wanted(org="genesys"),
    }
    clock = SystemClock()
    async with Archive.opened(few, clock) as short, Archive.opened(many, clock) as long:
        for what, wanted in asked.items():
            taken: tuple[list[float], list[float]] = ([], [])
            for turn in range(-WARMING, size.queries):
                for archive, lines, seconds in ((short, size.few, taken[0]), (long, size.many, taken[1])):
                    began = time.perf_counter()
                    await archive.latest(wanted(abs(turn), lines), LINES)
                    if turn >= 0:
                        seconds.append(time.perf_counter() - began)
            ours, theirs = median(taken[1]), median(taken[0])
            yield Figure(
                f"ledger, {what}: {size.many:,} lines over {size.few:,}, {database}",
                ours / theirs,
                target=TWICE,
                remark=f"{ours * 1000:.1f} ms, {theirs * 1000:.1f} ms",
            )


async def _fill(url: str, lines: int) -> None:
    await migrate(url)
    await asyncio.to_thread(_filled, url.replace("sqlite+aiosqlite", "sqlite"), lines)


def _filled(url: str, lines: int) -> None:
    """Write lines in bulk, the triggers that would look at each of them aside."""
    engine = create_engine(url)
    with engine.begin() as connection:
        postgresql = connection.dialect.name == "postgresql"
        aside = ("ALTER TABLE entries DISABLE TRIGGER USER",) if postgresql else _TRIGGERS
        for statement in aside:
            connection.execute(text(statement))
        connection.execute(text(_POSTGRESQL if postgresql else _SQLITE), {"lines": lines})
        connection.execute(text("ANALYZE"))
    engine.dispose()
