import asyncio
import json
import os
import signal
import sqlite3
import time
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap import SystemClock, bootstrap
from bot.cli.run import _run
from bot.domain.errors import SettingsError
from handlers.web import SLACK_PATH
from playground.slack.people import SIGNING_SECRET
from playground.stories import ORGS
from playground.town import playground_settings
from tests.cli.program import SECRETS, environment, install, started, until
from tests.support.lead import LeadAtSlack

CALL = "ca110001-0000-4000-8000-000000000000"
REFUSED = {"ok": False, "error": "invalid_auth"}
AGENT = "ca110001-0003-4000-8000-000000000000"


async def outcomes(database_url):
    ledger = await DatabaseLedger.open(database_url, SystemClock())
    try:
        return [entry.step for entry in reversed(await ledger.entries(conversation_id=CALL))]
    finally:
        await ledger.close()


async def status(url, **kwargs):
    async with (
        aiohttp.ClientSession() as session,
        session.request(kwargs.pop("method", "GET"), url, **kwargs) as answer,
    ):
        return answer.status, await answer.text()


def signed(body, *, secret=SIGNING_SECRET, age=0):
    timestamp = str(int(time.time()) - age)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body),
    }


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_a_lead_disconnects_an_agent_through_a_bot_that_runs_by_itself(around, tmp_path, socket_mode):
    database_url = f"sqlite+aiosqlite:///{tmp_path}/own.db"
    async with started(environment(around, database_url, socket_mode=socket_mode)) as program:
        address = await program.address()
        install(around, address, socket_mode=socket_mode)
        assert (await status(f"{address}/healthz"))[0] == 200
        assert (await status(f"{address}/readyz"))[0] == 200
        routed = (await status(address + SLACK_PATH, method="POST"))[0]
        assert routed == (404 if socket_mode else 401)
        maya = LeadAtSlack(around)
        card = await maya.looks_up(CALL)
        await maya.submits(await maya.presses_disconnect(card, AGENT), note="call +65 6555 0143 back")
        await maya.reads("Confirmed by read-back")
        assert await program.ends() == 0
    assert [entry["event"] for entry in program.events if entry["event"].startswith("run.")] == [
        "run.migrating",
        "run.draining",
        "run.stopped",
    ]
    assert await outcomes(database_url) == ["looked_up", "requested", "sending", "accepted", "confirmed"]
    assert len([asked for asked in around.genesys.requests if asked["method"] == "PATCH"]) == 1
    private = [*SECRETS, "Bearer ", "6555 0143", "65550143", *numbers(around.genesys.conversation(CALL))]
    assert [word for word in private if word in program.log] == []


def numbers(document):
    """Find what belongs to a customer in a platform's document: digits, without the scheme."""
    if isinstance(document, dict):
        named = [str(document[key]) for key in ("address", "ani", "dnis", "addressRaw") if document.get(key)]
        found = [word.partition(":")[2] or word for word in named]
        return found + [number for value in document.values() for number in numbers(value)]
    return [number for one in document for number in numbers(one)] if isinstance(document, list) else []


async def test_what_a_click_started_is_finished_before_the_bot_ends(around, tmp_path):
    database_url = f"sqlite+aiosqlite:///{tmp_path}/own.db"
    async with started(environment(around, database_url)) as program:
        install(around, await program.address(), socket_mode=False)
        maya = LeadAtSlack(around)
        await maya.submits(await maya.presses_disconnect(await maya.looks_up(CALL), AGENT))
        await around.slack.settles(lambda: any(asked["method"] == "PATCH" for asked in around.genesys.requests))
        assert await program.ends() == 0
    assert (await program.logs("run.draining"))["under_way"] == 1
    assert (await outcomes(database_url))[-1] == "confirmed"
    assert "Confirmed by read-back" in await maya.reads("Confirmed by read-back")


async def test_a_second_signal_ends_the_bot_at_once(around, tmp_path):
    database_url = f"sqlite+aiosqlite:///{tmp_path}/own.db"
    around.genesys.fault(method="PATCH", hang=True)
    async with started(environment(around, database_url)) as program:
        install(around, await program.address(), socket_mode=False)
        maya = LeadAtSlack(around)
        await maya.submits(await maya.presses_disconnect(await maya.looks_up(CALL), AGENT))
        await program.logs("act.reached")
        program.process.send_signal(signal.SIGINT)
        await program.logs("run.draining")
        assert await program.ends(signal.SIGTERM) == 128 + signal.SIGTERM


