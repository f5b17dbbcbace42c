"""Faults on demand, and the log of what was asked."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.playground.genesys.cast import AGENT, CALL
from tests.support.clock import JumpingClock

READ = f"/api/v2/conversations/{CALL}"
WRITE = f"{READ}/participants/{AGENT}"
GONE = {"state": "disconnected"}


async def test_a_fault_hits_the_next_requests_that_fit(genesys, client, call):
    genesys.fault(method="GET", path="*/conversations/*", status=503, times=2)

    statuses = [(await client.get(path)).status_code for path in ("/api/v2/tokens/me", READ, READ, READ)]

    assert statuses == [200, 503, 503, 200]


async def test_a_fault_without_a_body_answers_as_the_platform_would(genesys, client, call):
    genesys.fault(status=429, headers={"Retry-After": "7"})
    answer = await client.get(READ)
    assert answer.headers["Retry-After"] == "7"
    assert answer.json()["code"] == "too.many.requests"
    assert "[7]" in answer.json()["message"]
    assert answer.json()["contextId"] == answer.headers["ININ-Correlation-Id"]


async def test_a_fault_may_answer_html_or_nothing(genesys, client, call):
    genesys.fault(status=502, body="<html>Bad Gateway</html>")
    genesys.fault(status=500, body="")
    html, empty = await client.get(READ), await client.get(READ)
    assert html.headers["Content-Type"].startswith("text/html")
    assert (empty.status_code, empty.content) == (500, b"")


async def test_a_late_answer_takes_its_time_of_the_clock(genesys, client, call, clock: JumpingClock):
    genesys.fault(delay_ms=60_000)
    before = clock.now()
    assert (await client.get(READ)).status_code == 200
    assert (clock.now() - before).total_seconds() >= 60
    assert genesys.requests[-1]["ms"] >= 60_000


async def test_a_dropped_connection_has_no_answer_and_no_effect(genesys, client, call, clock: JumpingClock):
    genesys.fault(method="PATCH", drop=True)
    with pytest.raises(httpx.TransportError):
        await client.patch(WRITE, json=GONE)
    clock.advance(5)
    assert "endTime" not in genesys.conversation(CALL)
    assert genesys.requests[-1]["status"] is None


async def test_an_answer_may_be_lost_after_the_work_was_done(genesys, client, call, clock: JumpingClock):
    genesys.fault(method="PATCH", drop=True, after_work=True)
    with pytest.raises(httpx.TransportError):
        await client.patch(WRITE, json=GONE)
    clock.advance(5)
    assert genesys.conversation(CALL)["endTime"]


async def test_whoever_hangs_is_let_go_when_the_server_closes(genesys, client, call, clock: JumpingClock):
    genesys.fault(hang=True)
    waiting = asyncio.ensure_future(client.get(READ))
    await clock.sleep(300)
    assert not waiting.done()
    await genesys.close()
    with pytest.raises(httpx.TransportError):
        await waiting


async def test_the_log_holds_no_secret(genesys, anonymous, call):
    secret = {"grant_type": "client_credentials", "client_secret": "pretend-secret"}
    granted = await anonymous.post("/oauth/token", auth=("pretend-client", "pretend-secret"), data=secret)
    token = granted.json()["access_token"]
    await anonymous.get(READ, headers={"Authorization": f"Bearer {token}"})

    assert "pretend-secret" not in str(genesys.requests)
    assert token not in str(genesys.requests)
    assert [one["status"] for one in genesys.requests] == [200, 200]


async def test_the_wire_is_told_of_every_answer(genesys, client, call):
    told: list[dict[str, Any]] = []
    genesys.on_request = told.append

    await client.patch(WRITE, json=GONE)

    (entry,) = told
    assert (entry["kind"], entry["status"]) == ("platform", 202)
    assert entry["title"] == "PATCH /conversations/ca110001…/participants/ca110001…"
    assert entry["request"]["body"] == GONE
    assert "pretend" not in str(entry["request"])
