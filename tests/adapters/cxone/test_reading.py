"""Reading: from contacts, agents' states and reports to one conversation."""

from typing import Any

import httpx
import pytest

from bot.adapters.cxone.client import Options
from bot.domain.communication import Media
from bot.domain.exchange import Fault
from bot.domain.participant import Standing
from bot.ports import Priority
from tests.adapters.cxone.tenant import CONSULT, LEG, MASTER, agent_state, contact


async def test_a_contact_becomes_an_agent_and_the_customer_has_no_contact_of_their_own(conversations):
    read = (await conversations.read(str(LEG))).conversation
    customer, agent = read.participants
    assert read.id == str(MASTER)
    assert (agent.id, agent.purpose, agent.name, agent.queue_name) == (str(LEG), "agent", "Tan Wei Ling", "Cards")
    assert (agent.standing, agent.fixed, agent.user_id) == (Standing.CONNECTED, None, "7001")
    assert (customer.purpose, customer.standing, customer.address) == ("customer", Standing.CONNECTED, "+15550100")
    assert "no contact of their own" in customer.fixed
    assert "one contact at a time" in read.fixed
    assert read.media == (Media.CALL,)


async def test_the_id_of_any_leg_finds_its_master_and_all_the_legs(tenant, conversations):
    tenant.contacts.append(
        contact(CONSULT, agentId=7002, firstName="Siti", lastName="A", transferIndicatorName="Consult")
    )
    for asked in (str(MASTER), str(CONSULT)):
        read = (await conversations.read(asked)).conversation
        assert read.id == str(MASTER)
        assert [p.id for p in read.live] == ["customer", str(LEG), str(CONSULT)]
        assert read.participant(str(CONSULT)).consult_participant_id == str(LEG)


async def test_what_ending_a_contact_brings_with_it_is_told_and_nothing_is_promised(tenant, conversations):
    """The last one takes the customer along; of a master's other contacts no document tells."""
    alone = (await conversations.read(str(LEG))).conversation.participant(str(LEG))
    assert "the customer is on this one alone, and their part ends with it" in alone.consequence
    assert alone.caution is None
    tenant.contacts = [contact(), contact(CONSULT, agentId=7002, firstName="Siti", stateId=5, stateName="Hold")]
    several = (await conversations.read(str(LEG))).conversation
    held, master = several.participant(str(CONSULT)), several.participant(str(MASTER))
    assert held.consequence == "The call ends this contact. No document says what becomes of the others."
    assert "no document says what becomes of them" in master.consequence
    assert "so the platform may refuse" in held.caution
    assert master.caution is None
    customer = several.participant("customer")
    assert (customer.consequence, customer.caution) == (None, None)


async def test_only_the_contacts_of_the_same_master_belong_to_it(tenant, conversations):
    tenant.contacts.append(contact(450900009, 450900009))
    read = (await conversations.read(str(LEG))).conversation
    assert [p.id for p in read.participants] == ["customer", str(LEG)]


@pytest.mark.parametrize(
    ("state_id", "name", "standing", "held"),
    [
        (4, "Active", Standing.CONNECTED, False),
        (5, "Hold", Standing.CONNECTED, True),
        (6, "Transfer", Standing.CONVERTING, False),
        (17, "x", Standing.UNKNOWN, False),
        (99, "Ringing", Standing.ALERTING, False),
        (98, "Dialing", Standing.DIALING, False),
        (97, "Parked", Standing.PARKED, False),
    ],
)
async def test_states_come_from_the_tenants_own_table_then_from_their_name(  # noqa: PLR0917
    tenant,
    conversations,
    state_id: int,
    name: str,
    standing: Standing,
    held: bool,  # noqa: FBT001 - a table's column
):
    tenant.contacts = [contact(stateId=state_id, stateName=name, contactStateCategory="")]
    agent = (await conversations.read(str(LEG))).conversation.participant(str(LEG))
    assert (agent.standing, agent.held) == (standing, held)
    if standing is Standing.UNKNOWN:
        assert agent.raw_state == "Masquerade"


