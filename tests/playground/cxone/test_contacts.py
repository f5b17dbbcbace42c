"""Reading contacts, and the odd shapes in which they come."""

import pytest

from playground.cxone.documents import contact
from playground.cxone.states import CONFERENCE
from tests.playground.cxone.cast import AISYAH, API, CALL, CARDS, LOANS, WEI_LING
from tests.support.clock import JumpingClock

ACTIVE = f"{API}/contacts/active"


async def test_nobody_active_is_a_204_with_nothing_in_it(client):
    answer = await client.get(ACTIVE)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["icStatusDescription"] == "No Contacts for the specified period"


async def test_active_contacts_are_counted_and_listed(cxone, client, call):
    told = (await client.get(ACTIVE)).json()
    assert told["totalRecords"] == 1
    row = told["activeContacts"][0]
    assert (row["contactId"], row["masterContactId"]) == (CALL, CALL)
    assert (row["agentId"], row["firstName"], row["skillName"]) == (7001, "Wei Ling", "Cards")
    assert (row["stateId"], row["stateName"], row["contactStateCategory"]) == (4, "Active", "with agent")
    assert told["businessUnitId"] == cxone.business_unit


async def test_older_versions_wrap_the_answer(client, call):
    told = (await client.get("/incontactapi/services/v7.0/contacts/active")).json()
    assert told["resultSet"]["activeContacts"][0]["contactId"] == CALL
    assert "resultSet" not in (await client.get("/incontactapi/services/v8.0/contacts/active")).json()


async def test_the_list_may_have_another_name(client, call):
    await client.put("/_pretend/settings", json={"array": "contacts"})
    assert (await client.get(ACTIVE)).json()["contacts"][0]["contactId"] == CALL


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"contactId": str(CALL + 1)}, [1]),
        ({"agentId": "7001"}, [0]),
        ({"skillId": "4402"}, [2]),
        ({"skillId": "4402", "agentId": "7001"}, []),
        ({"mediaTypeId": "1"}, [2]),
        ({"stateId": "6"}, [0, 1]),
        ({"teamId": "2101"}, [0, 1, 2]),
        ({"fromAddress": "mei@pretend.example"}, [2]),
        ({"toAddress": "+6500000001"}, [0, 1, 2]),
        ({"updatedSince": "2026-11-22T05:59:30Z"}, [1]),
        ({"top": "2"}, [0, 1]),
        ({"top": "2", "skip": "2"}, [2]),
        ({"skip": "3"}, []),
        ({"orderBy": "contactId desc"}, [2, 1, 0]),
    ],
)
async def test_the_list_is_filtered_and_paged(cxone, client, clock: JumpingClock, query, places):
    now = clock.now()
    cxone.holds(
        CALL,
        [
            contact(CALL, now, CARDS, WEI_LING, state=CONFERENCE),
            contact(CALL + 1, now, CARDS, AISYAH, state=CONFERENCE, in_state=10),
        ],
    )
    cxone.holds(CALL + 2, [contact(CALL + 2, now, LOANS, media=1, caller="mei@pretend.example")])

    answer = await client.get(ACTIVE, params=query)

    ids = [one["contactId"] - CALL for one in answer.json()["activeContacts"]] if places else []
    assert (answer.status_code, ids) == (200 if places else 204, places)


async def test_pages_are_linked_and_have_a_largest_size(cxone, client, clock: JumpingClock):
    for place in range(3):
        cxone.holds(CALL + place, [contact(CALL + place, clock.now(), CARDS, WEI_LING)])
    await client.put("/_pretend/settings", json={"largest_page": 2})
    first = (await client.get(ACTIVE, params={"top": "50"})).json()
    assert (first["totalRecords"], len(first["activeContacts"])) == (3, 2)
    second = (await client.get(first["_links"]["next"])).json()
    assert len(second["activeContacts"]) == 1
    assert second["_links"]["next"] is None


async def test_fields_are_chosen(client, call):
    row = (await client.get(ACTIVE, params={"fields": "contactId, stateId"})).json()["activeContacts"][0]
    assert row == {"contactId": CALL, "stateId": 4}


@pytest.mark.parametrize(
    ("name", "value"),
    [("updatedSince", "yesterday"), ("updatedSince", "2026-11-22"), ("agentId", "Tan"), ("top", "-1")],
)
async def test_a_filter_that_cannot_be_read_is_refused(client, call, name, value):
    answer = await client.get(ACTIVE, params={name: value})
    assert (answer.status_code, answer.headers["icStatusDescription"]) == (400, f"Invalid {name}")


async def test_one_contact_sits_under_a_key_called_contact_id(client, call):
    told = (await client.get(f"{API}/contacts/{CALL}")).json()
    assert told["contactId"]["contactId"] == CALL
    assert told["contactId"]["agentId"] == 7001
    assert "endReason" not in told["contactId"]


@pytest.mark.parametrize("name", ["1", "abc", "99999999999999999999999"])
async def test_a_contact_that_is_not_known_is_a_404_with_its_word(client, call, name):
    answer = await client.get(f"{API}/contacts/{name}")
    assert (answer.status_code, answer.headers["icStatusDescription"]) == (404, "InvalidContactId")


@pytest.mark.parametrize("spelling", ["state-history", "statehistory"])
async def test_a_contacts_past_is_told_in_both_spellings(client, call, spelling):
    told = (await client.get(f"{API}/contacts/{CALL}/{spelling}")).json()["contactStateHistory"]
    assert [(one["stateIndex"], one["contactStateName"], one["duration"]) for one in told] == [
        (0, "Routing", 20),
        (1, "Active", 220),
    ]


async def test_the_tenants_own_states_come_with_capitalised_keys(client):
    told = (await client.get(f"{API}/contact-state-descriptions")).json()["contactStateDescriptions"]
    assert {"ContactStateId": 4, "ContactStateCategory": "with agent", "ContactStateDescription": "Active"} in told
    assert len(told) > 5
    only = (await client.get(f"{API}/contact-state-descriptions/28")).json()["contactStateDescriptions"]
    assert [one["ContactStateId"] for one in only] == [28]
    assert (await client.get(f"{API}/contact-state-descriptions/999")).status_code == 404


async def test_kin_are_told_by_their_master(cxone, client, clock: JumpingClock):
    now = clock.now()
    cxone.holds(CALL, [contact(CALL, now, CARDS, WEI_LING), contact(CALL + 1, now, CARDS, AISYAH, transfer="Consult")])
    told = (await client.get(f"{API}/contacts/{CALL + 1}/hierarchy")).json()
    assert told["masterContactId"] == CALL
    assert [one["contactId"] for one in told["childContacts"]] == [CALL + 1]
    assert told["childContacts"][0]["endTime"] is None
