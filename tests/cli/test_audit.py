"""`hangup audit` beyond the list: what an auditor asks, and what a data protection officer does."""

import asyncio
import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap import SystemClock
from bot.cli.commands import app
from bot.domain.disconnection import Outcome
from bot.ports import Entry
from tests.adapters.ledger.samples import a_conversation, a_demand

run = CliRunner().invoke
NOW = datetime.now(UTC).replace(microsecond=0)
SUBCOMMANDS = ("list", "export", "verify", "retain", "erase")


async def _fill(url):
    ledger = await DatabaseLedger.open(url, SystemClock())
    old = NOW - timedelta(days=40)
    demand = a_demand(requested_at=NOW, note="=cmd|' /C calc'!A0")
    await ledger.enter(Entry(old, "U0OTHER", "looked_up", "genesys", "elsewhere"))
    await ledger.place(demand)
    await ledger.record(demand.reached(Outcome.SENDING, NOW), snapshot=a_conversation())
    await ledger.record(demand.reached(Outcome.CONFIRMED, NOW), snapshot=a_conversation())
    await ledger.close()


@pytest.fixture
def file(migrated, database_url, monkeypatch):
    """A ledger of four lines, and settings that name it."""
    for name in ("SLACK_APP_TOKEN", "SLACK_API_URL", "HANGUP_OPERATORS", "HANGUP_CONFIG", "DYNO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-made-up")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "made-up")
    for name in ("GENESYS_REGION", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"):
        monkeypatch.setenv(name, "ap-southeast-1")
    monkeypatch.setenv("DATABASE_URL", database_url)
    asyncio.run(_fill(database_url))
    return database_url.removeprefix("sqlite+aiosqlite:///")


def lines(*arguments):
    result = run(app, ["audit", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_subcommand_has_help_with_an_example_and_json(command):
    result = run(app, ["audit", command, "--help"])
    assert result.exit_code == 0
    assert "Example: hangup audit" in result.stdout
    assert "--json" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ([], [1, 2, 3, 4]),
        (["CONVERSATION"], [2, 3, 4]),
        (["list", "elsewhere"], [1]),
        (["--by", "U0OTHER"], [1]),
        (["--org", "another"], []),
        (["--step", "sending"], [3]),
        (["--since", f"{NOW:%Y-%m-%d}"], [2, 3, 4]),
        (["--until", f"{NOW:%Y-%m-%d}"], [1]),
        (["--limit", "1"], [4]),
    ],
)
def test_the_list_is_narrowed(file, arguments, numbers):
    assert [line["number"] for line in lines(*arguments)] == numbers


def test_a_line_as_json_has_its_place_in_the_chain_and_its_snapshot(file):
    first, second = lines("--limit", "2")
    assert second["previous"] == first["hash"]
    assert second["snapshot"]["id"] == "conversation"


def test_a_time_that_is_none_is_said(file):
    result = run(app, ["audit", "--since", "yesterday"])
    assert result.exit_code == 2
    assert "--since yesterday is no time" in result.stderr


def test_an_export_ends_with_the_head(file, tmp_path):
    target = tmp_path / "out.csv"
    result = run(app, ["audit", "export", "--output", str(target)])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "4"]
    assert rows[-1]["step"] == "head"
    assert rows[-1]["hash"] == rows[-2]["hash"]
    assert rows[1]["note"].startswith("'=cmd"), "a spreadsheet must not run it"
    *found, head = lines("export", "--format", "jsonl")
    assert [line["number"] for line in found] == [1, 2, 3, 4]
    assert head == {"head": {"number": 4, "hash": rows[-1]["hash"]}}
    assert "the head is 4:" in result.stderr


def test_an_export_that_cannot_be_written_is_said(file, tmp_path):
    result = run(app, ["audit", "export", "--output", str(tmp_path / "no" / "out.csv")])
    assert result.exit_code == 2
    assert "can't be written" in result.stderr


def test_a_whole_chain_is_verified_against_a_head(file):
    head = lines("export")[-1]["head"]
    result = run(app, ["audit", "verify", "--head", f"{head['number']}:{head['hash']}"])
    assert result.exit_code == 0
    assert "The chain is whole: 4 lines" in result.stdout
    assert "It holds the head that you gave." in result.stdout
    assert f"Head 4:{head['hash']}" in result.stdout
    assert run(app, ["audit", "verify", "--head", "12"]).exit_code == 2


def test_a_change_and_a_cut_are_found_and_said_where(file):
    head = lines("export")[-1]["head"]
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TRIGGER entries_never_change")
        connection.execute("UPDATE entries SET \"by\" = 'nobody' WHERE id = 2")
        connection.commit()
    result = run(app, ["audit", "verify", "--json"])
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["whole"], found["findings"][0]["kind"], found["findings"][0]["number"]) == (False, "changed", 2)
    missing = f"9:{head['hash']}"
    result = run(app, ["audit", "verify", "--head", missing])
    assert "Line 2 was changed after it was written." in result.stdout
    assert "the chain ends at line 4, so its end was cut off" in result.stdout
    result = run(app, ["audit", "retain", "--days", "30", "--yes"])
    assert result.exit_code == 1
    assert "Nothing was removed" in result.stdout
    assert run(app, ["audit", "retain", "--days", "30", "--yes", "--anyway"]).exit_code == 0


def test_retention_leaves_a_chain_that_is_whole(file):
    assert run(app, ["audit", "retain", "--days", "30"], input="n\n").exit_code == 1
    result = run(app, ["audit", "retain", "--days", "30", "--yes", "--json", "--as", "dpo"])
    assert json.loads(result.stdout)["removed"] == 1
    assert [(line["number"], line["by"]) for line in lines("--step", "retained")] == [(5, "cli:dpo")]
    result = run(app, ["audit", "verify"])
    assert "It begins at line 2" in result.stdout
    assert result.exit_code == 0


def test_erasure_takes_what_is_personal_and_says_so(file):
    result = run(app, ["audit", "erase", "--conversation", "conversation", "--reason", "request 4711", "--yes"])
    assert result.stdout == "Erased: lines 3, demands 1, unsent messages 0.\n"
    found = lines("conversation")
    assert [line["erased"] for line in found] == [True, True, True, False]
    assert found[-1]["reason"] == "request 4711"
    assert all(not line["note"] and line["snapshot"] is None for line in found)
    assert "(erased)" in run(app, ["audit"], env={"COLUMNS": "200"}).stdout
    assert b"calc" not in Path(file).read_bytes()
    assert run(app, ["audit", "verify"]).exit_code == 0
    assert run(app, ["audit", "erase", "--conversation", "unknown", "--yes"]).exit_code == 2
