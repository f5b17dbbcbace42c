"""The control endpoints, as a program outside uses them."""

import json

import pytest

from playground.cxone.documents import contact
from tests.playground.cxone.cast import API, CALL, CARDS, WEI_LING
from tests.support.clock import JumpingClock

PUT = f"/_pretend/conversations/{CALL}"
ACTIVE = f"{API}/contacts/active"


async def test_a_program_puts_a_list_of_contacts_and_reads_it(client, clock: JumpingClock):
    put = await client.put(PUT, json=[contact(CALL, clock.now(), CARDS, WEI_LING)])
    assert put.json() == {"id": str(CALL)}
    assert (await client.get(ACTIVE)).json()["activeContacts"][0]["masterContactId"] == CALL
    told = (await client.get(PUT)).json()
    assert (told["masterContactId"], told["contacts"][0]["contactId"]) == (CALL, CALL)
    assert (await client.get("/_pretend/conversations/1")).status_code == 404
    assert (await client.get("/_pretend/conversations/me")).status_code == 404


async def test_an_object_may_say_how_the_contacts_behave(client, clock: JumpingClock):
    words = {
        "refuses": {"status": 409, "description": "Busy"},
        "happenings": [{"does": "holds", "contact": CALL, "after": 5}],
    }
    document = {"contacts": [contact(CALL, clock.now(), CARDS, WEI_LING)], "_pretend": words}
    assert (await client.put(PUT, json=document)).status_code == 200
    assert (await client.post(f"{API}/contacts/{CALL}/end")).headers["icStatusDescription"] == "Busy"
    clock.advance(5)
    assert (await client.get(ACTIVE)).json()["activeContacts"][0]["stateName"] == "Hold"


@pytest.mark.parametrize(
    "document", ["nonsense", {"contacts": {}}, [1], [{"contactId": 1}], {"contacts": [], "_pretend": {"odd": True}}]
)
async def test_what_is_no_list_of_contacts_is_refused(client, document):
    answer = await client.put(PUT, json=document)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


async def test_a_program_asks_for_faults_and_reads_the_log(client, call):
    await client.post("/_pretend/faults", json={"path": "*/contacts/active", "status": 409})
    await client.post("/_pretend/faults", json={"status": 503, "body": "<html>no</html>"})
    bare, page = await client.get(ACTIVE), await client.get(ACTIVE)
    assert (bare.status_code, bare.headers["icStatusDescription"], bare.content) == (409, "Invalid State.", b"")
    assert (page.status_code, page.text) == (503, "<html>no</html>")
    assert "icStatusDescription" not in page.headers
    log = (await client.get("/_pretend/requests")).json()
    assert [(one["method"], one["path"], one["status"]) for one in log] == [("GET", ACTIVE, 409), ("GET", ACTIVE, 503)]


async def test_the_wire_hears_of_every_request(cxone, client, call):
    heard: list[dict[str, object]] = []
    cxone.on_request = heard.append
    await client.get(ACTIVE, headers={"CorrelationId": "click-2"})
    assert heard[0]["title"] == "GET /v30.0/contacts/active"
    assert "click-2" in json.dumps(heard[0]["response"])


@pytest.mark.parametrize(
    "wanted", [{"colour": "red"}, {"already_ended": 500}, {"array": "rows"}, {"largest_page": "x"}]
)
async def test_what_cannot_be_set_is_refused(client, wanted):
    assert (await client.put("/_pretend/settings", json=wanted)).status_code == 400
