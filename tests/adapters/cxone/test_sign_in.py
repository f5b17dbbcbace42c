"""Signing in: an access key, the tenant of the token, and hosts that are found out and checked."""

import json

import httpx
import pytest

from bot.adapters.cxone.auth import AccessKey, Session, SignIn, tenant_in
from bot.adapters.cxone.client import CxoneConversations
from bot.adapters.cxone.hosts import Addresses, area_of
from bot.domain.exchange import Fault, Org, Silence
from tests.adapters.cxone.tenant import API, LEG, TENANT, token_for

KEY = "/authentication/v1/token/access-key"
DISCOVERY = "/.well-known/cxone-configuration"


async def test_the_key_is_exchanged_and_the_hosts_are_found_by_the_tokens_tenant(tenant, conversations):
    assert conversations.org.region == "niceincontact.com"
    await conversations.read(str(LEG))
    signed, discovered, first = tenant.requests[:3]
    assert (signed.method, str(signed.url)) == ("POST", f"https://cxone.niceincontact.com{KEY}")
    assert json.loads(signed.content) == {"accessKeyId": "KEY1", "accessKeySecret": "s3cret"}
    assert (discovered.url.params["tenantId"], "Authorization" in discovered.headers) == (TENANT, False)
    assert str(first.url).startswith(f"{API}/incontactapi/services/v30.0/")
    assert first.headers["Accept"] == "application/json"
    assert (conversations.org.host, conversations.org.region) == ("api-na1.niceincontact.com", "na1")


async def test_one_sign_in_serves_until_the_token_is_near_its_end(tenant, conversations, clock):
    await conversations.read(str(LEG))
    await conversations.read(str(LEG))
    assert tenant.tokens == 1
    clock.advance(3541)
    await conversations.read(str(LEG))
    assert tenant.tokens == 2


async def test_a_refusal_of_an_old_token_leaves_the_new_one(tenant, clock, http):
    signing = SignIn(http, clock, Addresses(), lambda: AccessKey("KEY1", "s3cret"))
    old = (await signing.get()).token
    signing.forget(old)
    new = (await signing.get()).token
    signing.forget(old)
    assert ((await signing.get()).token, tenant.tokens) == (new, 2)


async def test_a_configured_api_host_needs_no_discovery(tenant, opened):
    await opened(Addresses(api_url="https://api-au1.niceincontact.com")).read(str(LEG))
    assert DISCOVERY not in [r.url.path for r in tenant.requests]
    assert tenant.requests[-1].url.host == "api-au1.niceincontact.com"


async def test_a_token_without_a_tenant_needs_the_setting(tenant, opened):
    tenant.tenant = None
    refused = await opened().read(str(LEG))
    assert refused.status == 401
    assert "tenant_id" in refused.reply.message
    assert (await opened(tenant_id=TENANT).read(str(LEG))).conversation is not None


@pytest.mark.parametrize(
    "host",
    [
        "https://evil.example.com",
        "http://api-na1.niceincontact.com",
        "https://niceincontact.com.evil.example",
        "https://user:word@api-na1.niceincontact.com",
        "https://127.0.0.1:8000",
        "ftp://api-na1.niceincontact.com",
        "https://api-na1.niceincontact.com:nine",
        "https://api-na1.niceincontact.com?to=elsewhere",
        "https://api-na1.niceincontact.com?",
        "https://:word@api-na1.niceincontact.com",
        "https://evil.example\\.niceincontact.com",
        "https://evil.example%2f.niceincontact.com",
        "https://evil.example niceincontact.com",
        "https://\u2603.niceincontact.com",
        "https://api-na1.niceincontact.com/\x7f",
        "https://api-na1.niceincontact.com/" + "a" * 70_000,
    ],
)
async def test_no_token_goes_to_a_host_that_is_not_the_vendors(tenant, opened, host):
    tenant.api = host
    refused = await opened().read(str(LEG))
    assert (refused.status, refused.reply.fault) == (401, Fault.ADDRESS)
    assert refused.reply.fault_words("there").endswith("so no token was sent there: set api_url.")
    assert tenant.asked() == []


def test_a_pretend_discovery_names_pretend_hosts_and_a_real_one_real_hosts():
    pretend = Addresses("http://127.0.0.1:1", "http://127.0.0.1:1")
    assert pretend.trusts("http://127.0.0.1:2")
    assert not pretend.trusts("https://api-na1.niceincontact.com")
    configured = Addresses(discovery_url="https://proxy.example.com")
    assert configured.trusts("https://proxy.example.com")


async def test_a_refused_token_is_replaced_once_with_the_secret_as_it_is_now(tenant, conversations, keys):
    await conversations.read(str(LEG))
    tenant.tokens += 1  # whatever was given before is no longer taken
    tenant.secret = "rotated"
    keys.append(AccessKey("KEY1", "rotated"))
    assert (await conversations.read(str(LEG))).conversation is not None


