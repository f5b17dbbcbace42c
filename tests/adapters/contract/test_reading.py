"""What every adapter's reads must be like."""

import asyncio
import base64
import json
import re
from functools import partial
from urllib.parse import quote, quote_plus

import pytest

from bot.domain.exchange import Fault, Silence
from bot.domain.participant import Standing
from bot.ports import Priority


async def test_a_call_is_read_with_its_agent_and_its_customer(stage, seen):
    assert seen.id == stage.conversation_id
    agent = seen.participant(stage.agent_id)
    assert (agent.purpose, agent.standing, agent.fixed) == ("agent", Standing.CONNECTED, None)
    assert "Wei Ling" in agent.name
    assert "customer" in {person.purpose for person in seen.live}
    assert seen.org == stage.conversations.org.name


async def test_an_id_is_located_and_a_phone_number_is_not(stage):
    located = stage.conversations.locate(f" {stage.conversation_id} ")
    assert (located.conversation_id, located.mine) == (stage.conversation_id, True)
    for typed in ("+65 6123 4567", "", "hello", "https://example.com/", "http://[", "0161 234567"):
        assert stage.conversations.locate(typed) is None


async def test_an_unknown_id_is_the_platforms_404(stage):
    reading = await stage.conversations.read(stage.unknown_id)
    assert (reading.not_found, reading.reply.status) == (True, 404)
    assert reading.reply.trace_id
    records = await stage.conversations.recall(stage.unknown_id)
    assert records is None or not records.known


async def test_one_sign_in_serves_many_reads(stage):
    readings = await asyncio.gather(*(stage.conversations.read(stage.conversation_id) for _ in range(4)))
    assert {reading.status for reading in readings} == {200}
    assert len(stage.asked(stage.token)) == 1


async def test_a_dead_token_costs_a_read_one_new_one(stage, seen):
    stage.pretend.revoke_tokens()
    assert (await stage.conversations.read(seen.id)).conversation is not None
    assert len(stage.asked(stage.token)) == 2


async def test_a_refused_secret_is_a_401_and_a_rotated_one_is_found(stage):
    stage.secrets.append("pretend-wrong")
    assert (await stage.conversations.read(stage.conversation_id)).status == 401
    stage.secrets.append(stage.secrets[0])
    assert (await stage.conversations.read(stage.conversation_id)).conversation is not None


async def test_a_look_up_outlasts_a_short_trouble_and_a_read_back_is_asked_once(stage, seen):
    for fault in ({"status": 503}, {"drop": True}, {"status": 502, "body": "<html>bad gateway</html>"}):
        stage.pretend.fault(path=stage.read, **fault)
        assert (await stage.conversations.read(seen.id)).conversation is not None
    before = len(stage.asked(stage.read))
    stage.pretend.fault(path=stage.read, status=503)
    assert (await stage.conversations.read(seen.id, priority=Priority.READ_BACK)).status == 503
    assert len(stage.asked(stage.read)) == before + 1


async def test_a_short_slow_down_is_waited_for_and_a_long_one_is_the_answer(stage, seen, clock):
    began = clock.now()
    stage.pretend.fault(path=stage.read, status=429, headers={"Retry-After": "3"})
    assert (await stage.conversations.read(seen.id)).conversation is not None
    assert 3 <= (clock.now() - began).total_seconds() < 4
    stage.pretend.fault(path=stage.read, status=429, headers={"Retry-After": "120"})
    reading = await stage.conversations.read(seen.id)
    assert (reading.status, reading.reply.retry_after) == (429, 120)


async def test_a_read_that_hangs_is_silence(stage, seen):
    stage.pretend.fault(path=stage.read, hang=True, times=9)
    assert (await stage.conversations.read(seen.id)).silence is Silence.TIMEOUT


async def test_a_host_that_is_not_there_is_silence(stage):
    assert (await stage.opened("http://127.0.0.1:9").read(stage.conversation_id)).silence is Silence.CONNECTION


@pytest.mark.parametrize("body", ["<html>Sign in</html>", "", "7", "[]", "{}", "[" * 9000, '{"id": 7}'])
async def test_a_hostile_body_is_never_a_conversation(stage, seen, body):
    stage.pretend.fault(path=stage.read, status=200, body=body, times=9)
    reading = await stage.conversations.read(seen.id)
    assert (reading.conversation, reading.reply.ok) == (None, False)


async def test_a_redirect_is_an_answer_and_is_not_followed(stage, seen):
    stage.pretend.fault(path=stage.read, status=302, headers={"Location": "http://127.0.0.1:9/"})
    assert (await stage.conversations.read(seen.id, priority=Priority.READ_BACK)).status == 302


async def test_a_check_of_the_token_says_whether_it_is_taken(stage):
    assert (await stage.conversations.probe_token()).accepted
    stage.secrets.append("pretend-wrong")
    stage.pretend.revoke_tokens()
    assert not (await stage.conversations.probe_token()).accepted