async def test_a_contact_without_an_agent_waits_in_a_queue_or_in_the_menu(tenant, conversations):
    tenant.agents = []
    waiting: dict[str, Any] = {"agentId": 0, "firstName": "", "lastName": ""}
    tenant.contacts = [contact(stateId=2, **waiting), contact(CONSULT, stateId=1, **waiting)]
    read = (await conversations.read(str(LEG))).conversation
    assert [p.purpose for p in read.participants] == ["customer", "acd", "ivr"]
    assert read.participant(str(LEG)).user_id is None


async def test_an_outside_party_is_one_by_the_transfer_indicator(tenant, conversations):
    tenant.contacts.append(
        contact(CONSULT, agentId=None, firstName=None, lastName=None, transferIndicatorName="External")
    )
    found = (await conversations.read(str(LEG))).conversation.participant(str(CONSULT))
    assert (found.purpose, found.address) == ("external", "+15550199")


async def test_after_call_work_is_what_the_agents_state_says(tenant, conversations):
    tenant.agents = [agent_state(isACW=True, startDate="2026-11-22T05:55:00Z")]
    read = (await conversations.read(str(LEG))).conversation
    agent = read.participant(str(LEG))
    assert agent.standing is Standing.WRAP_UP
    assert agent.acw_started_at.minute == 55
    assert read.ended
    assert read.ended_at is None


async def test_a_state_of_after_call_work_that_no_agent_is_in_is_told_apart(tenant, conversations):
    tenant.contacts = [contact(stateId=8)]
    agent = (await conversations.read(str(LEG))).conversation.participant(str(LEG))
    assert (agent.standing, agent.raw_state, agent.live) == (Standing.UNKNOWN, "After Contact Work", True)
    assert "no agent is in after-call work" in agent.remark


async def test_where_the_agents_cannot_be_asked_the_states_own_word_stands(tenant, conversations):
    tenant.contacts = [contact(stateId=8)]
    tenant.always["/agents/states"] = lambda _: httpx.Response(403)
    agent = (await conversations.read(str(LEG))).conversation.participant(str(LEG))
    assert agent.standing is Standing.WRAP_UP