async def test_forged_and_old_requests_are_refused(around, tmp_path):
    async with started(environment(around, f"sqlite+aiosqlite:///{tmp_path}/own.db")) as program:
        url = await program.address() + SLACK_PATH
        body = urlencode({"command": "/conversation", "text": CALL, "user_id": "U0LEADA", "channel_id": "C0LEADS"})
        for wrong in (signed(body, secret="another"), signed(body, age=301), None):
            assert (await status(url, method="POST", data=body, headers=wrong))[0] == 401
        assert (await status(url, method="POST", data=body, headers=signed(body)))[0] == 200
        assert CALL not in "".join(line for line in program.lines if "signature_refused" in line)


async def test_a_ledger_that_cannot_be_written_shows_as_not_ready(around, tmp_path):
    async with started(environment(around, f"sqlite+aiosqlite:///{tmp_path}/own.db")) as program:
        ready = await program.address() + "/readyz"
        another = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
        another.execute("BEGIN EXCLUSIVE")
        code, words = await status(ready)
        assert code == 503
        # The second where a job waits for the same lock before it.
        said = ("is locked by another program", "did not answer in time")
        assert json.loads(words)["wrong"]["ledger"] in {f"The ledger's database {one}." for one in said}
        assert json.loads((await status(ready, headers={"X-Forwarded-For": "203.0.113.7"}))[1]).keys() == {"status"}
        another.close()
        async with asyncio.timeout(10):
            # What was found is remembered for seconds.
            while (await status(ready))[0] != 200:  # noqa: ASYNC110 - another process, asked from outside
                await asyncio.sleep(0.2)


@pytest.fixture
def settings(around, database_url):
    """Make settings of a bot in this very process."""

    def make(**more):
        values = {"socket_mode": False, "port": 0, **more}
        return playground_settings(around.slack, around.orgs, ORGS, database_url=database_url, **values)

    return make


async def test_the_bot_ends_by_a_signal_in_this_process_too(around, settings):
    listening = asyncio.create_task(_run(settings(socket_mode=True)))
    await until(lambda: listening.done() or around.slack.sockets.connected)
    os.kill(os.getpid(), signal.SIGTERM)
    await listening


async def test_a_port_in_use_is_said_in_words(around, settings):
    taken = int(around.slack.url.rpartition(":")[2])
    with pytest.raises(SettingsError, match=f"127.0.0.1:{taken} is in use by another program: set PORT"):
        await _run(settings(port=taken))


async def test_an_address_of_another_machine_is_said_in_words(settings):
    with pytest.raises(SettingsError, match=r"can't be listened on .*set HOST and PORT"):
        await _run(settings(host="203.0.113.7"))


async def test_an_app_token_that_slack_refuses_is_said_in_words(around, settings):
    around.slack.faults.add(method="apps.connections.open", status=200, body=REFUSED)
    with pytest.raises(SettingsError, match=r"SLACK_APP_TOKEN \(invalid_auth\)"):
        await _run(settings(socket_mode=True))


async def test_a_bot_that_slack_leaves_waiting_can_be_stopped(around, settings):
    around.slack.faults.add(method="apps.connections.open", status=500, body="", times=None)
    running = asyncio.create_task(_run(settings(socket_mode=True)))
    await until(lambda: sum(call.method == "apps.connections.open" for call in around.slack.calls) > 1)
    os.kill(os.getpid(), signal.SIGTERM)
    await running


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 500, "body": "<html>oops</html>"}, r"trouble of its own just now, or is busy \(500\)"),
        ({"status": 429, "headers": {"Retry-After": "30"}}, r"busy \(ratelimited\): start Hangup again"),
        ({"status": 200, "body": {"ok": False, "error": "internal_error"}}, r"busy \(internal_error\)"),
        (
            {"status": 200, "body": {"ok": False, "error": "invalid_auth"}},
            r"SLACK_BOT_TOKEN \(invalid_auth\): reinstall",
        ),
    ],
)
async def test_slacks_own_trouble_at_the_start_is_not_laid_on_the_token(around, settings, fault, words):
    around.slack.faults.add("auth.test", times=2, **fault)
    with pytest.raises(SettingsError, match=words):
        await bootstrap(settings())
