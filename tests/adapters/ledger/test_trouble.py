import asyncio
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from bot.adapters.ledger import demands
from bot.adapters.ledger.lane import FileLane
from bot.domain.errors import LedgerUnavailableError
from tests.adapters.ledger.samples import a_demand
from tests.support.clock import START


async def test_a_file_locked_by_another_program_is_said_within_the_time_to_wait(open_ledger, file):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}", busy_seconds=0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as intruder:
        intruder.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.raises(LedgerUnavailableError, match="locked") as raised:
            await ledger.place(a_demand())
        assert time.monotonic() - begun < 1
        intruder.execute("ROLLBACK")
    assert raised.value.__cause__ is not None
    assert (await ledger.place(a_demand())).disconnection == a_demand()


async def test_a_table_locked_by_another_program_is_said_within_the_time_to_wait(open_ledger, postgres, name):
    ledger = await open_ledger(postgres.url(name), busy_seconds=0.05)
    with postgres.connect(name) as intruder, intruder.transaction():
        intruder.execute("LOCK TABLE disconnections")
        with pytest.raises(LedgerUnavailableError, match="locked"):
            await ledger.place(a_demand())
    assert (await ledger.place(a_demand())).disconnection == a_demand()


async def test_readers_read_while_another_program_writes(open_ledger, file):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}", busy_seconds=0.05)
    await ledger.place(a_demand())
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert await ledger.find("D-1") == a_demand()


async def test_a_read_only_file_can_be_read_and_says_why_it_is_not_written(open_ledger, file):
    whole = await open_ledger(f"sqlite+aiosqlite:///{file}")
    await whole.place(a_demand())
    ledger = await open_ledger(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")
    assert await ledger.find("D-1") == a_demand()
    with pytest.raises(LedgerUnavailableError, match="read-only"):
        await ledger.place(a_demand(2))
    with pytest.raises(LedgerUnavailableError, match="read-only"):
        await ledger.check()


async def test_a_full_disk_is_said_and_nothing_is_half_written(open_ledger, file):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}")
    with ledger._writing.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LedgerUnavailableError, match="full"):
        await ledger.place(a_demand(note="x" * 100_000))
    assert await ledger.find("D-1") is None


async def test_a_database_without_tables_names_the_command(open_ledger, tmp_path):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    for call in (ledger.check(), ledger.place(a_demand()), ledger.find("D-1")):
        with pytest.raises(LedgerUnavailableError, match="hangup migrate"):
            await call


async def test_a_postgresql_database_without_tables_names_the_command(open_ledger, postgres):
    ledger = await open_ledger(postgres.url(postgres.database()))
    for call in (ledger.check(), ledger.place(a_demand()), ledger.find("D-1")):
        with pytest.raises(LedgerUnavailableError, match="hangup migrate"):
            await call


async def test_tables_of_another_version_name_the_command(open_ledger, file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}")
    with pytest.raises(LedgerUnavailableError, match="hangup migrate"):
        await ledger.check()


async def test_a_file_that_is_no_database_is_said(open_ledger, tmp_path):
    (tmp_path / "letter.db").write_text("Dear Sir or Madam, " * 100)
    ledger = await open_ledger(f"sqlite+aiosqlite:///{tmp_path / 'letter.db'}")
    with pytest.raises(LedgerUnavailableError, match="no database"):
        await ledger.check()


async def test_a_database_that_cannot_be_reached_is_said(open_ledger, tmp_path):
    ledger = await open_ledger(f"postgresql+psycopg://postgres@/hangup?host={tmp_path}")
    with pytest.raises(LedgerUnavailableError, match="cannot be reached"):
        await ledger.check()


async def test_connections_that_the_database_dropped_are_replaced(open_ledger, postgres, name):
    ledger = await open_ledger(postgres.url(name))
    await asyncio.gather(*(ledger.find("D-1") for _ in range(5)))
    with postgres.connect("postgres") as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
    assert (await ledger.place(a_demand())).disconnection == a_demand()


async def test_words_and_causes_hold_neither_statement_values_nor_secrets(ledger):
    await ledger.place(a_demand())
    with pytest.raises(LedgerUnavailableError) as raised:
        await ledger.place(a_demand(key="another", participant_id="another", note="call +49 30 1"))
    assert str(raised.value) == "The ledger's database cannot be reached or failed: look at DATABASE_URL and its log."
    assert "+49" not in str(raised.value.__cause__)


async def test_the_ledger_is_checked_by_writing(ledger, other, clock):
    await asyncio.gather(ledger.check(), other.check(), ledger.check())
    clock.advance(60)
    await ledger.check()


async def test_a_place_that_is_cancelled_while_it_is_written_is_there_or_not_and_the_next_call_works(ledger, other):
    for turns in range(12):
        demand = a_demand(turns, participant_id=str(turns), owner=None)
        task = asyncio.ensure_future(ledger.place(demand))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await ledger.withdraw(demand.id, START)
        found = await other.find(demand.id)
        assert found is None or found.detail == "withdrawn"
        assert (await ledger.place(a_demand(100 + turns, participant_id=str(turns)))).rival is None
    await ledger.check()


async def test_a_withdrawal_waits_for_the_place_that_is_still_being_written(ledger, other, monkeypatch):
    written, go_on = threading.Event(), threading.Event()
    place, on_file = demands.place, isinstance(ledger._writing, FileLane)

    async def slow_place(*arguments):
        placed = await place(*arguments)
        written.set()
        if on_file:
            go_on.wait(10)  # in a thread of the lane's, while the loop goes on
        else:
            await asyncio.to_thread(go_on.wait, 10)
        return placed

    monkeypatch.setattr(demands, "place", slow_place)
    task = asyncio.ensure_future(ledger.place(a_demand()))
    assert await asyncio.to_thread(written.wait, 10)
    task.cancel()
    withdrawal = asyncio.ensure_future(ledger.withdraw("D-1", START))
    go_on.set()
    await withdrawal
    assert (await other.find("D-1")).detail == "withdrawn"


async def test_who_gives_up_waiting_for_a_turn_leaves_nothing_behind(open_ledger, file):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}")
    first, second = (asyncio.ensure_future(ledger.place(a_demand(number))) for number in (1, 2))
    await asyncio.sleep(0)
    second.cancel()
    assert (await first).disconnection.id == "D-1"
    with pytest.raises(asyncio.CancelledError):
        await second
    assert await ledger.find("D-2") is None


async def test_a_ledger_knows_whether_it_is_at_work(ledger):
    task = asyncio.ensure_future(ledger.place(a_demand()))
    await asyncio.sleep(0)
    assert ledger.busy
    await task
    assert not ledger.busy


async def test_a_queue_that_is_too_long_is_said(open_ledger, file):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}")
    ledger._writing._patience = 0.01
    await ledger._writing._turns.take()
    with pytest.raises(LedgerUnavailableError, match="in time"):
        await ledger.place(a_demand())
    ledger._writing._turns.give_back()
    await ledger.check()
