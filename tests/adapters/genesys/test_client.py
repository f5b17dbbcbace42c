"""The adapter over HTTP: what it asks, once or again, and what it makes of every kind of answer."""

import asyncio
from dataclasses import replace

import pytest

from bot.adapters.genesys.auth import Credentials
from bot.adapters.genesys.routes import Routes
from bot.domain.exchange import Silence
from bot.ports import Priority
from playground.genesys import PretendGenesys
from tests.adapters.genesys.conftest import AGENT, CALL, CUSTOMER

READ = f"/api/v2/conversations/{CALL}"
PARTY = f"{READ}/participants/{AGENT}"
TOKEN = "POST /oauth/token"


async def test_a_conversation_is_read_with_its_link(conversations, clock):
    reading = await conversations.read(CALL)
    assert reading.status == 200
    assert reading.at == clock.now()
    assert [p.id for p in reading.conversation.live] == [CUSTOMER, AGENT]
    assert reading.conversation.org == "singapore"
    assert reading.conversation.link == (
        f"https://apps.apse1.pure.cloud/directory/#/analytics/interactions/{CALL}/admin"
    )


async def test_the_token_is_fetched_once_and_used_again(conversations, asked):
    await asyncio.gather(*(conversations.read(CALL) for _ in range(5)))
    assert asked().count(TOKEN) == 1
    assert asked().count(f"GET {READ}") == 5


async def test_a_token_is_renewed_a_minute_before_it_expires(conversations, asked, clock):
    await conversations.read(CALL)
    clock.advance(86400 - 61)
    await conversations.read(CALL)
    assert asked().count(TOKEN) == 1
    clock.advance(1)
    assert (await conversations.read(CALL)).status == 200
    assert asked().count(TOKEN) == 2


@pytest.mark.parametrize(("lifetime", "good_for"), [(10**30, 172_800 - 60), ("soon", 240), (None, 240), (20, 10)])
async def test_an_odd_life_of_a_token_is_taken_with_care(conversations, platform, clock, asked, *, lifetime, good_for):
    body = {"access_token": "x", "expires_in": lifetime}
    platform.fault(path="/oauth/token", status=200, body=body, times=9)
    platform.fault(method="GET", status=200, body={"id": CALL, "participants": []}, times=9)
    await conversations.read(CALL)
    clock.advance(good_for - 1)
    await conversations.read(CALL)
    assert asked().count(TOKEN) == 1
    clock.advance(1)
    await conversations.read(CALL)
    assert asked().count(TOKEN) == 2


async def test_a_revoked_token_costs_a_read_one_new_token(conversations, platform, asked):
    await conversations.read(CALL)
    platform.revoke_tokens()
    assert (await conversations.read(CALL)).status == 200
    assert asked() == [TOKEN, f"GET {READ}", f"GET {READ}", TOKEN, f"GET {READ}"]


async def test_a_token_refused_by_the_platform_twice_is_an_answer(conversations, platform, asked):
    platform.fault(method="GET", status=401, times=9)
    reading = await conversations.read(CALL)
    assert (reading.status, reading.reply.code) == (401, "bad.credentials")
    assert asked().count(f"GET {READ}") == 2


async def test_a_write_under_a_revoked_token_is_not_sent_again(conversations, platform, asked):
    conversation = (await conversations.read(CALL)).conversation
    platform.revoke_tokens()
    exchange = await conversations.disconnect(conversation, AGENT, reason="stuck")
    assert exchange.reply.status == 401
    assert exchange.reply.did_nothing
    assert asked().count(f"PATCH {PARTY}") == 1
    assert asked().count(TOKEN) == 1

    again = await conversations.disconnect(conversation, AGENT, reason="stuck")
    assert again.accepted
    assert asked().count(TOKEN) == 2


async def test_many_reads_under_a_revoked_token_fetch_one_new_one(conversations, platform, asked):
    await conversations.read(CALL)
    platform.revoke_tokens()
    readings = await asyncio.gather(*(conversations.read(CALL) for _ in range(5)))
    assert [r.status for r in readings] == [200] * 5
    assert asked().count(TOKEN) == 2


async def test_a_client_that_the_login_host_refuses_sends_nothing(conversations, credentials, wrong, asked):
    credentials.append(wrong)
    reading = await conversations.read(CALL)
    assert (reading.status, reading.reply.body) == (401, "")
    assert asked() == [TOKEN]


async def test_an_unknown_client_is_a_401_to_the_caller(conversations, credentials, asked):
    credentials.append(Credentials("nobody", "pretend-secret"))
    exchange = await conversations.end(CALL)
    assert exchange.reply.status == 401
    assert not exchange.accepted
    assert asked() == [TOKEN]


