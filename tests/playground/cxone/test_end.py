"""Ending contacts: accepted first, done later, and sometimes never."""

from typing import Any

import pytest

from playground.cxone import Behaviour, Happening, Refusing
from playground.cxone.documents import agent_fields, contact
from playground.cxone.states import AFTER_WORK, HOLD, ROUTING
from tests.playground.cxone.cast import AISYAH, API, CALL, CARDS, WEI_LING
from tests.support.clock import JumpingClock

ACTIVE = f"{API}/contacts/active"
END = f"{API}/contacts/{CALL}/end"


async def rows(client) -> dict[int, dict[str, Any]]:
    answer = await client.get(ACTIVE)
    return {} if answer.status_code == 204 else {one["contactId"]: one for one in answer.json()["activeContacts"]}


async def test_an_end_is_accepted_with_an_empty_body_and_shows_later(client, call, clock: JumpingClock):
    answer = await client.post(END)
    assert (answer.status_code, answer.content, answer.headers["icStatusDescription"]) == (202, b"", "Accepted")
    assert CALL in await rows(client)
    clock.advance(2)
    assert await rows(client) == {}
    told = (await client.get(f"{API}/contacts/{CALL}")).json()["contactId"]
    assert (told["endReason"], told["stateName"]) == ("Contact Ended", "Released")
    steps = (await client.get(f"{API}/contacts/{CALL}/state-history")).json()["contactStateHistory"]
    assert [one["contactStateName"] for one in steps] == ["Routing", "Active", "Released"]


async def test_an_end_may_never_show(cxone, client, clock: JumpingClock):
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING)], Behaviour(ignores_end=True))
    assert (await client.post(END)).status_code == 202
    clock.advance(600)
    assert CALL in await rows(client)


async def test_an_agents_contact_may_go_on_as_after_call_work(cxone, client, clock: JumpingClock):
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING)], Behaviour(wraps_up=30))
    await client.post(END)
    clock.advance(2)
    assert (await rows(client))[CALL]["contactStateCategory"] == "after contact work"
    told = (await client.get(f"{API}/agents/7001/states")).json()["agentStates"][0]
    assert (told["contactId"], told["isACW"]) == (CALL, True)
    clock.advance(30)
    assert await rows(client) == {}


@pytest.mark.parametrize("closes", [True, False])
async def test_whether_an_end_closes_after_call_work_is_a_switch(cxone, client, clock: JumpingClock, closes):
    await client.put("/_pretend/settings", json={"ends_after_work": closes})
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING, state=AFTER_WORK)], Behaviour(wraps_up=30))
    assert (await client.post(END)).status_code == 202
    clock.advance(5)
    assert (CALL in await rows(client)) is not closes


@pytest.mark.parametrize("closes", [True, False])
async def test_whether_an_end_closes_a_digital_contact_is_a_switch(cxone, client, clock: JumpingClock, closes):
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING, media=9)])
    await client.put("/_pretend/settings", json={"ends_digital": closes})
    assert (await client.post(END)).status_code == 202
    clock.advance(5)
    assert (CALL in await rows(client)) is not closes


async def test_a_digital_case_is_closed_where_cases_are(cxone, client, clock: JumpingClock):
    document = contact(CALL, clock.now(), CARDS, WEI_LING, media=9, digitalContactStateName="Open", _caseId=77)
    cxone.holds(CALL, [document])
    where = "/dfo/3.0/contacts/77/status"
    assert (await client.put(where, json={"status": "asleep"})).status_code == 400
    assert (await client.put(where, content="{")).status_code == 400
    assert (await client.put("/dfo/3.0/contacts/78/status", json={"status": "closed"})).status_code == 404
    assert (await client.put(where, json={"status": "pending"})).status_code == 200
    assert (await rows(client))[CALL]["digitalContactStateName"] == "Pending"
    assert "_caseId" not in (await rows(client))[CALL]
    await client.put(where, json={"status": "closed"})
    clock.advance(2)
    assert await rows(client) == {}


@pytest.mark.parametrize("everybody", [True, False])
async def test_whether_the_masters_end_takes_all_legs_is_a_switch(cxone, client, clock: JumpingClock, everybody):
    now = clock.now()
    cxone.holds(CALL, [contact(CALL, now, CARDS, WEI_LING), contact(CALL + 1, now, CARDS, AISYAH, transfer="Consult")])
    await client.put("/_pretend/settings", json={"master_ends_all": everybody})
    await client.post(END)
    clock.advance(2)
    assert (await rows(client)).keys() == (set() if everybody else {CALL + 1})


