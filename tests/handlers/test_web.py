"""What the bot's own server lets in: Slack's signature over the raw bytes, and questions from this machine."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlencode

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers import web as served
from handlers.signature import Signature
from tests.support.clock import START, JumpingClock

SECRET = "pretend-signing-secret"
TOKEN = "a-token-for-the-metrics"
NOW = str(int(START.timestamp()))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
COMMAND = urlencode({"command": "/conversation", "text": "help", "user_id": "U0LEADA", "team_id": "T0"})

Asked = Callable[..., Awaitable[tuple[int, str]]]


def signed(body: str | bytes, timestamp: str = NOW) -> dict[str, str]:
    raw = body.encode() if isinstance(body, str) else body
    made = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={made}"}


@pytest.fixture
def checks() -> list[dict[str, str]]:
    """What each check found; a check takes a moment."""
    return []


@pytest_asyncio.fixture
async def asked(clock: JumpingClock, checks: list[dict[str, str]]) -> AsyncIterator[Asked]:
    """Ask the server something; give the status and the words."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0", bot_token="xoxb-pretend")

    async def check() -> dict[str, str]:
        await asyncio.sleep(0.01)
        checks.append({"ledger": "locked"})
        return checks[-1]

    async def remarks() -> dict[str, str]:
        return {}

    app = AsyncApp(authorize=authorize, signing_secret=SECRET, request_verification_enabled=False)

    @app.command("/conversation")
    async def answer(ack: Callable[[str], Awaitable[None]]) -> None:
        await ack("heard")

    verify = Signature(SECRET, clock).verify
    server = served.web_app(app, socket_mode=False, check=check, remarks=remarks, verify=verify, metrics_token=TOKEN)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession(f"http://{host}:{port}") as session:

        async def ask(
            body: str | bytes | None = None, headers: dict[str, str] | None = None, path: str = served.SLACK_PATH
        ) -> tuple[int, str]:
            method = "GET" if body is None else "POST"
            async with session.request(
                method, path, data=body, headers=headers, skip_auto_headers=["Content-Type"]
            ) as answer:
                return answer.status, await answer.text()

        yield ask
    await runner.cleanup()


async def test_what_slack_signed_is_heard(asked):
    assert await asked(COMMAND, {**FORM, **signed(COMMAND)}) == (200, "heard")


@pytest.mark.parametrize("age", [-299, 299])
async def test_a_signature_holds_for_five_minutes(asked, age: int):
    timestamp = str(int(NOW) + age)
    assert (await asked(COMMAND, {**FORM, **signed(COMMAND, timestamp)}))[0] == 200