async def test_a_rotated_secret_is_found_without_a_restart(conversations, platform, credentials):
    assert (await conversations.read(CALL)).status == 200
    platform.tokens._client = ("pretend-client", "pretend-secret-2")
    platform.revoke_tokens()
    assert (await conversations.read(CALL)).status == 401
    credentials.append(Credentials("pretend-client", "pretend-secret-2"))
    assert (await conversations.read(CALL)).status == 200


@pytest.mark.parametrize("error", [FileNotFoundError("/secret"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no")])
async def test_a_secret_that_cannot_be_read_is_said_and_nothing_is_sent(conversations, asked, error):
    def unreadable():
        raise error

    conversations._token._credentials = unreadable
    exchange = await conversations.end(CALL)
    assert exchange.reply.status == 401
    assert exchange.reply.message == "Hangup can't read its client secret."
    assert asked() == []


@pytest.mark.parametrize(
    ("fault", "status", "silence"),
    [
        ({"status": 429, "headers": {"Retry-After": "9"}}, 429, None),
        ({"status": 503}, 503, None),
        ({"status": 200, "body": "<html>Sign in</html>"}, 401, None),
        ({"status": 200, "body": {"access_token": 7}}, 401, None),
        ({"status": 200, "body": {"access_token": "Schlüssel"}}, 401, None),
        ({"status": 200, "body": "[]"}, 401, None),
        ({"drop": True}, None, Silence.CONNECTION),
        ({"hang": True}, None, Silence.TIMEOUT),
    ],
)
async def test_trouble_of_the_login_host_is_told_apart(conversations, platform, asked, *, fault, status, silence):
    platform.fault(path="/oauth/token", times=9, **fault)
    exchange = await conversations.end(CALL)
    assert (exchange.reply and exchange.reply.status, exchange.silence) == (status, silence)
    if status == 429:
        assert exchange.reply.retry_after == 9
    assert asked() == [TOKEN]


def test_credentials_do_not_show_their_secret():
    assert "hunter2" not in repr(Credentials("client", "hunter2"))


@pytest.mark.parametrize(
    ("routes", "mode", "line", "body"),
    [
        (Routes(), "absent", f"PATCH {PARTY}", {"state": "disconnected"}),
        (Routes("state", "none"), "absent", f"PATCH {PARTY}", {"state": "disconnected"}),
        (
            Routes("disconnect"),
            "gateway",
            f"POST {PARTY}/disconnect",
            {"cause": "user_request", "reason": "user_request"},
        ),
        (
            Routes("disconnect", "cause_and_reason", "lead"),
            "gateway",
            f"POST {PARTY}/disconnect",
            {"cause": "user_request", "reason": "stuck"},
        ),
        (Routes("disconnect", "reason"), "published", f"POST {PARTY}/disconnect", {"reason": "user_request"}),
        (Routes("disconnect", "reason", "lead"), "published", f"POST {PARTY}/disconnect", {"reason": "stuck"}),
        (Routes("disconnect", "none"), "published", f"POST {PARTY}/disconnect", None),
        (Routes("disconnect", "none", "lead"), "published", f"POST {PARTY}/disconnect", None),
    ],
)
async def test_each_route_and_payload_is_sent_as_the_settings_say(
    opened, platform, clock, asked, *, routes, mode, line, body
):
    platform.disconnect_route = mode
    conversations = opened(routes)
    conversation = (await conversations.read(CALL)).conversation
    exchange = await conversations.disconnect(conversation, AGENT, reason="stuck")
    assert exchange.accepted
    assert asked()[-1] == line
    assert platform.requests[-1]["body"] == body
    assert (f"{exchange.request.method} {exchange.request.path}", exchange.request.body) == (line, body)
    assert exchange.request.sent_at == clock.now()
    clock.advance(2)
    assert (await conversations.read(CALL)).conversation.has_left(AGENT)


@pytest.mark.parametrize(
    ("routes", "mode", "status", "fields"),
    [
        (Routes("disconnect"), "absent", 404, ()),
        (Routes("disconnect", "none"), "gateway", 409, ("reason",)),
        (Routes("disconnect", "reason"), "gateway", 409, ("cause",)),
    ],
)
async def test_a_route_that_is_refused_is_evidence(opened, platform, *, routes, mode, status, fields):
    platform.disconnect_route = mode
    conversations = opened(routes)
    conversation = (await conversations.read(CALL)).conversation
    exchange = await conversations.disconnect(conversation, AGENT, reason="stuck")
    assert (exchange.reply.status, exchange.reply.fields) == (status, fields)
    assert exchange.reply.trace_id == platform.requests[-1]["correlation_id"]


async def test_a_teardown_has_no_body(conversations, platform, clock, asked):
    exchange = await conversations.end(CALL)
    assert exchange.accepted
    assert exchange.reply.trace_id == platform.requests[-1]["correlation_id"]
    assert asked()[-1] == f"POST {READ}/disconnect"
    assert platform.requests[-1]["body"] is None
    clock.advance(2)
    assert (await conversations.read(CALL)).conversation.ended


async def test_a_look_up_waits_as_long_as_the_platform_asks(conversations, platform, clock, asked):
    platform.fault(method="GET", status=429, headers={"Retry-After": "4"})
    before = clock.now()
    assert (await conversations.read(CALL)).status == 200
    assert (clock.now() - before).total_seconds() >= 4
    assert asked().count(f"GET {READ}") == 2


async def test_a_429_without_a_time_is_waited_for_a_second(conversations, platform, clock):
    platform.fault(method="GET", status=429)
    before = clock.now()
    assert (await conversations.read(CALL)).status == 200
    assert 1 <= (clock.now() - before).total_seconds() < 5


async def test_a_long_wait_is_the_leads_to_decide(conversations, platform, asked):
    platform.fault(method="GET", status=429, headers={"Retry-After": "55"}, times=9)
    reading = await conversations.read(CALL)
    assert (reading.status, reading.reply.retry_after) == (429, 55)
    assert asked().count(f"GET {READ}") == 1


async def test_a_429_that_does_not_end_is_the_answer(conversations, platform, asked):
    platform.fault(method="GET", status=429, headers={"Retry-After": "1"}, times=9)
    assert (await conversations.read(CALL)).status == 429
    assert asked().count(f"GET {READ}") == 3


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"drop": True}])
@pytest.mark.parametrize("priority", [Priority.LOOK_UP, Priority.REFRESH])
async def test_a_look_up_outlasts_a_short_trouble(conversations, platform, asked, priority, fault):
    platform.fault(method="GET", times=2, **fault)
    assert (await conversations.read(CALL, priority=priority)).status == 200
    assert asked().count(f"GET {READ}") == 3


