"""The control endpoints, as a program outside uses them."""

import pytest

from tests.playground.genesys.cast import AGENT, CALL
from tests.support.clock import JumpingClock

READ = f"/api/v2/conversations/{CALL}"


async def test_a_program_puts_a_conversation_and_reads_it(genesys, client, call):
    document = genesys.conversation(CALL)
    other = CALL.replace("0001", "0099", 1)

    put = await client.put(f"/_pretend/conversations/{other}", json=document)

    assert put.json() == {"id": other}
    assert (await client.get(f"/api/v2/conversations/{other}")).json()["id"] == other
    assert (await client.get(f"/_pretend/conversations/{other}")).json()["id"] == other
    assert (await client.get("/_pretend/conversations/none")).status_code == 404


async def test_a_document_may_say_how_it_behaves(genesys, client, call):
    document = genesys.conversation(CALL)
    document["_pretend"] = {
        "ignores": ["teardown"],
        "refuses": {"status": 409},
        "happenings": [{"does": "leaves", "participant": AGENT, "on_read": 1}],
    }

    await client.put(f"/_pretend/conversations/{CALL}", json=document)

    refused = await client.patch(f"{READ}/participants/{AGENT}", json={"state": "disconnected"})
    assert refused.status_code == 409
    assert refused.json()["message"] == "The request conflicts with the current state of the target resource."
    seen = (await client.get(READ)).json()
    assert seen["participants"][2]["calls"][0]["state"] == "disconnected"
    assert "_pretend" not in seen


@pytest.mark.parametrize("words", [{"nonsense": True}, {"happenings": [{"does": "leaves", "when": "soon"}]}])
async def test_words_that_are_not_known_are_refused(genesys, client, call, words):
    document = genesys.conversation(CALL) | {"_pretend": words}
    answer = await client.put(f"/_pretend/conversations/{CALL}", json=document)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


async def test_a_program_asks_for_a_fault_and_reads_the_log(client, call):
    fault = {
        "method": "GET",
        "path": "*/conversations/*",
        "status": 409,
        "body": {"message": "no"},
        "headers": {"X-Odd": "yes"},
        "delay_ms": 5,
        "times": 1,
    }
    assert (await client.post("/_pretend/faults", json=fault)).json() == {"ok": True}

    answer = await client.get(READ)
    assert (answer.status_code, answer.json(), answer.headers["X-Odd"]) == (409, {"message": "no"}, "yes")
    log = (await client.get("/_pretend/requests")).json()
    assert [(one["method"], one["path"], one["status"]) for one in log] == [("GET", READ, 409)]


async def test_faults_can_be_taken_back(client, call):
    await client.post("/_pretend/faults", json={"status": 500, "times": 9})
    await client.delete("/_pretend/faults")
    assert (await client.get(READ)).status_code == 200


@pytest.mark.parametrize("body", ["{", "[]", '{"colour": "red"}'])
async def test_a_fault_that_cannot_be_read_is_refused(client, body):
    assert (await client.post("/_pretend/faults", content=body)).status_code == 400


async def test_settings_can_be_changed(genesys, client, call):
    wanted = {"disconnect_route": "published", "permissions": ["a:b:c"], "effect_delay": 9, "user_context": True}
    assert (await client.put("/_pretend/settings", json=wanted)).status_code == 200
    assert (genesys.disconnect_route, genesys.permissions) == ("published", {"a:b:c"})
    assert (genesys.effect_delay, genesys.user_context) == (9.0, True)

    assert (await client.put("/_pretend/settings", json={"disconnect_route": "sideways"})).status_code == 400
    assert (await client.put("/_pretend/settings", json={"colour": "red"})).status_code == 400


async def test_tokens_can_be_revoked(client, call):
    await client.delete("/_pretend/tokens")
    assert (await client.get(READ)).status_code == 401


async def test_an_ended_conversation_is_forgotten_live_and_kept_by_analytics(
    genesys, client, call, clock: JumpingClock
):
    genesys.ended_kept = 600
    await client.post(f"{READ}/disconnect")
    clock.advance(300)
    assert (await client.get(READ)).status_code == 200
    clock.advance(600)
    assert (await client.get(READ)).status_code == 404
    details = (await client.get(f"/api/v2/analytics/conversations/{CALL}/details")).json()
    assert details["conversationEnd"] == "2026-11-22T06:00:01.200Z"