@pytest.mark.parametrize("age", [-301, 301, -90000])
async def test_an_old_signature_is_refused(asked, age: int):
    timestamp = str(int(NOW) + age)
    assert (await asked(COMMAND, {**FORM, **signed(COMMAND, timestamp)}))[0] == 401


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (COMMAND, FORM),
        ("{", JSON),
        ("payload={", FORM),
        ("payload=[]", FORM),
        ("payload=null", FORM),
        ("payload=" + "[" * 200_000, FORM),
        ('{"a":' + "9" * 5000 + "}", JSON),
        ('{"authorizations":5}', JSON),
        (b"\xff\xfe\x00", FORM),
        (COMMAND, {"Content-Type": "application/x-www-form-urlencoded; charset=nope"}),
        (COMMAND, {"Content-Type": "application/x-www-form-urlencoded; charset=zlib"}),
        ("--x", {"Content-Type": "multipart/form-data; boundary=x"}),
        ('{"type":"url_verification","challenge":"hello"}', JSON),
        ("ssl_check=1&token=x", FORM),
        (COMMAND, {**FORM, **signed(COMMAND), "X-Slack-Request-Timestamp": "9" * 400}),
        (COMMAND, {**FORM, **signed(COMMAND), "X-Slack-Request-Timestamp": "9" * 5000}),
        (COMMAND, {**FORM, **signed(COMMAND, "-5")}),
        (COMMAND, {**FORM, **signed(COMMAND, "١٧٦٣٧٩٤٨٠٠")}),
        (COMMAND, {**FORM, **signed(COMMAND, f"+{NOW}")}),
        (COMMAND, {**FORM, **signed(COMMAND), "X-Slack-Signature": "v0=é"}),
        (COMMAND, {**FORM, **signed(COMMAND), "X-Slack-Signature": signed(COMMAND)["X-Slack-Signature"].upper()}),
        (COMMAND, {**FORM, "X-Slack-Request-Timestamp": NOW}),
        (COMMAND, {**FORM, **signed(COMMAND + "x")}),
    ],
)
async def test_what_slack_did_not_sign_is_refused_unread(asked, caplog, body: str | bytes, headers: dict[str, str]):
    assert (await asked(body, headers))[0] == 401
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("{", JSON),
        ("payload={", FORM),
        ("payload=[]", FORM),
        ("payload=null", FORM),
        ("payload=%22x%22", FORM),
        ("[]", JSON),
        ("null", JSON),
        ("5", JSON),
        ("payload=" + "[" * 200_000, FORM),
        ('{"a":' + "9" * 5000 + "}", JSON),
        ('{"authorizations":5}', JSON),
        ('{"enterprise":5,"team":7,"user":[]}', JSON),
        (b"\xff\xfe\x00", FORM),
    ],
)
async def test_what_is_signed_and_not_to_be_understood_is_a_bad_request(asked, caplog, body, headers):
    assert (await asked(body, {**headers, **signed(body)}))[0] in {400, 404}
    assert "Traceback" not in caplog.text


async def test_slacks_own_questions_are_answered_when_they_are_signed(asked):
    question = json.dumps({"type": "url_verification", "challenge": "hello"})
    assert await asked(question, {**JSON, **signed(question)}) == (200, '{"challenge": "hello"}')
    assert (await asked("ssl_check=1&token=x", {**FORM, **signed("ssl_check=1&token=x")}))[0] == 200


async def test_however_many_ask_for_readiness_one_check_is_made(asked, checks):
    answers = await asyncio.gather(*(asked(path="/readyz") for _ in range(300)))
    assert {status for status, _ in answers} == {503}
    assert len(checks) == 1


async def test_readiness_is_looked_at_anew_after_a_while(asked, checks, monkeypatch):
    await asked(path="/readyz")
    monkeypatch.setattr(served, "READINESS_SECONDS", 0.0)
    await asked(path="/readyz")
    assert len(checks) == 2


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "x-real-ip"])
async def test_details_are_not_for_whoever_comes_through_a_proxy(asked, name: str):
    headers = {name: "203.0.113.7"}
    assert json.loads((await asked(path="/readyz", headers=headers))[1]) == {"status": "not ready"}
    assert (await asked(path="/metrics", headers=headers))[0] == 401
    assert (await asked(path="/healthz", headers=headers))[0] == 200


@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", f"bearer  {TOKEN}"])
async def test_the_token_opens_the_details_to_other_machines(asked, shown: str):
    headers = {"Via": "1.1 proxy", "Authorization": shown}
    assert json.loads((await asked(path="/readyz", headers=headers))[1])["wrong"] == {"ledger": "locked"}
    assert (await asked(path="/metrics", headers=headers))[0] == 200


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer é"])
async def test_a_wrong_token_opens_nothing(asked, shown: str):
    headers = {"Via": "1.1 proxy", "Authorization": shown}
    assert (await asked(path="/metrics", headers=headers))[0] == 401
    assert "wrong" not in json.loads((await asked(path="/readyz", headers=headers))[1])


async def test_this_machine_sees_the_metrics_without_a_token(asked):
    assert (await asked(path="/metrics"))[0] == 200
