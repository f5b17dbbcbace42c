"""Searching: agents, skills and numbers among the active contacts."""

import httpx
import pytest

from bot.adapters.cxone.search import CxoneSearch
from bot.domain.communication import Media
from bot.domain.exchange import Fault
from bot.domain.participant import Standing
from bot.domain.sighting import Filter
from tests.adapters.cxone.tenant import CONSULT, LEG, MASTER, agent_state, contact, refused


@pytest.fixture
def search(conversations, clock) -> CxoneSearch:
    return CxoneSearch(conversations, clock)


@pytest.fixture
def busy(tenant):
    """Give the tenant a consultation, and a customer who waits for another skill."""
    waiting = {"agentId": None, "firstName": None, "lastName": None, "skillId": 4402, "skillName": "Loans"}
    tenant.contacts += [
        contact(CONSULT, agentId=7002, firstName="Siti", lastName="A"),
        contact(450200000, 450200000, stateId=2, fromAddress="6561234567", mediaTypeId=3, **waiting),
    ]
    tenant.agents = [agent_state(), agent_state(CONSULT, agentId=7002, isACW=True)]
    return tenant


async def test_agents_are_found_by_name_and_by_id(tenant, search):
    people = [
        {"agentId": 7002, "firstName": "Tan Wei", "lastName": "Ling Jr", "emailAddress": "x@example.com"},
        {"agentId": 7001, "firstName": "Tan", "lastName": "Wei Ling"},
        {"agentId": 0},
    ]
    tenant.always["/agents"] = lambda _: httpx.Response(200, json={"totalRecords": 2, "agents": people})
    tenant.always["/agents/7001"] = lambda _: httpx.Response(200, json={"agents": people[1:2]})
    found = await search.agents("tan wei ling")
    assert [(one.id, one.name) for one in found.found] == [("7001", "Tan Wei Ling"), ("7002", "Tan Wei Ling Jr")]
    assert tenant.requests[-1].url.params["searchString"] == "tan wei ling"
    assert [one.id for one in (await search.agents("7001")).found] == ["7001"]


@pytest.mark.parametrize(
    ("path", "named", "answer"),
    [
        ("/agents", "nobody", httpx.Response(204)),
        ("/agents", "nobody", httpx.Response(200, json={"agents": []})),
        ("/agents/7009", "7009", httpx.Response(404)),
        ("/agents/7009", "7009", httpx.Response(204)),
    ],
)
async def test_nobody_of_a_name_is_no_refusal(tenant, search, path: str, named: str, answer: httpx.Response):
    tenant.always[path] = lambda _: answer
    found = await search.agents(named)
    assert (found.found, found.refusal) == ((), None)


@pytest.mark.parametrize("status", [404, 405, 410])
async def test_a_list_that_is_not_there_is_no_empty_list(tenant, search, status: int):
    for path in ("/agents", "/skills"):
        tenant.always[path] = lambda _: refused(status, "InvalidContactId")
    lists = [await search.agents("nobody"), await search.queues("nothing")]
    tenant.always["/contacts/active"] = lambda _: refused(status, "InvalidContactId")
    lists += [await search.of_agent("7001"), await search.of_queue("4401"), await search.of_number("+6561234567")]
    for found in lists:
        assert (found.refusal.reply.fault, found.refusal.missing) == (Fault.ADDRESS, ())
        assert "check api_url, api_version" in found.refusal.fix
    assert [found.refusal.reply.fault_words("there") for found in lists[:3]] == [
        "Hangup did not find the list of agents there.",
        "Hangup did not find the list of skills there.",
        "Hangup did not find the list of live contacts there, so it does not know what is live.",
    ]


@pytest.mark.parametrize("text", ["<html>Sign in</html>", "", "{}", '{"agents": 7, "skills": 7, "contacts": 7}'])
async def test_what_cannot_be_read_is_no_empty_list(tenant, search, text: str):
    for path in ("/agents", "/skills"):
        tenant.always[path] = lambda _: httpx.Response(200, text=text)
    lists = [await search.agents("nobody"), await search.queues("nothing")]
    tenant.always["/contacts/active"] = lambda _: httpx.Response(200, text=text)
    lists += [await search.of_agent("7001"), await search.of_queue("4401"), await search.of_number("+6561234567")]
    for found in lists:
        assert found.refusal.reply.fault is Fault.UNREADABLE
        assert "proxy" in found.refusal.fix
    assert "not the JSON" in lists[0].refusal.reply.fault_words("there")