@pytest.mark.parametrize("priority", [Priority.ACT, Priority.READ_BACK])
async def test_a_read_back_is_asked_once(conversations, platform, asked, priority):
    platform.fault(method="GET", status=503, times=1)
    assert (await conversations.read(CALL, priority=priority)).status == 503
    assert asked().count(f"GET {READ}") == 1


async def test_trouble_that_lasts_is_told_after_three_reads(conversations, platform, asked):
    platform.fault(method="GET", status=502, body="<html>Bad Gateway</html>", times=9)
    reading = await conversations.read(CALL)
    assert (reading.status, reading.reply.code) == (502, None)
    assert reading.reply.trace_id == platform.requests[-1]["correlation_id"]
    assert asked().count(f"GET {READ}") == 3


async def test_a_read_that_hangs_is_given_up_by_the_clock(conversations, platform, clock, asked):
    await conversations.read(CALL)
    platform.fault(method="GET", hang=True)
    before = clock.now()
    reading = await conversations.read(CALL)
    assert (reading.silence, reading.status, reading.not_found) == (Silence.TIMEOUT, None, False)
    assert 6 <= (clock.now() - before).total_seconds() < 7
    assert asked().count(f"GET {READ}") == 2


@pytest.mark.parametrize(
    ("fault", "silence", "seconds"),
    [({"hang": True}, Silence.TIMEOUT, 10), ({"drop": True}, Silence.CONNECTION, 0), ({"status": 500}, None, 0)],
)
async def test_a_write_is_never_sent_again(conversations, platform, clock, asked, *, fault, silence, seconds):
    conversation = (await conversations.read(CALL)).conversation
    platform.fault(method="PATCH", **fault)
    before = clock.now()
    exchange = await conversations.disconnect(conversation, AGENT, reason="stuck")
    assert exchange.silence is silence
    assert (exchange.reply is None) == (silence is not None)
    assert not exchange.accepted
    assert seconds <= (clock.now() - before).total_seconds() < seconds + 1
    assert asked().count(f"PATCH {PARTY}") == 1


async def test_a_write_that_is_told_to_wait_waits_for_nobody(conversations, platform, clock, asked):
    conversation = (await conversations.read(CALL)).conversation
    platform.fault(method="PATCH", status=429, headers={"Retry-After": "3"})
    before = clock.now()
    exchange = await conversations.disconnect(conversation, AGENT, reason="stuck")
    assert (exchange.reply.status, exchange.reply.retry_after) == (429, 3)
    assert exchange.reply.did_nothing
    assert clock.now() == before
    assert asked().count(f"PATCH {PARTY}") == 1


async def test_a_host_that_refuses_connections_is_silence(opened):
    conversations = opened(url="http://127.0.0.1:9")
    reading = await conversations.read(CALL)
    assert (reading.silence, reading.reply) == (Silence.CONNECTION, None)
    assert (await conversations.end(CALL)).silence is Silence.CONNECTION
    assert (await conversations.probe_token()).status is None
    assert await conversations.recall(CALL) is None


