"""The chain: several writers never fork it, and whatever is done to it behind the bot's back is found."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.adapters.ledger import Archive
from bot.adapters.ledger.chain import HASHED, NOTHING_BEFORE, hash_of
from bot.adapters.ledger.entries import Wanted
from bot.adapters.ledger.verification import head_of
from bot.domain.disconnection import Outcome
from bot.domain.errors import InputError, LedgerUnavailableError
from bot.domain.letter import Letter
from bot.ports import Entry, Head
from tests.adapters.ledger.samples import a_conversation, a_demand
from tests.support.clock import START

LOOK_UP = Entry(START, "U0LEAD", "looked_up", "genesys", "conversation")
EVERYTHING = Wanted()


def say(_):
    """Nobody reads the progress."""


@pytest_asyncio.fixture
async def archive(url, clock):
    async with Archive.opened(url, clock) as opened:
        yield opened


@pytest.fixture
def tamper(url):
    """Do to the database what its triggers refuse, as somebody can who owns it."""

    async def do(*commands):
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SET session_replication_role = replica"))
            else:
                rows = await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                for (name,) in rows.all():
                    await connection.execute(text(f"DROP TRIGGER {name}"))
            for command in commands:
                await connection.execute(text(command))
        await engine.dispose()

    return do


@pytest_asyncio.fixture
async def ten(ledger):
    """A ledger of ten lines, two with particulars."""
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.SENDING, START), snapshot=a_conversation())
    for number in range(8):
        await ledger.enter(replace(LOOK_UP, detail=str(number), at=START + timedelta(days=number)))
    return ledger


def test_the_form_is_the_documented_one_for_ever():
    row = dict.fromkeys(HASHED, "") | {
        "id": 1,
        "previous": NOTHING_BEFORE,
        "at": START,
        "by": "U0LEAD",
        "step": "looked_up",
        "org": "genesys",
        "conversation_id": "c",
        "participant_id": None,
        "trace_id": None,
        "through": None,
    }
    written = (
        f'["hangup-ledger-1",1,"{NOTHING_BEFORE}","2026-11-22T06:00:00.000000Z","U0LEAD","looked_up","genesys","c",'
        'null,"","","",null,null,""]'
    )
    assert hash_of(row) == sha256(written.encode()).hexdigest()
    assert (
        hash_of(row | {"detail": "é"})
        == sha256(written.replace('"",null,null', '"\\u00e9",null,null').encode()).hexdigest()
    )


def test_the_form_of_a_line_with_a_region_is_the_documented_one_for_ever():
    row = dict.fromkeys(HASHED) | {
        "id": 2,
        "previous": "p",
        "at": START,
        "org": "genesys",
        "region": "apse1.pure.cloud",
    }
    written = (
        '["hangup-ledger-2",2,"p","2026-11-22T06:00:00.000000Z",null,null,"genesys",null,null,null,null,null,null,null,'
        'null,"apse1.pure.cloud"]'
    )
    assert hash_of(row) == sha256(written.encode()).hexdigest()
    assert hash_of(row | {"region": ""}) == sha256(written.replace("apse1.pure.cloud", "").encode()).hexdigest()
    assert hash_of(row | {"region": None}) != hash_of(row | {"region": ""})


async def test_each_line_holds_the_hash_of_the_one_before(ten, archive):
    lines = [line async for line in archive.each(EVERYTHING, 100)]
    assert [line.number for line in lines] == list(range(1, 11))
    assert [line.previous for line in lines] == [NOTHING_BEFORE, *(line.hash for line in lines[:-1])]
    assert await archive.head() == await ten.head() == Head(10, lines[-1].hash)
    walk = await archive.verify(None, say)
    assert (walk.whole, walk.lines, walk.last) == (True, 10, await ten.head())


async def test_writers_at_once_never_fork_the_chain(ledger, other, archive):
    demands = [a_demand(number, participant_id=str(number)) for number in range(20)]
    lookups = [replace(LOOK_UP, detail=str(number), note="x") for number in range(20)]
    await asyncio.gather(
        *((ledger, other)[turn % 2].place(demand) for turn, demand in enumerate(demands)),
        *((ledger, other)[turn % 2].enter(entry) for turn, entry in enumerate(lookups)),
    )
    walk = await archive.verify(None, say)
    assert (walk.findings, walk.lines, walk.last.number) == ([], 40, 40)


async def test_a_line_that_does_not_follow_the_head_is_refused_by_the_database(ten, file, open_ledger, name, postgres):
    forged = (
        'INSERT INTO entries (id, at, "by", step, org, conversation_id, disconnection_id, reason, detail, seal, '
        "previous, hash) VALUES (1, '2026-01-01', 'x', 'x', 'x', 'x', '', '', '', '', 'x', 'x')"
    )
    sqlite = await open_ledger(f"sqlite+aiosqlite:///{file}")
    await sqlite.enter(LOOK_UP)
    for command in (forged, forged.replace("INSERT", "INSERT OR REPLACE")):
        with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(command)
    with postgres.connect(name) as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(forged)


@pytest.mark.parametrize(
    ("commands", "found"),
    [
        (["UPDATE entries SET \"by\" = 'U0OTHER' WHERE id = 5"], ("changed", 5)),
        (["UPDATE entries SET hash = previous WHERE id = 5"], ("changed", 5)),
        (["UPDATE entries SET region = 'eu1' WHERE id = 5"], ("changed", 5)),
        (["UPDATE entries SET region = NULL WHERE id = 5"], ("changed", 5)),
        (["DELETE FROM entries WHERE id IN (5, 6)"], ("missing", 7)),
        (["DELETE FROM particulars WHERE entry_id = 1", "DELETE FROM entries WHERE id = 1"], ("missing", 2)),
        (["DELETE FROM entries WHERE id > 7"], ("truncated", 8)),
        (["UPDATE entries SET previous = (SELECT previous FROM entries WHERE id = 4) WHERE id = 5"], ("forked", 5)),
        (["UPDATE particulars SET note = 'another' WHERE entry_id = 1"], ("particulars_changed", 1)),
        (["DELETE FROM particulars WHERE entry_id = 2"], ("particulars_missing", 2)),
        (["INSERT INTO particulars (entry_id, salt, note) VALUES (3, '00', 'x')"], ("particulars_added", 3)),
        (["UPDATE chain SET hash = 'x'"], ("head", 10)),
    ],
)
async def test_what_was_done_behind_its_back_is_found_and_where(ten, archive, tamper, commands, found):
    await tamper(*commands)
    findings = (await archive.verify(None, say)).findings
    assert found in [(finding.kind, finding.number) for finding in findings]
    assert all(f"Line {finding.number} " in finding.words for finding in findings)


async def test_a_line_that_was_rewritten_with_its_hash_breaks_the_next(ten, archive, tamper):
    lines = {line.number: line async for line in archive.each(EVERYTHING, 100)}
    row = dict.fromkeys(HASHED) | {
        "id": 5, "previous": lines[5].previous, "at": lines[5].entry.at, "by": "U0OTHER", "step": "looked_up",
        "org": "genesys", "conversation_id": "conversation", "disconnection_id": "", "reason": "", "detail": "2",
        "seal": "", "region": "",
    }  # fmt: skip
    await tamper(f"UPDATE entries SET \"by\" = 'U0OTHER', hash = '{hash_of(row)}' WHERE id = 5")  # noqa: S608 - a hash
    found = (await archive.verify(None, say)).findings
    assert [(finding.kind, finding.number) for finding in found] == [("broken", 6)]


async def test_an_end_that_was_cut_off_with_the_head_is_found_by_the_head_that_was_kept(ten, archive, tamper):
    kept = await ten.head()
    await tamper(
        "DELETE FROM entries WHERE id > 7",
        "UPDATE chain SET number = 7, hash = (SELECT hash FROM entries WHERE id = 7)",
    )
    assert (await archive.verify(None, say)).whole
    for head in (kept, Head(0, kept.hash)):
        found = (await archive.verify(head, say)).findings
        assert [finding.kind for finding in found] == ["head"]
    assert (await archive.verify(Head(7, (await archive.head()).hash), say)).whole


async def test_an_older_head_is_still_part_of_the_chain(ten, archive):
    kept = await ten.head()
    await ten.enter(LOOK_UP)
    assert (await archive.verify(kept, say)).whole
    assert (await archive.verify(Head(0, kept.hash), say)).whole
    assert not (await archive.verify(Head(9, kept.hash), say)).whole


@pytest.mark.parametrize(
    ("typed", "head"),
    [
        ("12:" + "a" * 64, Head(12, "a" * 64)),
        (" " + "A" * 64 + "\n", Head(0, "a" * 64)),
        ("12", None),
        ("x:" + "a" * 64, None),
        ("g" * 64, None),
    ],
)
def test_a_head_is_read_as_it_is_printed(typed, head):
    assert head_of(typed) == head


async def test_erasing_takes_every_personal_word_and_leaves_the_chain_whole(ten, archive, tamper):
    await ten.record(a_demand().reached(Outcome.CONFIRMED, START), snapshot=a_conversation())
    kept = await ten.head()
    erased = await archive.erase("conversation", "cli:root", "request 7")
    assert (erased.lines, erased.demands) == (3, 1)
    lines = [line async for line in archive.each(EVERYTHING, 100)]
    assert all(line.entry.note == "" and line.entry.snapshot is None for line in lines)
    assert [line.number for line in lines if line.erased] == [1, 2, 11]
    last = lines[-1].entry
    assert (last.step, last.by, last.conversation_id, last.reason) == (
        "erased",
        "cli:root",
        "conversation",
        "request 7",
    )
    demand = await ten.find("D-1")
    assert (demand.participant_name, demand.note) == ("", "")
    assert (await archive.verify(kept, say)).whole


async def test_what_waits_to_be_said_is_erased_too(ten, archive, ledger, clock):
    await ten.record(a_demand().reached(Outcome.CONFIRMED, START))
    told = Letter("C1", "Ravi has left", [], clock.now(), org="genesys", conversation_id="conversation")
    other = Letter("C1", "about another", [], clock.now(), org="genesys", conversation_id="another")
    await ledger.outbox.put((told, other))
    assert (await archive.erase("conversation", "cli:root", "")).letters == 1
    assert (await ledger.outbox.backlog()).letters == 1
    assert [line.detail for line in await ledger.entries(limit=3) if line.step == "not_said"] == ["erased"]


async def test_a_later_step_does_not_bring_back_what_was_erased(ledger, archive):
    await ledger.place(a_demand())
    missed = a_demand().reached(Outcome.NOT_CONFIRMED, START)
    await ledger.record(missed)
    await archive.erase("conversation", "cli:root", "")
    assert await ledger.record(missed.reached(Outcome.CONFIRMED, START))
    assert (await ledger.find("D-1")).note == ""
    assert (await archive.verify(None, say)).whole


async def test_nothing_is_erased_while_a_demand_is_in_flight_or_of_a_conversation_that_nobody_knows(ten, archive):
    with pytest.raises(InputError, match="in flight"):
        await archive.erase("conversation", "cli:root", "")
    with pytest.raises(InputError, match="nothing about"):
        await archive.erase("another", "cli:root", "")


async def test_particulars_go_only_with_an_erasure(ten, url):
    engine = create_async_engine(url)
    for command in ("DELETE FROM particulars", "UPDATE particulars SET note = 'x'"):
        with pytest.raises(Exception, match="append-only"):
            async with engine.begin() as connection:
                await connection.execute(text(command))
    await engine.dispose()


async def test_retention_removes_the_oldest_and_the_rest_still_proves_itself(ten, archive, clock):
    await ten.record(a_demand().reached(Outcome.REFUSED, START))
    kept = await ten.head()
    clock.advance(timedelta(days=6).total_seconds())
    await ten.enter(replace(LOOK_UP, at=clock.now()))
    # Lines 3 to 10 look back 0 to 7 days from the start; what is older than 3 days now: up to line 5.
    assert await archive.retain(3, "cli:root", say) == 5
    lines = [line async for line in archive.each(EVERYTHING, 100)]
    assert [line.number for line in lines] == list(range(6, 14))
    assert (lines[-1].entry.step, lines[-1].entry.reason, lines[-1].entry.by) == ("retained", "3 days", "cli:root")
    assert (await archive.verify(kept, say)).whole
    assert await ten.find("D-1") is None
    assert await archive.retain(3, "cli:root", say) == 0
    assert (await archive.head()).number == 13


async def test_a_chain_that_lost_lines_behind_its_checkpoint_is_found(ten, archive, clock, tamper):
    clock.advance(timedelta(days=6).total_seconds())
    await archive.retain(3, "cli:root", say)
    await tamper("DELETE FROM entries WHERE id = 6")
    assert [(f.kind, f.number) for f in (await archive.verify(None, say)).findings] == [("missing", 7)]


async def test_a_retention_that_was_cut_short_is_finished_by_the_next(ten, archive, clock, monkeypatch):
    clock.advance(timedelta(days=60).total_seconds())

    async def fails(*_):
        raise LedgerUnavailableError("away")

    with monkeypatch.context() as patched:
        patched.setattr(Archive, "_removed", fails)
        with pytest.raises(LedgerUnavailableError):
            await archive.retain(3, "cli:root", say)
    walk = await archive.verify(None, say)
    assert (walk.whole, walk.horizon.left_over) == (True, 10)
    assert await archive.retain(3, "cli:root", say) == 10
    assert (await archive.verify(None, say)).lines == 1


async def test_retention_keeps_a_demand_that_is_in_flight(ledger, archive, clock):
    await ledger.place(a_demand())
    clock.advance(timedelta(days=60).total_seconds())
    assert await archive.retain(1, "cli:root", say) == 1
    assert await ledger.find("D-1") is not None


async def test_what_is_read_in_batches_is_whole_and_in_order(ten, archive, monkeypatch):
    monkeypatch.setattr("bot.adapters.ledger.archive.BATCH", 3)
    assert [line.number async for line in archive.each(EVERYTHING, 9)] == list(range(1, 10))
    assert [line.number async for line in archive.each(Wanted(by="U0LEAD"), 9)] == list(range(1, 10))
    assert [line.number async for line in archive.each(Wanted(conversation_id="conversation"), 100)][-1] == 10


async def test_lines_are_found_by_each_thing_that_may_be_asked(ten, archive):
    await ten.enter(Entry(START - timedelta(days=1), "U0OTHER", "explained", "another", "elsewhere"))
    for wanted, count in (
        (Wanted(conversation_id="elsewhere"), 1),
        (Wanted(by="U0OTHER"), 1),
        (Wanted(org="another"), 1),
        (Wanted(step="looked_up"), 8),
        (Wanted(since=START + timedelta(days=6)), 2),
        (Wanted(until=START), 1),
        (Wanted(step="looked_up", since=START, until=START + timedelta(days=2)), 2),
    ):
        assert len(await archive.latest(wanted, 50)) == count, wanted
        assert len([line async for line in archive.each(wanted, 100)]) == count, wanted


async def test_the_day_is_announced_by_one_process(ledger, other):
    claims = await asyncio.gather(
        *((ledger, other)[turn % 2].claim_announcement("2026-11-22", START) for turn in range(10))
    )
    assert [claim for claim in claims if claim is not None] == [Head(0, NOTHING_BEFORE)]
    await ledger.release_announcement("2026-11-22")
    assert await other.claim_announcement("2026-11-22", START) is not None
    assert json.dumps(str(Head(0, "x"))) == '"0:x"'
