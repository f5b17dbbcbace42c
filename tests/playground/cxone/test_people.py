"""Agents and what they are doing, and the sessions in which the platform is known to say 409."""

import pytest
import pytest_asyncio

from playground.cxone.documents import contact
from playground.cxone.states import AFTER_WORK
from tests.playground.cxone.cast import AISYAH, API, CALL, CARDS, WEI_LING
from tests.support.clock import JumpingClock


@pytest.fixture
def crowd(cxone, clock: JumpingClock) -> None:
    now = clock.now()
    cxone.holds(
        CALL,
        [
            contact(CALL, now, CARDS, WEI_LING),
            contact(CALL + 1, now, CARDS, AISYAH, transfer="Consult"),
            contact(CALL + 2, now, CARDS, WEI_LING, state=AFTER_WORK, in_state=5),
        ],
    )


async def test_agents_are_listed_and_searched(client, crowd):
    told = (await client.get(f"{API}/agents")).json()
    assert [one["agentId"] for one in told["agents"]] == [7001, 7002]
    found = (await client.get(f"{API}/agents", params={"searchString": "wei ling", "isActive": "true"})).json()
    assert [one["lastName"] for one in found["agents"]] == ["Tan"]
    assert (await client.get(f"{API}/agents", params={"searchString": "nobody"})).status_code == 204
    assert len((await client.get(f"{API}/teams/2101/agents")).json()["agents"]) == 2
    assert (await client.get(f"{API}/teams/9/agents")).status_code == 204


async def test_one_agent_is_told_or_not_found(client, crowd):
    assert (await client.get(f"{API}/agents/7002")).json()["agents"][0]["firstName"] == "Nurul"
    assert (await client.get(f"{API}/agents/9999")).status_code == 404
    assert (await client.get(f"{API}/agents/me/states")).status_code == 404


async def test_an_agents_row_names_one_contact_however_many_are_open(client, crowd):
    rows = {one["agentId"]: one for one in (await client.get(f"{API}/agents/states")).json()["agentStates"]}
    assert (rows[7001]["contactId"], rows[7001]["openContacts"], rows[7001]["isACW"]) == (CALL, 2, False)
    assert (rows[7001]["agentStateId"], rows[7001]["agentStateName"]) == (3, "InboundContact")
    assert (rows[7002]["agentStateId"], rows[7002]["agentStateName"]) == (5, "InboundConsult")


async def test_an_agent_without_contacts_is_available(client, crowd, clock: JumpingClock):
    await client.post(f"{API}/contacts/{CALL + 1}/end")
    clock.advance(2)
    row = (await client.get(f"{API}/agents/7002/states")).json()["agentStates"][0]
    assert (row["agentStateName"], row["contactId"]) == ("Available", None)


@pytest.mark.parametrize(
    ("more", "name"), [({}, "OutboundContact"), ({"transferIndicatorName": "Consult"}, "OutboundConsult")]
)
async def test_who_calls_out_is_told_apart(cxone, client, clock: JumpingClock, more, name):
    cxone.holds(CALL, [contact(CALL, clock.now(), CARDS, AISYAH) | {"isOutbound": True, **more}])
    assert (await client.get(f"{API}/agents/7002/states")).json()["agentStates"][0]["agentStateName"] == name


async def test_nobody_at_all_is_a_204(client):
    assert (await client.get(f"{API}/agents/states")).status_code == 204


@pytest_asyncio.fixture
async def session(client) -> str:
    return str((await client.post(f"{API}/agent-sessions")).json()["sessionId"])


async def test_a_second_session_is_a_409_and_is_joined(client, session):
    assert (await client.post(f"{API}/agent-sessions")).status_code == 409
    assert (await client.post(f"{API}/agent-sessions/join")).status_code == 202


async def test_a_session_that_is_over_says_409_to_whom_waits_for_events(client, session):
    where = f"{API}/agent-sessions/{session}"
    assert (await client.get(f"{where}/get-next-event")).status_code == 304
    assert (await client.post(f"{where}/state")).json()["error_description"] == "Invalid State."
    assert (await client.delete(where)).status_code == 202
    assert (await client.get(f"{where}/get-next-event")).status_code == 409
    gone = await client.delete(where)
    assert (gone.status_code, gone.json()["error_description"]) == (404, "InvalidAgentSession")
    assert (await client.get(f"{API}/agent-sessions/other/get-next-event")).status_code == 404


async def test_an_interaction_is_ended_within_a_session(client, session, crowd, clock: JumpingClock):
    where = f"{API}/agent-sessions/{session}/interactions"
    assert (await client.post(f"{where}/{CALL}/end")).status_code == 202
    refused = await client.post(f"{where}/1/end")
    assert (refused.status_code, refused.json()["error_description"]) == (404, "InvalidContactId")
    clock.advance(2)
    assert (await client.get(f"{API}/contacts/active?contactId={CALL}")).status_code == 204
