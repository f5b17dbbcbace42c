import asyncio
import json
import os
import signal
import socket
import sys

import aiohttp
import pytest

from bot.cli.demo import DEFAULT_PORT, _demo
from bot.domain.errors import SettingsError
from handlers.web import SLACK_PATH
from tests.cli.program import ROOT

# What a demo must not read: it would go to a real workspace, through a real proxy, by a broken file.
MISLEADING = {
    "SLACK_BOT_TOKEN": "xoxb-real",
    "HANGUP_CONFIG": "/no/such/hangup.toml",
    "DATABASE_URL": "postgresql://nobody@203.0.113.7/none",
    "HTTP_PROXY": "http://203.0.113.7:3128",
    "HTTPS_PROXY": "http://203.0.113.7:3128",
    "DYNO": "web.1",
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_demo_says_where_it_is_and_leaves_nothing_behind(tmp_path, number):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0", "--json"),
        env={**os.environ, **MISLEADING, "TMPDIR": str(tmp_path)},
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        addresses = json.loads(await process.stdout.readline())
        assert list(addresses) == ["page", "slack", "bot", "genesys", "cxone", "bots"]
        async with aiohttp.ClientSession() as session:
            async with session.get(addresses["page"]) as page:
                assert page.status == 200
                assert "text/html" in page.headers["Content-Type"]
            async with session.post(addresses["bot"] + SLACK_PATH) as refused:
                assert refused.status == 401
            async with session.get(addresses["genesys"] + "/_pretend/requests") as log:
                assert log.status == 200
        assert len(list(tmp_path.iterdir())) == 1
        process.send_signal(number)
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert out == b""
    assert "Traceback" not in err.decode()
    assert list(tmp_path.iterdir()) == []


async def ended_when(ready, running):
    async with asyncio.timeout(30):
        while not ready() and not running.done():  # noqa: ASYNC110 - a person reads it; nobody tells
            await asyncio.sleep(0.02)
    os.kill(os.getpid(), signal.SIGTERM)
    await running


@pytest.mark.parametrize(("socket_mode", "verbose"), [(False, False), (True, True)])
async def test_a_person_reads_one_address_and_how_to_stop(tmp_path, capsys, socket_mode, verbose):
    shown = []

    def ready():
        shown.append(capsys.readouterr().out)
        return "Ctrl-C" in "".join(shown)

    running = asyncio.create_task(_demo(tmp_path, 0, as_json=False, socket_mode=socket_mode, verbose=verbose))
    await ended_when(ready, running)
    words = "".join(shown)
    assert words.count("Open http://127.0.0.1:") == 1
    assert ("hangup.log" in words) is not verbose
    log = tmp_path / "hangup.log"
    assert verbose or "bot.listening" in await asyncio.to_thread(log.read_text, encoding="utf-8")


async def test_a_port_in_use_is_said_in_words(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} is in use: name another, or let one be chosen"):
            await _demo(tmp_path, port, as_json=True, socket_mode=False, verbose=False)


async def test_the_next_free_port_is_taken_when_none_was_named(tmp_path, capsys):
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", DEFAULT_PORT))
            taken.listen()
        except OSError:
            pass  # a demo runs already, which serves as well
        shown = []

        def ready():
            shown.append(capsys.readouterr().out)
            return "}" in "".join(shown)

        running = asyncio.create_task(_demo(tmp_path, None, as_json=True, socket_mode=False, verbose=False))
        await ended_when(ready, running)
    assert int(json.loads("".join(shown))["slack"].rpartition(":")[2]) > DEFAULT_PORT
