import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from bot.adapters.ledger import Archive
from bot.adapters.ledger.entries import Wanted
from bot.domain.disconnection import Outcome
from bot.ports import Entry
from tests.adapters.ledger.samples import a_conversation, a_demand
from tests.support.clock import START

LOOK_UP = Entry(START, "U0LEAD", "looked_up", "genesys", "conversation", region="apse1.pure.cloud")


async def test_a_line_comes_back_as_it_was_written(ledger):
    line = replace(
        LOOK_UP,
        participant_id="agent",
        disconnection_id="D-1",
        reason="stuck",
        note="why",
        detail="what",
        trace_id="trace",
        snapshot="{}",
        at=START + timedelta(microseconds=7),
    )
    await ledger.enter(line)
    assert await ledger.entries() == (line,)


async def test_the_newest_lines_come_first_and_no_more_than_asked_for(ledger):
    for number in range(5):
        await ledger.enter(replace(LOOK_UP, detail=str(number)))
    assert [line.detail for line in await ledger.entries(limit=3)] == ["4", "3", "2"]


async def test_lines_are_listed_by_conversation(ledger):
    await ledger.enter(LOOK_UP)
    await ledger.enter(replace(LOOK_UP, conversation_id="another"))
    assert await ledger.entries(conversation_id="conversation") == (LOOK_UP,)


@pytest.fixture
def places():
    """Where the orgs are, as far as they are known."""
    return {"genesys": "apse1.pure.cloud", "zurich": ""}


async def test_every_line_bears_its_orgs_region_whoever_writes_it(open_ledger, url, places):
    ledger = await open_ledger(url, regions=places.get)
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.SENDING, START))
    await ledger.enter(replace(LOOK_UP, region=None))
    await ledger.enter(replace(LOOK_UP, region="use2.us-gov-pure.cloud"))
    regions = [line.region for line in await ledger.entries()]
    assert regions == ["use2.us-gov-pure.cloud", *["apse1.pure.cloud"] * 3]


async def test_a_region_that_is_not_known_yet_is_that_of_the_orgs_last_line(open_ledger, url, places):
    ledger = await open_ledger(url, regions=lambda org: places.get(org, ""))
    line = replace(LOOK_UP, org="zurich", region=None)
    await ledger.enter(line)
    places["zurich"] = "eu1"
    await ledger.enter(line)
    places["zurich"] = ""
    await ledger.enter(line)
    await ledger.enter(replace(line, org="another"))
    await ledger.enter(replace(line, org=""))
    assert [(one.org, one.region) for one in reversed(await ledger.entries())] == [
        ("zurich", ""),
        ("zurich", "eu1"),
        ("zurich", "eu1"),
        ("another", ""),
        ("", ""),
    ]


async def test_who_asks_no_platform_knows_regions_by_the_lines(open_ledger, url, clock):
    await (await open_ledger(url)).enter(LOOK_UP)
    async with Archive.opened(url, clock) as archive:
        await archive.erase("conversation", "cli:root", "request 7")
        line = (await archive.latest(Wanted(), 1))[0]
    assert (line.entry.step, line.entry.region) == ("erased", "apse1.pure.cloud")


async def test_a_snapshot_holds_the_states_and_nothing_of_the_customer(ledger):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.SENDING, START), snapshot=a_conversation())
    text = (await ledger.entries(limit=1))[0].snapshot
    for secret in ("Bob", "+49", "address", "ani", "dnis", "error"):
        assert secret not in text
    document = json.loads(text)
    agent, customer, menu = document["participants"]
    assert (agent["name"], agent["queue_name"], agent["communications"][0]["state"]) == ("Ada", "Care", "connected")
    assert customer == {"id": "customer", "purpose": "customer"}
    assert menu["purpose"] == "ivr"
    assert document["started_at"] == START.isoformat()


@pytest.mark.parametrize("change", ["UPDATE entries SET \"by\" = 'nobody'", "DELETE FROM entries"])
async def test_a_line_in_sqlite_cannot_be_changed(open_ledger, file, change):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}")
    await ledger.enter(LOOK_UP)
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)
    assert await ledger.entries() == (LOOK_UP,)


@pytest.mark.parametrize(
    "change", ["UPDATE entries SET \"by\" = 'nobody'", "DELETE FROM entries", "TRUNCATE entries CASCADE"]
)
async def test_a_line_in_postgresql_cannot_be_changed(open_ledger, postgres, name, change):
    ledger = await open_ledger(postgres.url(name))
    await ledger.enter(LOOK_UP)
    with postgres.connect(name) as connection, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        connection.execute(change)
    assert await ledger.entries() == (LOOK_UP,)