@pytest.mark.parametrize("status", [202, 404, 409])
async def test_what_an_ended_contact_answers_is_a_switch(client, call, clock: JumpingClock, status):
    await client.put("/_pretend/settings", json={"already_ended": status})
    await client.post(END)
    clock.advance(2)
    words = {202: "Accepted", 404: "InvalidContactId", 409: "Invalid State."}
    answer = await client.post(END)
    assert (answer.status_code, answer.headers["icStatusDescription"]) == (status, words[status])


@pytest.mark.parametrize("where", ["header", "body", "both", "nowhere"])
async def test_where_reasons_are_said_is_a_switch(client, call, where):
    await client.put("/_pretend/settings", json={"says_reasons": where})
    answer = await client.post(f"{API}/contacts/1/end")
    assert answer.status_code == 404
    assert answer.headers.get("icStatusDescription") == ("InvalidContactId" if where in ("header", "both") else None)
    assert ("InvalidContactId" in answer.text) is (where in ("body", "both"))


async def test_a_role_that_may_not_end_is_unauthorized(client, call):
    await client.put("/_pretend/settings", json={"may_end": False})
    answer = await client.post(END)
    assert (answer.status_code, answer.headers["icStatusDescription"]) == (401, "Unauthorized")
    assert (await client.get(ACTIVE)).status_code == 200


async def test_an_end_may_be_refused_a_few_times_with_anything(cxone, client, clock: JumpingClock):
    refusing = Refusing(status=409, description="Busy", body={"message": "no"}, times=1, spares=1)
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING)], Behaviour(refuses=refusing))
    answers = [await client.post(END) for _ in range(3)]
    assert [one.status_code for one in answers] == [202, 409, 202]
    assert (answers[1].json(), answers[1].headers["icStatusDescription"]) == ({"message": "no"}, "Busy")


async def test_a_transfer_changes_the_contact_id_and_keeps_the_master(cxone, client, clock: JumpingClock):
    moves = Happening(
        does="transfers", fields={**agent_fields(AISYAH), "transferIndicatorName": "ReAgent"}, on_write=1, into=CALL + 7
    )
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING)], Behaviour(happenings=(moves,)))

    answer = await client.post(END)

    assert (answer.status_code, answer.headers["icStatusDescription"]) == (404, "InvalidContactId")
    left = await rows(client)
    assert left.keys() == {CALL + 7}
    assert (left[CALL + 7]["masterContactId"], left[CALL + 7]["agentId"]) == (CALL, 7002)
    theirs = (await client.get(f"{API}/agents/7002/states")).json()["agentStates"][0]
    assert theirs["contactId"] == CALL + 7
    kin = (await client.get(f"{API}/contacts/{CALL}/hierarchy")).json()
    assert (kin["masterContactId"], kin["childContacts"][0]["contactId"]) == (CALL, CALL + 7)


async def test_what_happens_on_a_look_is_seen_by_the_next(cxone, client, clock: JumpingClock):
    holds = Happening(does="holds", on_read=1)
    resumes = Happening(does="resumes", on_read=2)
    works = Happening(does="wraps_up", on_read=3)
    ends = Happening(does="ends", on_read=4)
    cxone.holds(
        CALL, [contact(CALL, clock.now(), CARDS, WEI_LING)], Behaviour(happenings=(holds, resumes, works, ends))
    )
    states = []
    for _ in range(5):
        told = await client.get(ACTIVE, params={"contactId": str(CALL)})
        states.append(told.json()["activeContacts"][0]["stateId"] if told.content else None)
        await client.get(f"{API}/contacts/{CALL}/hierarchy")
    assert states == [4, HOLD.id, 4, AFTER_WORK.id, None]


async def test_what_happens_after_a_while_needs_no_look(cxone, client, clock: JumpingClock):
    vanishes = Happening(does="vanishes", after=60)
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, state=ROUTING)], Behaviour(happenings=(vanishes,)))
    assert CALL in await rows(client)
    clock.advance(60)
    assert await rows(client) == {}
    assert (await client.post(END)).status_code == 404


async def test_what_vanishes_under_an_end_was_never_there(cxone, client, clock: JumpingClock):
    vanishes = Happening(does="vanishes", on_write=1)
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, WEI_LING)], Behaviour(happenings=(vanishes,)))
    assert (await client.post(END)).status_code == 404
