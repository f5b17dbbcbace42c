"""The routes that disconnect, and what each leaves behind."""

from typing import Any

import httpx
import pytest

from playground.genesys import Behaviour, PretendGenesys, Refusing
from tests.playground.genesys.cast import AGENT, CALL, CUSTOMER
from tests.support.clock import JumpingClock

GENERIC = f"/api/v2/conversations/{CALL}/participants/{AGENT}"
GONE = {"state": "disconnected"}


def leg(genesys: PretendGenesys, participant: str) -> dict[str, Any]:
    held = next(one for one in genesys.conversation(CALL)["participants"] if one["id"] == participant)
    return dict(held["calls"][0])


async def test_an_accepted_disconnect_shows_only_after_a_while(genesys, client, call, clock: JumpingClock):
    answer = await client.patch(GENERIC, json=GONE)

    assert (answer.status_code, answer.content) == (202, b"")
    assert leg(genesys, AGENT)["state"] == "connected"
    clock.advance(1.2)
    assert leg(genesys, AGENT)["state"] == "disconnected"
    assert leg(genesys, AGENT)["disconnectType"] == "client"


async def test_the_other_side_of_a_two_party_call_ends_by_peer(genesys, client, call, clock: JumpingClock):
    await client.patch(GENERIC, json=GONE)
    clock.advance(2)

    assert leg(genesys, CUSTOMER)["disconnectType"] == "peer"
    assert genesys.conversation(CALL)["endTime"] == "2026-11-22T06:00:01.200Z"


async def test_a_second_disconnect_finds_no_active_conversation(client, call, clock: JumpingClock):
    await client.patch(GENERIC, json=GONE)
    clock.advance(2)

    answer = await client.patch(GENERIC, json=GONE)
    assert answer.status_code == 400
    assert answer.json()["code"] == "conversation.error.participant.no.active.conversations"
    assert answer.json()["contextId"] == answer.headers["ININ-Correlation-Id"]


async def test_the_calls_route_wants_a_user(genesys, client, call, clock: JumpingClock):
    calls_route = GENERIC.replace("/conversations/", "/conversations/calls/")
    refused = await client.patch(calls_route, json=GONE)
    assert (refused.status_code, refused.json()["code"]) == (400, "not.a.user")

    genesys.user_context = True
    assert (await client.patch(calls_route, json=GONE)).status_code == 202
    clock.advance(2)
    again = await client.patch(calls_route, json=GONE)
    assert again.json()["code"] == "conversation.error.call.disconnected"


@pytest.mark.parametrize(
    ("route", "body", "status", "field"),
    [
        ("absent", None, 404, None),
        ("absent", {"cause": "user_request", "reason": "user_request"}, 404, None),
        ("published", None, 202, None),
        ("gateway", None, 409, "reason"),
        ("gateway", {"cause": "user_request"}, 409, "reason"),
        ("gateway", {"reason": "user_request"}, 409, "cause"),
        ("gateway", {"cause": "user_request", "reason": "user_request"}, 202, None),
    ],
)
async def test_the_disconnect_route_has_three_modes(genesys, client, call, *, route, body, status, field):
    genesys.disconnect_route = route

    answer = await client.post(f"{GENERIC}/disconnect", **({} if body is None else {"json": body}))

    assert answer.status_code == status
    if field is not None:
        assert [one["fieldName"] for one in answer.json()["details"]] == [field]
    if status == 404:
        assert answer.json()["code"] == "not.found"


async def test_a_teardown_ends_everybody_and_writes_over_an_owed_wrap_up(genesys, client, call, clock: JumpingClock):
    document = genesys.conversation(CALL)
    document["participants"][2]["wrapupRequired"] = True
    genesys.holds(document)

    answer = await client.post(f"/api/v2/conversations/{CALL}/disconnect")
    clock.advance(2)

    assert answer.status_code == 202
    ended = genesys.conversation(CALL)
    assert ended["endTime"]
    assert ended["participants"][2]["wrapup"]["name"] == "Default Wrap-up Code"


async def test_an_agent_who_owes_a_wrap_up_is_left_in_after_call_work(genesys, client, call, clock: JumpingClock):
    document = genesys.conversation(CALL)
    document["participants"][2]["wrapupRequired"] = True
    genesys.holds(document)

    await client.patch(GENERIC, json=GONE)
    clock.advance(2)

    assert leg(genesys, AGENT)["afterCallWork"]["state"] == "pending"


async def test_a_conversation_may_accept_and_do_nothing(genesys, client, call, clock: JumpingClock):
    genesys.holds(genesys.conversation(CALL), Behaviour(ignores=frozenset({"disconnect"})))

    assert (await client.patch(GENERIC, json=GONE)).status_code == 202
    clock.advance(600)
    assert leg(genesys, AGENT)["state"] == "connected"


async def test_a_conversation_may_refuse_every_write_or_the_first(genesys, client, call):
    genesys.holds(genesys.conversation(CALL), Behaviour(refuses=Refusing(status=409, body="", times=1)))

    refused = await client.patch(GENERIC, json=GONE)
    assert (refused.status_code, refused.content) == (409, b"")
    assert (await client.patch(GENERIC, json=GONE)).status_code == 202


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"state": "hung up"}, "invalid.value"),
        ({"state": "connected"}, "not.a.user"),
        ({"state": "alerting"}, "bad.request"),
        ([], "bad.request"),
    ],
)
async def test_a_wrong_state_is_refused(client, call, body, code):
    answer = await client.patch(GENERIC, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_a_stranger_to_the_conversation_is_not_found(client, call):
    answer = await client.patch(f"/api/v2/conversations/{CALL}/participants/{CALL}", json=GONE)
    assert (answer.status_code, answer.json()["code"]) == (404, "conversation.error.not.conversation.participant")


async def test_only_the_media_of_the_public_definition_have_a_route(client: httpx.AsyncClient, call):
    for medium, status in {"emails": 400, "chats": 404, "videos": 404}.items():
        route = GENERIC.replace("/conversations/", f"/conversations/{medium}/")
        assert (await client.patch(route, json=GONE)).status_code == status