async def test_a_refused_key_is_a_refusal_and_nothing_is_sent(tenant, conversations, keys):
    keys.append(AccessKey("KEY1", "wrong"))
    read = await conversations.read(str(LEG))
    assert read.status == 401
    conversation = (await _other(tenant, conversations, keys)).conversation
    keys.append(AccessKey("KEY1", "wrong"))
    tenant.tokens += 1
    await conversations.read(str(LEG))
    exchange = await conversations.disconnect(conversation, str(LEG), reason="stuck")
    assert (exchange.sent, exchange.reply.status) == (False, 401)


async def test_a_secret_in_the_header_that_tells_why_is_found_before_it_is_cut(tenant, conversations, keys):
    keys.append(AccessKey("KEY1", "SUPERSECRETVALUE-1"))
    said = {"icStatusDescription": f"{'x' * 280} key SUPERSECRETVALUE-1"}
    tenant.always[KEY] = lambda _: httpx.Response(401, headers=said, json={"error": "invalid_grant"})
    reply = (await conversations.read(str(LEG))).reply
    assert (reply.status, reply.message, "SUPER" in repr(reply)) == (401, None, False)


async def _other(tenant, conversations, keys):
    keys.append(AccessKey("KEY1", "s3cret"))
    return await conversations.read(str(LEG))


async def test_an_unreadable_secret_is_said_without_its_path(opened, clock, http):
    def gone() -> AccessKey:
        raise OSError(2, "No such file", "/run/secrets/manila")

    read = await CxoneConversations(Org("manila", "cxone"), Addresses(), gone, clock=clock, http=http).read(str(LEG))
    assert read.status == 401
    assert "/run" not in repr(read)


@pytest.mark.parametrize(
    ("error", "silence"),
    [(httpx.ReadTimeout("late"), Silence.TIMEOUT), (httpx.ConnectError("no"), Silence.CONNECTION)],
)
async def test_a_silent_sign_in_is_silence_and_stands_for_five_seconds(tenant, conversations, clock, error, silence):
    tenant.answers[KEY] = [error]
    read = await conversations.probe_token()
    assert (read.accepted, read.status) == (False, None)
    assert (await conversations.read(str(LEG))).silence is silence
    clock.advance(6)
    assert (await conversations.read(str(LEG))).conversation is not None


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"access_token": 7}', '{"access_token": "a\\nb"}', "[" * 9000])
async def test_an_odd_answer_about_a_token_is_no_token(tenant, conversations, body: str):
    tenant.always[KEY] = lambda _: httpx.Response(200, text=body)
    assert (await conversations.read(str(LEG))).conversation is None
    assert tenant.asked() == []


@pytest.mark.parametrize("answer", [httpx.Response(404), httpx.Response(200, text="<html>"), httpx.Response(302)])
async def test_a_discovery_without_a_host_leads_nowhere(tenant, conversations, answer: httpx.Response):
    tenant.always[DISCOVERY] = lambda _: answer
    reply = (await conversations.read(str(LEG))).reply
    assert (reply.status, reply.fault) == (401, Fault.ADDRESS)
    assert reply.fault_words("there") == "Hangup did not find the address of the tenant's API there."
    assert tenant.asked() == []


@pytest.mark.parametrize("status", [429, 503])
async def test_a_discovery_in_trouble_is_trouble(tenant, conversations, status: int):
    tenant.always[DISCOVERY] = lambda _: httpx.Response(status)
    reply = (await conversations.read(str(LEG))).reply
    assert (reply.status, reply.fault) == (status, None)


def test_secrets_stand_in_no_repr(clock):
    session = Session(token_for(), API, "na1", clock.now())
    assert "signed" not in repr(session)
    assert "s3cret" not in repr(AccessKey("KEY1", "s3cret"))


@pytest.mark.parametrize("token", ["", "abc", "a.!!.c", "a.W10.c", "a.e30.c", f"a.{'W' * 9001}.c"])
def test_an_odd_token_names_no_tenant(token: str):
    assert tenant_in(token) is None


@pytest.mark.parametrize(
    ("discovered", "read"),
    [
        ((" AU1 ", "api-na1"), ("au1", "")),
        (("sgp1", "api-c42"), ("sgp1", "")),
        (("Singapore", "api-na1"), ("na1", "Singapore")),
        (("Singapore", "api-c42"), (None, "Singapore")),
        (("api-na1", "api-c42"), (None, "api-na1")),
        (("x" * 999, "api-c42"), (None, "x" * 40)),
        (("", "api-c42"), (None, "")),
        ((7, "api-c42"), (None, "")),
        ((None, "api-uk1"), ("uk1", "")),
    ],
)
async def test_an_area_of_discovery_is_read_as_one_of_the_settings_is(tenant, clock, http, discovered, read):
    area, host = discovered
    answer = {"api_endpoint": f"https://{host}.niceincontact.com", "area": area}
    tenant.always[DISCOVERY] = lambda _: httpx.Response(200, json=answer)
    session = await SignIn(http, clock, Addresses(), lambda: AccessKey("KEY1", "s3cret")).get()
    assert (session.area, session.unread) == read
    assert session.discovered == session.area


def test_the_area_is_read_from_the_vendors_hosts_alone():
    hosts = ("api-na1.niceincontact.com", "uk1.nice-incontact.com", "cxone.niceincontact.com", "na1.example.com")
    assert [area_of(host) for host in hosts] == ["na1", "uk1", None, None]