async def test_no_secret_stands_in_a_repr(stage, seen):
    assert seen is not None
    held = [repr(one) for one in vars(stage.conversations).values()]
    held += [
        repr(value) for one in vars(stage.conversations).values() for value in getattr(one, "__dict__", {}).values()
    ]
    assert not [words for words in held if stage.secrets[0] in words]


async def test_a_refused_sign_in_is_told_in_the_platforms_words_and_never_with_the_secret(stage):
    stage.secrets.append("pretend-wrong")
    body = '{"error": "invalid_client", "error_description": "Authentication failed."}'
    stage.pretend.fault(path=stage.token, status=400, body=body, times=2)
    reply = (await stage.conversations.read(stage.conversation_id)).reply
    assert (reply.status, reply.fault) == (401, Fault.SIGN_IN)
    assert reply.fault_words("there").startswith("Hangup can't sign in there: Authentication failed")
    for words in ("no such key: pretend-wrong", basic(stage, "pretend-wrong")):
        stage.pretend.faults.clear()
        stage.pretend.fault(path=stage.token, status=401, body=json.dumps({"message": words}), times=2)
        reply = (await stage.conversations.read(stage.conversation_id)).reply
        assert (reply.fault, reply.fault_words("there")) == (Fault.SIGN_IN, "Hangup can't sign in there.")
        assert words not in repr(reply)


@pytest.mark.parametrize("named", ["error_description", "message", "error"])
@pytest.mark.parametrize(
    "written", [str, partial(quote, safe=""), quote_plus, lambda word: quote(word, safe="").lower()]
)
async def test_a_secret_is_found_before_words_are_cut_and_as_an_address_writes_it(stage, written, named: str):
    secret = "ab/cd+ef gh=="
    stage.secrets.append(secret)
    for words in (f"{'x' * 280} key {written(secret)}-and more", f"no such key: {written(secret)}"):
        stage.pretend.faults.clear()
        stage.pretend.fault(path=stage.token, status=400, body=json.dumps({named: words}), times=2)
        reply = (await stage.conversations.read(stage.conversation_id)).reply
        assert (reply.fault, reply.message, reply.code, reply.body) == (Fault.SIGN_IN, None, None, "")
        assert not re.search("ab.{1,3}cd", repr(reply), re.IGNORECASE)


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (200, "<html>Sign in</html>", Fault.UNREADABLE),
        (200, "{}", Fault.UNREADABLE),
        (401, "<html>no</html>", Fault.UNREADABLE),
        (403, "<html>Blocked</html>", Fault.UNREADABLE),
        (403, "{}", Fault.UNREADABLE),
        (302, "", Fault.UNREADABLE),
        (404, '{"message": "not found"}', Fault.ADDRESS),
        (405, "", Fault.ADDRESS),
        (403, '{"error": "access_denied"}', Fault.SIGN_IN),
    ],
)
async def test_the_key_is_blamed_only_where_the_sign_in_itself_refuses_it(stage, status: int, body: str, fault: Fault):
    stage.pretend.fault(path=stage.token, status=status, body=body, times=9)
    reply = (await stage.conversations.read(stage.conversation_id)).reply
    refusal = (await stage.search().of_agent(stage.agent)).refusal
    assert (reply.status, reply.fault, refusal.reply.fault) == (401, fault, fault)
    assert reply.fault_words("there").startswith(
        {
            Fault.UNREADABLE: "The answer to Hangup's sign-in could not be read there: what came is not the JSON",
            Fault.ADDRESS: "Hangup did not find where to sign in there.",
            Fault.SIGN_IN: "Hangup can't sign in there",
        }[fault]
    )
    assert ("key" in refusal.fix or "secret" in refusal.fix) == (fault is Fault.SIGN_IN)
    assert "hangup doctor" in refusal.fix


async def test_a_dead_token_and_a_missing_right_are_no_refused_sign_in(stage, seen):
    stage.pretend.fault(path=stage.read, status=401, times=9)
    reply = (await stage.conversations.read(seen.id)).reply
    assert (reply.status, reply.fault) == (401, None)


async def test_a_search_is_told_of_a_refused_sign_in_with_who_sees_to_it(stage):
    stage.secrets.append("pretend-wrong")
    for found in (
        await stage.search().of_agent(stage.agent),
        await stage.search().queues("cards"),
        await stage.search().of_number("+15550100"),
    ):
        assert (found.refusal.reply.fault, found.refusal.missing) == (Fault.SIGN_IN, ())
        assert "hangup doctor" in found.refusal.fix


def basic(stage, secret: str) -> str:
    return base64.b64encode(f"{stage.key_id}:{secret}".encode()).decode()


async def test_what_a_search_asked_for_is_named_in_a_leads_words(stage):
    search = stage.search()
    lists = [
        await search.agents("wei ling"),
        await search.queues("cards"),
        await search.of_agent(stage.agent),
        await search.of_number("+15550100"),
        await search.live(),
    ]
    words = [words for found in lists for words in found.asked]
    assert len(words) >= len(lists)
    assert not [one for one in words if re.search(r"GET|POST|/|query", one)]