async def test_work_that_outlives_the_active_contact_is_still_shown(tenant, conversations):
    await conversations.read(str(LEG))
    tenant.contacts, tenant.agents = [], [agent_state(isACW=True)]
    agent = (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation.participant(str(LEG))
    assert agent.standing is Standing.WRAP_UP


async def test_an_agent_who_still_has_an_unlisted_contact_has_not_left(tenant, conversations):
    await conversations.read(str(LEG))
    tenant.contacts = []
    agent = (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation.participant(str(LEG))
    assert agent.standing is Standing.CONNECTED


async def test_a_contact_that_is_no_longer_active_has_left(tenant, conversations):
    tenant.contacts.append(contact(CONSULT, agentId=7002))
    await conversations.read(str(LEG))
    tenant.contacts, tenant.agents = tenant.contacts[:1], [agent_state()]
    read = (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation
    assert read.has_left(str(CONSULT))
    assert not read.has_left(str(LEG))
    assert "no longer among the active" in read.participant(str(CONSULT)).remark


async def test_a_leg_that_left_before_anybody_looked_is_known_from_the_reports(tenant, conversations):
    tenant.children[str(MASTER)] = [
        {"contactId": CONSULT, "startTime": "2026-11-22T05:50:30Z", "endTime": "2026-11-22T05:50:50Z"}
    ]
    gone = (await conversations.read(str(LEG))).conversation.participant(str(CONSULT))
    assert (gone.standing, gone.left_at.second) == (Standing.ENDED, 50)
    assert "may lag" in gone.remark


async def test_a_leg_that_moved_to_another_master_is_still_live(tenant, conversations):
    tenant.contacts.append(contact(CONSULT, agentId=7002))
    await conversations.read(str(MASTER))
    tenant.contacts = [contact(), contact(CONSULT, 450777777, agentId=7002)]
    read = (await conversations.read(str(MASTER), priority=Priority.READ_BACK)).conversation
    assert not read.has_left(str(CONSULT))
    assert "another master" in read.participant(str(CONSULT)).remark


async def test_an_ended_contact_is_read_from_its_record(tenant, conversations):
    tenant.contacts, tenant.agents = [], []
    tenant.records[str(LEG)] = contact(endDate="2026-11-22T05:59:00Z", endReason="Agent", releaseSeconds=1)
    read = (await conversations.read(str(LEG))).conversation
    assert read.ended
    assert read.ended_at.minute == 59
    assert read.participant(str(LEG)).disconnect_type == "Agent"


async def test_a_record_that_says_active_is_not_taken_for_gone(tenant, conversations):
    tenant.contacts = tenant.agents = []
    tenant.records[str(LEG)] = contact()
    assert (await conversations.read(str(LEG))).conversation.participant(str(LEG)).live


async def test_an_id_that_nobody_knows_is_refused_in_the_platforms_words(conversations):
    reading = await conversations.read("450999999")
    assert (reading.not_found, reading.reply.code) == (True, "InvalidContactId")
    assert len(reading.reply.trace_id) == 36


async def test_an_empty_answer_about_one_contact_means_that_there_is_none(tenant, conversations):
    tenant.answers["/contacts/450999999"] = [httpx.Response(204)]
    assert (await conversations.read("450999999")).not_found


async def test_what_is_no_id_is_never_asked_for(tenant, conversations):
    assert (await conversations.read("../agents")).not_found
    assert tenant.asked() == []


@pytest.mark.parametrize("name", ["activeContacts", "contacts", "resultSet"])
async def test_the_list_may_be_called_as_each_version_calls_it(tenant, conversations, name: str):
    body: dict[str, Any] = {name: [contact()]} if name != "resultSet" else {name: {"activeContacts": [contact()]}}
    tenant.always["/contacts/active"] = lambda _: httpx.Response(200, json=body)
    assert (await conversations.read(str(LEG))).conversation is not None


async def test_all_pages_are_read(tenant, conversations):
    tenant.contacts = [contact(450200000 + n, 450200000 + n) for n in range(501)] + [contact()]
    assert (await conversations.read(str(LEG))).conversation is not None
    assert tenant.asked().count("GET /contacts/active") == 2


@pytest.mark.parametrize("told", ["totalRecords", "_links"])
async def test_smaller_pages_than_were_asked_for_lose_nobody(tenant, conversations, told: str):
    rows = [*(contact(450200000 + n, 450200000 + n) for n in range(5)), contact()]

    def page(request: httpx.Request) -> httpx.Response:
        skip = int(request.url.params["skip"])
        more = {"totalRecords": 6} if told == "totalRecords" else {"_links": {"next": skip < 4 and "more"}}
        return httpx.Response(200, json={"activeContacts": rows[skip : skip + 2], **more})

    tenant.always["/contacts/active"] = page
    assert (await conversations.read(str(LEG))).conversation is not None
    assert tenant.asked().count("GET /contacts/active") == 3


async def test_all_pages_of_the_agents_are_read(tenant, conversations):
    rows = [*(agent_state(0, agentId=9000 + n) for n in range(3)), agent_state(isACW=True)]

    def page(request: httpx.Request) -> httpx.Response:
        skip = int(request.url.params["skip"])
        return httpx.Response(200, json={"totalRecords": 4, "agentStates": rows[skip : skip + 2]})

    tenant.always["/agents/states"] = page
    agent = (await conversations.read(str(LEG))).conversation.participant(str(LEG))
    assert agent.standing is Standing.WRAP_UP


async def test_a_platform_that_takes_no_large_page_is_asked_for_small_ones(tenant, conversations):
    def page(request: httpx.Request) -> httpx.Response:
        if int(request.url.params["top"]) > 100:
            return httpx.Response(400, headers={"icStatusDescription": "Invalid top"})
        return httpx.Response(200, json={"activeContacts": [contact()]})

    tenant.always["/contacts/active"] = page
    assert (await conversations.read(str(LEG))).conversation is not None
    assert (await conversations.read(str(LEG))).conversation is not None
    assert tenant.asked().count("GET /contacts/active") == 3


async def test_who_slipped_between_two_pages_is_asked_for_alone(tenant, conversations):
    tenant.contacts = [contact(), *(contact(450200000 + n, 450200000 + n) for n in range(600))]
    await conversations.read(str(LEG))
    page = httpx.Response(200, json={"totalRecords": 602, "activeContacts": tenant.contacts[1:501]})
    tenant.answers["/contacts/active"] = [page]
    read = (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation
    assert not read.has_left(str(LEG))


async def test_who_slipped_between_two_pages_and_cannot_be_asked_for_is_not_taken_for_gone(tenant, conversations):
    tenant.contacts = [contact(), *(contact(450200000 + n, 450200000 + n) for n in range(600))]
    await conversations.read(str(LEG))
    page = httpx.Response(200, json={"totalRecords": 602, "activeContacts": tenant.contacts[1:501]})
    rest = httpx.Response(200, json={"totalRecords": 602, "activeContacts": tenant.contacts[501:]})
    tenant.agents = []
    tenant.answers["/contacts/active"] = [page, rest, httpx.Response(204), httpx.Response(503)]
    read = (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation
    assert tenant.answers["/contacts/active"] == []
    assert not read.has_left(str(LEG))


async def test_the_table_of_states_is_asked_for_once_an_hour(tenant, conversations, clock):
    for _ in range(2):
        await conversations.read(str(LEG))
    assert tenant.asked().count("GET /contact-state-descriptions") == 1
    clock.advance(3601)
    await conversations.read(str(LEG))
    assert tenant.asked().count("GET /contact-state-descriptions") == 2


async def test_a_digital_contact_is_not_offered_unless_the_setting_says_so(tenant, opened):
    tenant.contacts = [contact(mediaTypeId=9)]
    for wanted in (False, True):
        agent = (await opened(options=Options(end_digital=wanted)).read(str(LEG))).conversation.participant(str(LEG))
        assert (agent.fixed is None) is wanted
        assert agent.media == (Media.DIGITAL,)


async def test_who_belongs_together_is_asked_of_the_reports_once_a_minute(tenant, conversations, clock):
    for _ in range(3):
        await conversations.read(str(LEG))
    assert tenant.asked().count(f"GET /contacts/{MASTER}/hierarchy") == 1
    clock.advance(61)
    await conversations.read(str(LEG))
    assert tenant.asked().count(f"GET /contacts/{MASTER}/hierarchy") == 2


def large(tenant, **more):
    """Make a floor whose agents take two pages."""
    rows = [agent_state(**more), *(agent_state(0, agentId=9000 + n) for n in range(600))]

    def page(request: httpx.Request) -> httpx.Response:
        skip = int(request.url.params["skip"])
        return httpx.Response(200, json={"totalRecords": len(rows), "agentStates": rows[skip : skip + 500]})

    tenant.always["/agents/states"] = page


async def test_of_a_large_floor_only_the_agents_that_matter_are_asked_for(tenant, conversations):
    large(tenant)
    assert not (await conversations.read(str(LEG))).conversation.participant(str(LEG)).wrapup_pending
    tenant.requests.clear()
    own = httpx.Response(200, json={"agentStates": [agent_state(isACW=True)]})
    tenant.answers["/agents/7001/states"] = [own]
    read = (await conversations.read(str(LEG), priority=Priority.ACT)).conversation
    assert read.participant(str(LEG)).standing is Standing.WRAP_UP
    assert tenant.asked() == ["GET /contacts/active", "GET /agents/7001/states"]


async def test_where_one_agent_of_a_large_floor_cannot_be_asked_nobody_is_claimed_to_be_in_wrap_up(
    tenant, conversations
):
    large(tenant)
    await conversations.read(str(LEG))
    tenant.answers["/agents/7001/states"] = [httpx.Response(403)]
    tenant.contacts = [contact(stateId=8, stateName="After Contact Work")]
    read = (await conversations.read(str(LEG), priority=Priority.ACT)).conversation
    # The state's own word stands then, without the remark that no agent is in after-call work.
    assert (read.participant(str(LEG)).remark, read.participant(str(LEG)).standing) == (None, Standing.WRAP_UP)


async def test_whether_somebody_is_still_there_takes_one_request_by_turns_of_two_kinds(tenant, conversations):
    await conversations.read(str(LEG))
    tenant.requests.clear()
    tenant.always["/agents/7001/states"] = lambda _: httpx.Response(200, json={"agentStates": [agent_state()]})
    assert [await conversations.still_there(str(MASTER), str(LEG)) for _ in range(3)] == [True, True, True]
    assert tenant.asked() == ["GET /contacts/active", "GET /agents/7001/states", "GET /contacts/active"]
    assert tenant.requests[0].url.params["contactId"] == str(LEG)


@pytest.mark.parametrize(
    ("contacts", "state"),
    [
        ([], agent_state(0)),
        ([contact(stateId=8, stateName="After Contact Work")], agent_state(isACW=True)),
        ([contact(stateId=9, stateName="Released")], agent_state(450999999)),
    ],
)
async def test_who_may_have_left_has_to_be_read(tenant, conversations, contacts, state):
    await conversations.read(str(LEG))
    tenant.contacts = contacts
    tenant.always["/agents/7001/states"] = lambda _: httpx.Response(200, json={"agentStates": [state]})
    assert [await conversations.still_there(str(MASTER), str(LEG)) for _ in range(2)] == [False, False]


async def test_a_contact_that_is_listed_no_more_while_its_agent_still_has_it_is_still_there(tenant, conversations):
    await conversations.read(str(LEG))
    tenant.requests.clear()
    tenant.contacts = []
    tenant.always["/agents/7001/states"] = lambda _: httpx.Response(200, json={"agentStates": [agent_state()]})
    assert await conversations.still_there(str(MASTER), str(LEG))
    assert tenant.asked() == ["GET /contacts/active", "GET /agents/7001/states"]


async def test_nothing_is_claimed_of_who_was_not_seen_live_or_cannot_be_asked_for(tenant, conversations):
    assert await conversations.still_there(str(MASTER), str(LEG)) is None
    await conversations.read(str(LEG))
    assert await conversations.still_there(str(MASTER), "450999999") is None
    tenant.requests.clear()
    tenant.answers["/contacts/active"] = [httpx.Response(503)]
    assert await conversations.still_there(str(MASTER), str(LEG)) is False
    assert await conversations.still_there(str(MASTER), str(LEG)) is False
    assert tenant.asked() == ["GET /contacts/active", "GET /agents/7001/states"]


async def test_each_contacts_turns_are_its_own(tenant, conversations):
    tenant.contacts = [contact(), contact(CONSULT, agentId=7002)]
    tenant.agents = [agent_state(), agent_state(CONSULT, agentId=7002)]
    await conversations.read(str(LEG))
    tenant.requests.clear()
    for _ in range(2):
        for one in (LEG, CONSULT):
            await conversations.still_there(str(MASTER), str(one))
    asked = ["GET /contacts/active", "GET /contacts/active", "GET /agents/7001/states", "GET /agents/7002/states"]
    assert tenant.asked() == asked


async def test_reports_that_have_trouble_are_asked_again_at_once(tenant, conversations):
    tenant.answers[f"/contacts/{MASTER}/hierarchy"] = [httpx.Response(503)]
    tenant.children[str(MASTER)] = [{"contactId": CONSULT, "startTime": "2026-11-22T05:55:00Z", "endTime": None}]
    first, second = [(await conversations.read(str(LEG))).conversation for _ in range(2)]
    assert (first.participant(str(CONSULT)), second.participant(str(CONSULT)).remark) == (
        None,
        "it is no longer among the active contacts",
    )


async def test_how_a_leg_is_known_is_remembered(tenant, conversations):
    tenant.children[str(MASTER)] = [{"contactId": CONSULT, "endTime": "2026-11-22T05:57:00Z"}]
    for _ in range(2):
        read = (await conversations.read(str(LEG))).conversation
        assert read.participant(str(CONSULT)).remark == "by the platform's reports, which may lag behind"


async def test_after_a_restart_work_on_a_leg_that_only_the_reports_name_is_still_seen(tenant, conversations):
    """Nobody knows yet which agent had it: so all of them are asked."""
    tenant.contacts = []
    tenant.records[str(MASTER)] = contact(endDate="2026-11-22T05:58:00Z")
    tenant.children[str(MASTER)] = [{"contactId": CONSULT, "endTime": None}]
    tenant.agents = [agent_state(CONSULT, agentId=7002, isACW=True)]
    read = (await conversations.read(str(MASTER))).conversation
    assert read.participant(str(CONSULT)).standing is Standing.WRAP_UP


@pytest.mark.parametrize(
    ("open_contacts", "standing", "words"),
    [
        (2, Standing.WRAP_UP, "can't be told"),
        (None, Standing.WRAP_UP, "can't be told"),
        (1, Standing.UNKNOWN, "no agent"),
    ],
)
async def test_an_agent_with_other_contacts_is_not_said_to_have_left_this_one(
    tenant, conversations, open_contacts, standing, words
):
    tenant.contacts = [contact(stateId=8)]
    tenant.agents = [agent_state(450999999, openContacts=open_contacts)]
    agent = (await conversations.read(str(LEG))).conversation.participant(str(LEG))
    assert agent.standing is standing
    assert words in agent.remark


async def test_the_customer_is_known_by_a_contact_of_which_more_is_known_than_its_id(tenant, conversations):
    """After two transfers the first contact is a line of the reports, and no more."""
    later = contact(450100003, isOutbound=True, toAddress="+15550177")
    tenant.contacts, tenant.agents = [later], []
    tenant.children[str(MASTER)] = [{"contactId": MASTER, "endTime": "2026-11-22T05:40:00Z"}]
    read = (await conversations.read("450100003")).conversation
    customer, gone = read.participant("customer"), read.participant(str(MASTER))
    assert (customer.direction, customer.address, customer.media) == ("outbound", "+15550177", (Media.CALL,))
    assert (gone.purpose, gone.direction, gone.media, gone.name) == ("", None, (Media.CALL,), None)


async def test_a_table_that_cannot_be_read_is_asked_for_once_a_minute(tenant, conversations, clock):
    tenant.always["/contact-state-descriptions"] = lambda _: httpx.Response(403)
    for _ in range(3):
        await conversations.read(str(LEG))
    assert tenant.asked().count("GET /contact-state-descriptions") == 1
    clock.advance(61)
    await conversations.read(str(LEG))
    assert tenant.asked().count("GET /contact-state-descriptions") == 2


@pytest.mark.parametrize("status", [404, 405, 410])
async def test_a_list_of_contacts_that_is_not_there_proves_nothing(tenant, conversations, status: int):
    await conversations.read(str(LEG))
    tenant.always["/contacts/active"] = lambda _: httpx.Response(status, json={"error": "resource not found"})
    for priority in (Priority.LOOK_UP, Priority.READ_BACK):
        reading = await conversations.read(str(LEG), priority=priority)
        assert (reading.conversation, reading.not_found, reading.reply.fault) == (None, False, Fault.ADDRESS)
        assert (reading.reply.code, reading.reply.message) == (None, None)


async def test_an_empty_list_of_contacts_means_that_nobody_is_there(tenant, conversations):
    await conversations.read(str(LEG))
    tenant.contacts = tenant.agents = []
    assert (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation.has_left(str(LEG))


@pytest.mark.parametrize("status", [204, 404])
async def test_what_one_of_many_agents_does_is_nothing_or_not_known(tenant, conversations, status: int):
    tenant.contacts = [contact(stateId=8)]
    large(tenant)
    tenant.always["/agents/7001/states"] = lambda _: httpx.Response(status)
    await conversations.read(str(LEG))
    agent = (await conversations.read(str(LEG))).conversation.participant(str(LEG))
    assert (agent.standing is Standing.WRAP_UP) is (status == 404)


async def test_who_is_no_longer_active_while_the_agents_cannot_be_asked_has_left_and_that_is_said(
    tenant, conversations
):
    tenant.contacts.append(contact(CONSULT, agentId=7002))
    await conversations.read(str(LEG))
    tenant.contacts = tenant.contacts[:1]
    tenant.always["/agents/states"] = lambda _: httpx.Response(404)
    read = (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation
    assert "no longer among the active contacts; what its agent does" in read.participant(str(CONSULT)).remark