@pytest.mark.parametrize(
    "body", ["<html>Sign in</html>", "", "[]", "{}", '{"id": "another", "participants": []}', '{"participants": 3}']
)
async def test_a_200_that_is_no_conversation_is_a_bad_gateway(conversations, platform, body):
    platform.fault(method="GET", status=200, body=body)
    reading = await conversations.read(CALL)
    assert (reading.status, reading.conversation) == (502, None)
    assert reading.reply.trace_id == platform.requests[-1]["correlation_id"]


async def test_a_conversation_that_does_not_say_its_id_has_the_one_asked_for(conversations, platform):
    platform.fault(method="GET", status=200, body={"participants": []})
    assert (await conversations.read(CALL)).conversation.id == CALL


async def test_an_unknown_conversation_is_not_found(conversations):
    reading = await conversations.read("ca110009-0000-4000-8000-000000000000")
    assert reading.not_found
    assert reading.reply.code == "conversation.error.conversation.not.found"
    assert reading.reply.trace_id


async def test_a_redirect_is_an_answer_and_is_not_followed(conversations, platform, asked):
    platform.fault(method="GET", status=302, headers={"Location": f"{platform.url}/elsewhere"}, body="")
    assert (await conversations.read(CALL)).status == 302
    assert f"GET {READ}" in asked()
    assert "GET /elsewhere" not in asked()


async def test_the_records_know_a_conversation_that_is_gone(conversations, platform, clock):
    await conversations.end(CALL)
    clock.advance(platform.ended_kept + 60)
    assert (await conversations.read(CALL)).not_found
    records = await conversations.recall(CALL)
    assert records.known
    assert records.ended_at is not None
    assert records.path == f"/api/v2/analytics/conversations/{CALL}/details"
    assert records.at == clock.now()


async def test_the_records_may_not_know_it_and_may_not_answer(conversations, platform, asked):
    unknown = await conversations.recall("ca110009-0000-4000-8000-000000000000")
    assert not unknown.known
    platform.permissions.discard("analytics:conversationDetail:view")
    assert await conversations.recall(CALL) is None
    platform.fault(path="*/details", status=404, body="<html>Not Found</html>")
    assert await conversations.recall(CALL) is None
    platform.fault(path="*/details", status=200, body="<html>Sign in</html>")
    assert await conversations.recall(CALL) is None


async def test_a_probe_says_whether_the_host_takes_our_token(conversations, credentials, wrong, clock):
    probe = await conversations.probe_token()
    assert (probe.accepted, probe.status, probe.host) == (True, 200, "api.apse1.pure.cloud")
    assert probe.at == clock.now()
    credentials.append(wrong)
    conversations._token.forget(conversations._token._value)
    refused = await conversations.probe_token()
    assert (refused.accepted, refused.status) == (False, 401)


async def test_our_own_credentials_are_tried_at_another_orgs_host(conversations, platform, clock):
    other = PretendGenesys(clock, region="mypurecloud.ie")
    await other.start()
    there = replace(conversations.org, name="dublin", host="api.mypurecloud.ie", api_url=other.url, login_url=other.url)
    accepted = await conversations.probe_token(there)
    assert (accepted.accepted, accepted.host) == (True, "api.mypurecloud.ie")
    other.tokens._client = ("pretend-client", "theirs alone")
    refused = await conversations.probe_token(there)
    assert (refused.accepted, refused.status) == (False, 401)
    assert platform.requests == []
    await other.close()


async def test_what_is_pasted_is_located_in_this_org_or_elsewhere(conversations):
    here = f"https://apps.apse1.pure.cloud/directory/#/analytics/interactions/{CALL}/admin"
    there = here.replace("apse1.pure.cloud", "mypurecloud.ie")
    assert (conversations.locate(CALL).conversation_id, conversations.locate(CALL).mine) == (CALL, True)
    assert (conversations.locate(here).conversation_id, conversations.locate(here).mine) == (CALL, True)
    assert (conversations.locate(there).region, conversations.locate(there).mine) == ("mypurecloud.ie", False)
    assert conversations.locate("https://example.com/") is None


async def test_an_org_at_an_address_of_its_own_has_no_page_to_link_to(conversations):
    conversations.org = type(conversations.org)("here", host="127.0.0.1:4010", region="apse1.pure.cloud")
    assert (await conversations.read(CALL)).conversation.link is None


async def test_the_pace_of_the_org_holds_over_the_wire(opened, platform, clock):
    conversations = opened(per_minute=10)
    before = clock.now()
    await asyncio.gather(*(conversations.read(CALL) for _ in range(9)))
    assert (clock.now() - before).total_seconds() >= 60
    at = [one["at"] for one in platform.requests if one["method"] == "GET"]
    assert len(at) == 9
