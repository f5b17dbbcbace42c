"""Ending a contact, and what is asked of the records."""

import json

import httpx
import pytest

from bot.adapters.cxone.client import Options
from bot.domain.exchange import Org, Silence
from bot.domain.participant import Standing
from bot.ports import Priority
from tests.adapters.cxone.tenant import CONSULT, LEG, MASTER, SERVICES, accepted, contact, refused

END = f"/contacts/{LEG}/end"


async def _read(conversations):
    return (await conversations.read(str(LEG))).conversation


async def test_a_contact_is_ended_by_one_post_without_a_body(tenant, conversations):
    seen = await _read(conversations)
    await conversations.ready()
    exchange = await conversations.disconnect(seen, str(LEG), reason="stuck")
    sent = tenant.requests[-1]
    assert (sent.method, sent.url.path, sent.content) == ("POST", f"{SERVICES}{END}", b"")
    assert (exchange.accepted, exchange.reply.status) == (True, 202)
    assert exchange.request.path == f"{SERVICES}{END}"
    assert exchange.reply.trace_id == sent.headers["CorrelationId"]
    assert (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation.has_left(str(LEG))


async def test_an_echoed_correlation_id_is_the_trace_id(tenant, conversations):
    tenant.answers[END] = [lambda r: httpx.Response(202, headers={"correlationid": f"x-{r.headers['CorrelationId']}"})]
    exchange = await conversations.disconnect(await _read(conversations), str(LEG), reason="stuck")
    assert exchange.reply.trace_id.startswith("x-")
    ids = [r.headers["CorrelationId"] for r in tenant.requests if SERVICES in r.url.path]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("participant", ["customer", "../master", "", "0"])
async def test_what_has_no_contact_of_its_own_is_never_sent(tenant, conversations, participant: str):
    seen = await _read(conversations)
    before = len(tenant.requests)
    with pytest.raises(ValueError, match="contact"):
        await conversations.disconnect(seen, participant, reason="stuck")
    assert len(tenant.requests) == before


async def test_a_digital_contact_is_ended_only_where_the_setting_says_so(tenant, opened):
    tenant.contacts = [contact(mediaTypeId=9)]
    cautious, bold = opened(), opened(options=Options(end_digital=True))
    with pytest.raises(ValueError, match="digital"):
        await cautious.disconnect(await _read(cautious), str(LEG), reason="stuck")
    assert (await bold.disconnect(await _read(bold), str(LEG), reason="stuck")).accepted


async def test_the_whole_is_never_ended(tenant, conversations):
    exchange = await conversations.end(str(MASTER))
    assert (exchange.sent, exchange.accepted, tenant.requests) == (False, False, [])


async def test_an_already_ended_contact_is_refused_in_the_platforms_words(tenant, conversations):
    tenant.answers[END] = [refused(404, "InvalidContactId")]
    exchange = await conversations.disconnect(await _read(conversations), str(LEG), reason="stuck")
    assert (exchange.reply.status, exchange.reply.code) == (404, "InvalidContactId")


async def test_a_write_is_never_sent_twice(tenant, conversations):
    seen = await _read(conversations)
    for silent, silence in ((httpx.ReadTimeout("late"), Silence.TIMEOUT), (httpx.ReadError("cut"), Silence.CONNECTION)):
        tenant.answers[END] = [silent, accepted()]
        exchange = await conversations.disconnect(seen, str(LEG), reason="stuck")
        assert (exchange.silence, exchange.sent) == (silence, True)
        assert len(tenant.answers[END]) == 1


async def test_a_page_is_no_acceptance(tenant, conversations):
    tenant.answers[END] = [httpx.Response(200, text="<html>Sign in</html>")]
    exchange = await conversations.disconnect(await _read(conversations), str(LEG), reason="stuck")
    assert (exchange.accepted, exchange.reply.status) == (False, 502)


async def test_a_redirect_is_not_followed(tenant, conversations):
    tenant.answers[END] = [httpx.Response(307, headers={"Location": "https://evil.example.com/"})]
    exchange = await conversations.disconnect(await _read(conversations), str(LEG), reason="stuck")
    assert exchange.reply.status == 307
    assert {r.url.host for r in tenant.requests} == {"cxone.niceincontact.com", "api-na1.niceincontact.com"}


async def test_an_accepted_end_that_leaves_after_call_work_counts_as_left(tenant, conversations):
    seen = await _read(conversations)

    def to_work(_: httpx.Request) -> httpx.Response:
        tenant.agents[0]["isACW"] = True
        return accepted()

    tenant.answers[END] = [to_work]
    assert (await conversations.disconnect(seen, str(LEG), reason="stuck")).accepted
    after = (await conversations.read(str(LEG), priority=Priority.READ_BACK)).conversation
    assert after.has_left(str(LEG))
    assert after.participant(str(LEG)).standing is Standing.WRAP_UP


async def test_the_records_tell_an_end_a_life_and_an_unknown_id(tenant, conversations):
    tenant.records["450100003"] = contact(450100003, endDate="2026-11-22T05:59:00Z")
    tenant.records[str(LEG)] = contact()
    ended = await conversations.recall("450100003")
    assert (ended.known, ended.ended_at.minute) == (True, 59)
    living = await conversations.recall(str(LEG))
    assert (living.known, living.ended_at, living.started_at.minute) == (True, None, 50)
    assert not (await conversations.recall("450999999")).known


@pytest.mark.parametrize(("last", "over"), [("Released", True), ("Active", False)])
async def test_the_history_of_states_tells_what_the_record_lacks(tenant, conversations, last: str, over: bool):  # noqa: FBT001
    tenant.histories[str(CONSULT)] = [
        {"contactStateName": last, "startDate": "2026-11-22T05:58:00Z"},
        {"contactStateName": "Routing", "startDate": "2026-11-22T05:40:00Z"},
    ]
    found = await conversations.recall(str(CONSULT))
    assert (found.known, found.started_at.minute, found.ended_at is not None) == (True, 40, over)


@pytest.mark.parametrize("answer", [httpx.Response(500), httpx.Response(404), httpx.Response(200, text="<html>")])
async def test_records_that_do_not_answer_say_nothing(tenant, conversations, answer: httpx.Response):
    tenant.always[f"/contacts/{LEG}"] = lambda _: answer
    assert await conversations.recall(str(LEG)) is None


async def test_a_token_is_shown_to_other_tenants_of_the_same_vendor_alone(tenant, conversations):
    await conversations.read(str(LEG))
    there = Org("sydney", "cxone", "api-au1.niceincontact.com", "au1", "https://api-au1.niceincontact.com")
    assert (await conversations.probe_token(there)).accepted
    assert tenant.requests[-1].url.host == "api-au1.niceincontact.com"
    for other in (
        Org("sg", "genesys", "api.mypurecloud.com", api_url="https://api.mypurecloud.com"),
        Org("odd", "cxone", "evil.example.com", api_url="https://evil.example.com"),
        # Another platform's org is not asked, whatever host it names.
        Org("false", "genesys", "api-na2.niceincontact.com", api_url="https://api-na2.niceincontact.com"),
    ):
        probe = await conversations.probe_token(other)
        assert (probe.accepted, probe.status) == (False, None)
    assert {r.url.host for r in tenant.requests} <= {
        *("cxone.niceincontact.com", "api-na1.niceincontact.com", "api-au1.niceincontact.com")
    }


async def test_reads_are_tried_again_and_read_backs_are_not(tenant, conversations):
    await conversations.read(str(LEG))
    tenant.answers["/contacts/active"] = [httpx.Response(503), httpx.ConnectError("no")]
    assert (await conversations.read(str(LEG))).conversation is not None
    tenant.answers["/contacts/active"] = [httpx.Response(503), httpx.Response(503)]
    assert (await conversations.read(str(LEG), priority=Priority.READ_BACK)).status == 503


async def test_a_slow_down_is_waited_for_if_it_is_short(tenant, conversations, clock):
    await conversations.read(str(LEG))
    began = clock.now()
    tenant.answers["/contacts/active"] = [httpx.Response(429)]
    assert (await conversations.read(str(LEG))).conversation is not None
    assert (clock.now() - began).total_seconds() == 2
    tenant.answers["/contacts/active"] = [httpx.Response(429, headers={"Retry-After": "60"})]
    assert (await conversations.read(str(LEG))).status == 429


@pytest.mark.parametrize("body", ["<html>", "[]", '{"activeContacts": 7}', "[" * 9000, '{"activeContacts": [7, {}]}'])
async def test_a_hostile_body_is_never_a_conversation(tenant, conversations, body: str):
    tenant.always["/contacts/active"] = lambda _: httpx.Response(200, text=body)
    reading = await conversations.read(str(LEG))
    assert reading.conversation is None
    assert reading.status in {404, 502}


async def test_odd_values_are_left_out_and_never_raise(tenant, conversations):
    odd = {name: {"x": [1]} for name in contact()} | {"contactId": LEG, "stateId": True, "mediaTypeName": "\ud800"}
    body = json.dumps({"activeContacts": [odd]})
    tenant.always["/contacts/active"] = lambda _: httpx.Response(200, text=body)
    tenant.always["/agents/states"] = lambda _: httpx.Response(200, json={"agentStates": [{"agentId": "x"}, 7]})
    read = (await conversations.read(str(LEG))).conversation
    assert read.participant(str(LEG)).standing is Standing.UNKNOWN
