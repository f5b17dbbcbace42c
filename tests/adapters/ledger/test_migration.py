import asyncio
import subprocess
import sys
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, insert, table, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.adapters.ledger import Archive, migrate
from bot.adapters.ledger.chain import HASHED, NOTHING_BEFORE, hash_of
from bot.adapters.ledger.migration import SCRIPTS, upgrade
from bot.adapters.ledger.tables import REVISION, Moment, metadata
from bot.domain.errors import LedgerUnavailableError, SettingsError
from bot.ports import Entry, Head
from tests.support.clock import START


async def test_the_migrated_tables_equal_those_the_queries_know(url):
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda plain: compare_metadata(
                MigrationContext.configure(plain, opts={"compare_server_default": True}), metadata
            )
        )
    await engine.dispose()
    assert differences == []


def test_the_version_that_is_checked_is_the_latest():
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [REVISION]


async def test_migrating_again_changes_nothing(url, ledger):
    await ledger.check()
    await migrate(url)
    await ledger.check()


async def test_one_process_may_migrate_twice_at_once(tmp_path, open_ledger):
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    await asyncio.gather(migrate(url), migrate(url))
    await (await open_ledger(url)).check()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_processes_that_start_at_once_may_all_migrate(kind, request, tmp_path, open_ledger):
    if kind == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    else:
        postgres = request.getfixturevalue("postgres")
        url = postgres.url(postgres.database())
    code = "import asyncio, sys; from bot.adapters.ledger import migrate; asyncio.run(migrate(sys.argv[1]))"
    started = [await asyncio.create_subprocess_exec(sys.executable, "-c", code, url) for _ in range(3)]
    assert [await process.wait() for process in started] == [0, 0, 0]
    await (await open_ledger(url)).check()


async def test_a_database_that_cannot_be_opened_is_said(tmp_path):
    with pytest.raises(LedgerUnavailableError, match="cannot be opened"):
        await migrate(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'hangup.db'}")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("hangup.db", "no address"),
        ("sqlite:///hangup.db", "must begin with"),
        ("mysql://localhost/hangup", "must begin with"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite+aiosqlite:///:memory:", "names no file"),
    ],
)
async def test_an_address_that_no_ledger_can_be_kept_in_is_refused(url, words, open_ledger):
    with pytest.raises(SettingsError, match=words):
        await migrate(url)
    with pytest.raises(SettingsError, match=words):
        await open_ledger(url)


def test_a_normal_start_does_not_load_alembic():
    code = "import bot.adapters.ledger, sys; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    postgres = request.getfixturevalue("postgres")
    return postgres.url(postgres.database())


async def test_lines_without_a_region_keep_their_hash_and_are_followed_by_lines_with_one(empty_url, open_ledger, clock):
    engine = create_async_engine(empty_url)
    row = dict.fromkeys(HASHED, "") | {
        "id": 1,
        "previous": NOTHING_BEFORE,
        "at": START,
        "org": "genesys",
        "through": None,
    }
    digest = hash_of(row)
    async with engine.begin() as connection:
        await connection.run_sync(partial(upgrade, revision="0007"))
        await connection.execute(
            insert(table("entries", *(column(name, Moment if name == "at" else None) for name in (*HASHED, "hash")))),
            row | {"hash": digest},
        )
    await engine.dispose()
    await migrate(empty_url)
    ledger = await open_ledger(empty_url, regions=lambda _: "apse1.pure.cloud")
    await ledger.enter(Entry(START, "U0LEAD", "looked_up", "genesys", "conversation"))
    assert [line.region for line in await ledger.entries()] == ["apse1.pure.cloud", None]
    async with Archive.opened(empty_url, clock) as archive:
        walk = await archive.verify(Head(1, digest), lambda _: None)
        assert (walk.findings, walk.lines) == ([], 2)
        # An older process writes another line without a region: the last that has one tells it.
    async with engine.begin() as connection:
        chained = row | {"id": 3, "previous": (await ledger.head()).hash}
        await connection.execute(
            insert(table("entries", *(column(name, Moment if name == "at" else None) for name in (*HASHED, "hash")))),
            chained | {"hash": hash_of(chained)},
        )
    await engine.dispose()
    blind = await open_ledger(empty_url)
    await blind.enter(Entry(START, "U0LEAD", "looked_up", "genesys", "conversation"))
    assert [line.region for line in await blind.entries()] == ["apse1.pure.cloud", None, "apse1.pure.cloud", None]


async def test_the_lines_of_an_older_version_move_into_the_chain(empty_url, open_ledger, clock):
    engine = create_async_engine(empty_url)
    async with engine.begin() as connection:
        await connection.run_sync(partial(upgrade, revision="0001"))
        for number in range(1, 4):
            await connection.execute(
                text(
                    'INSERT INTO entries (at, "by", step, org, conversation_id, disconnection_id, reason, note, detail,'
                    " snapshot) VALUES (:at, 'U0LEAD', 'sending', 'genesys', 'conversation', 'D-1', 'stuck', :note, '',"
                    " :snapshot)"
                ),
                {
                    "at": f"2026-11-22 06:00:0{number}.000000" if empty_url.startswith("sqlite") else START,
                    "note": "why" if number == 1 else "",
                    "snapshot": "{}" if number == 2 else None,
                },
            )
    await engine.dispose()
    await migrate(empty_url)
    ledger = await open_ledger(empty_url)
    await ledger.enter(Entry(START, "U0LEAD", "looked_up", "genesys", "conversation"))
    lines = tuple(reversed(await ledger.entries()))
    assert [(line.note, line.snapshot) for line in lines] == [("why", None), ("", "{}"), ("", None), ("", None)]
    assert [line.step for line in lines] == ["sending"] * 3 + ["looked_up"]
    async with Archive.opened(empty_url, clock) as archive:
        walk = await archive.verify(None, lambda _: None)
        assert (walk.findings, walk.lines) == ([], 4)