async def test_contacts_of_another_shape_are_not_nobody(tenant, search):
    rows = [{"id": 7, "number": "+6561234567"}, None, "x"]
    tenant.always["/contacts/active"] = lambda _: httpx.Response(200, json={"activeContacts": rows})
    for found in (await search.of_queue("4401"), await search.of_number("+6561234567")):
        assert found.refusal.reply.fault is Fault.UNREADABLE


async def test_skills_of_another_shape_are_no_empty_list(tenant, search):
    rows = [{"id": 7, "name": "of another shape"}]
    tenant.always["/skills"] = lambda _: httpx.Response(200, json={"skills": rows})
    assert (await search.queues("nothing")).refusal.reply.fault is Fault.UNREADABLE
    tenant.always["/skills"] = lambda _: httpx.Response(204)
    assert (await search.queues("nothing")).refusal is None


async def test_a_list_of_skills_that_is_too_long_is_told_as_that(busy, search):
    rows = [skill(5000 + number, f"Skill {number}") for number in range(500)]
    busy.always["/skills"] = lambda _: httpx.Response(200, json={"totalRecords": 20_000, "skills": rows})
    assert [one.name for one in (await search.queues("loans")).found] == ["Loans"]
    refusal = (await search.queues("nothing")).refusal
    assert refusal.reply.fault_words("there") == "The list of skills is too long there to be read to its end."
    assert "only while it has live contacts" in refusal.fix
    assert busy.asked().count("GET /skills") == 40


async def test_a_list_of_skills_that_may_not_be_read_names_that_right(tenant, search):
    tenant.always["/skills"] = lambda _: refused(403, "Forbidden")
    assert (await search.queues("nothing")).refusal.missing == ("the right to read skills",)


def skill(number: int, name: str, **more):
    return {"skillId": number, "skillName": name, "mediaTypeId": 4, "isActive": True, **more}


async def test_skills_are_found_whether_anybody_waits_for_them_or_not(busy, search, clock):
    rows = [skill(4401, "Cards"), skill(4405, "Cards – Lost"), skill(4406, "Old Cards", isActive=False), {"skillId": 0}]
    busy.always["/skills"] = lambda _: httpx.Response(200, json={"totalRecords": 4, "skills": rows})
    found = await search.queues("cards")
    assert [(one.id, one.name) for one in found.found] == [("4401", "Cards"), ("4405", "Cards – Lost")]
    assert (await search.queues("4405")).found[0].name == "Cards – Lost"
    assert busy.asked() == ["GET /skills"]
    clock.advance(601)
    await search.queues("cards")
    assert busy.asked() == ["GET /skills", "GET /skills"]


async def test_a_skill_that_the_list_lacks_is_found_where_it_has_contacts(busy, search):
    busy.always["/skills"] = lambda _: httpx.Response(200, json={"skills": [skill(4401, "Cards")]})
    found = await search.queues("loans")
    assert [(one.id, one.name) for one in found.found] == [("4402", "Loans")]
    assert (await search.queues("nothing")).found == ()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(204),
        httpx.Response(200, json={"skills": [{"id": 7, "name": "of another shape"}]}),
        httpx.Response(200, text="<html>"),
    ],
)
async def test_where_no_list_of_skills_can_be_read_they_are_those_of_active_contacts(busy, search, answer):
    busy.always["/skills"] = lambda _: answer
    assert [(one.id, one.name) for one in (await search.queues("car")).found] == [("4401", "Cards")]
    assert [one.name for one in (await search.queues("4402")).found] == ["Loans"]


async def test_what_an_agent_has_is_listed_with_after_call_work_told_apart(busy, search):
    busy.always["/contacts/active"] = lambda r: httpx.Response(
        200, json={"activeContacts": [c for c in busy.contacts if str(c["agentId"]) == r.url.params["agentId"]]}
    )
    (one,) = (await search.of_agent("7002")).sightings
    assert (one.conversation_id, one.participant_id, one.standing) == (str(MASTER), str(CONSULT), Standing.WRAP_UP)
    assert (one.agent_name, one.queue_name, one.purposes) == ("Siti A", "Cards", None)


async def test_a_queue_lists_who_waits(busy, search):
    found = await search.of_queue("4402")
    (one,) = found.sightings
    assert (one.waiting, one.conversation_id, one.media, found.total) == (True, "450200000", Media.CHAT, 1)
    assert (await search.of_queue("4402", page=2)).sightings == ()


@pytest.fixture
def conference(tenant):
    """Give the tenant a conference of three legs, one of which is on hold."""
    tenant.contacts = [
        contact(),
        contact(CONSULT, agentId=7002, firstName="Siti", lastName="A"),
        contact(450100003, agentId=7003, firstName="Anika", lastName="L", stateId=5, stateName="Hold"),
    ]
    tenant.agents = []
    return tenant


async def test_a_conference_is_one_conversation_with_all_who_are_on_it(conference, search):
    for found in (await search.of_queue("4401"), await search.of_number("+15550100")):
        (one,) = found.sightings
        assert (found.total, found.truncated, one.conversation_id) == (1, False, str(MASTER))
        assert (one.agent_name, one.held) == ("Anika L", True)
        assert [at.agent_name for at in one.also] == ["Tan Wei Ling", "Siti A"]
    assert (await search.of_number("+15550100")).sightings[0].purposes == {"customer", "agent"}


async def test_an_agent_with_two_legs_of_a_conversation_has_one_conversation(conference, search):
    conference.contacts[1] |= {"agentId": 7001, "firstName": "Tan", "lastName": "Wei Ling"}
    found = await search.of_agent("7001")
    assert (found.total, len(found.sightings)) == (1, 1)


async def test_a_rule_sees_each_leg_and_counts_the_conversations(conference, search):
    found = await search.live()
    assert (len(found.sightings), found.total) == (3, 1)


@pytest.fixture
def endless(tenant):
    """Make a list of which there is always more."""

    def page(request: httpx.Request) -> httpx.Response:
        number = 450300000 + int(request.url.params["skip"])
        return httpx.Response(200, json={"totalRecords": 99_999, "activeContacts": [contact(number, number)]})

    tenant.always["/contacts/active"] = page
    return tenant


async def test_of_a_list_that_was_not_read_to_its_end_there_is_no_next_page(endless, search):
    for found, count in (
        (await search.of_queue("4401"), 20),
        (await search.of_queue("4499"), 0),
        (await search.of_agent("7001"), 20),
        (await search.of_number("+6500000000"), 0),
    ):
        assert (found.cut, found.truncated, found.total, len(found.sightings)) == (True, False, count, count)
        assert found.unseen == (
            "Only the first 20 live contacts were read: there are more, and what they are was not seen.",
        )
    live = await search.live()
    assert (live.cut, live.truncated, live.sightings[0].purposes) == (True, True, None)


@pytest.mark.parametrize("number", ["+6561234567", "61234567", "006561234567"])
async def test_a_number_is_found_however_it_is_written(busy, search, number: str):
    (one,) = (await search.of_number(number)).sightings
    assert one.conversation_id == "450200000"
    assert (await search.of_number("+15550100")).total == 1
    assert (await search.of_number("+6500000000")).total == 0


async def test_everything_live_knows_who_else_is_there(busy, search):
    found = await search.live()
    assert {one.participant_id for one in found.sightings} == {str(LEG), str(CONSULT), "450200000"}
    assert found.sightings[0].purposes == {"customer", "agent"}
    assert not found.truncated
    for which, ids in (
        (Filter(queue_ids=frozenset({"4402"})), {"450200000"}),
        (Filter(agent_ids=frozenset({"7001"})), {str(LEG)}),
        (Filter(media=frozenset({Media.CHAT})), {"450200000"}),
    ):
        assert {one.participant_id for one in (await search.live(which)).sightings} == ids


async def test_where_the_agents_cannot_be_asked_that_is_said(tenant, search):
    tenant.always["/agents/states"] = lambda _: refused(401, "Unauthorized")
    assert "after-call work" in (await search.live()).unseen[0]


@pytest.mark.parametrize("answer", [refused(401, "Unauthorized"), httpx.Response(403)])
async def test_a_refusal_names_the_right_that_is_missing(tenant, search, answer: httpx.Response):
    for path in ("/contacts/active", "/agents"):
        tenant.always[path] = lambda _: httpx.Response(answer.status_code, headers=dict(answer.headers))
    for found in (
        await search.live(),
        await search.of_number("+6561234567"),
        await search.queues("x"),
        await search.agents("x"),
    ):
        assert found.refusal.missing
        assert "NICE CXone administrator" in found.refusal.fix


async def test_silence_is_no_missing_right(tenant, search):
    tenant.always["/contacts/active"] = lambda _: httpx.Response(503)
    refusal = (await search.of_queue("4401")).refusal
    assert (refusal.missing, refusal.reply.status) == ((), 503)


async def test_what_is_no_id_is_never_asked(tenant, search):
    for asking in (search.of_agent("../x"), search.of_queue("")):
        with pytest.raises(ValueError, match="no "):
            await asking
    assert tenant.requests == []
