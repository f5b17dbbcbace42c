"""What `hangup doctor` finds out about a NICE CXone org."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.bootstrap import SystemClock
from bot.cli.doctor.cxone import org_findings
from bot.cli.doctor.examination import examine
from bot.cli.doctor.proof import prove
from bot.settings import CxoneOrgSettings
from playground.stories import CXONE_ORGS
from playground.stories.cxone import contact_id
from playground.town import playground_settings, surround
from tests.adapters.cxone.tenant import Tenant, refused

KEY, DISCOVERY = "/authentication/v1/token/access-key", "/.well-known/cxone-configuration"
NO_LIST = ("is answered, and not with the list", "a proxy in between")


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


@pytest.fixture
def abouts() -> list[str]:
    """What the last findings were about."""
    return []


@pytest.fixture
def found(tenant, clock, abouts):
    """Examine a tenant; give level, words and fix of each finding."""

    async def run(**more):
        org = CxoneOrgSettings(
            platform="cxone", access_key_id="KEY1", access_key_secret=SecretStr(more.pop("secret", "s3cret")), **more
        )
        async with httpx.AsyncClient(transport=httpx.MockTransport(tenant)) as http:
            findings = await org_findings("manila", org, http, clock)
        assert "s3cret" not in str(findings)
        abouts[:] = sorted({one.about for one in findings})
        return [(one.level, one.words, one.fix) for one in findings]

    return run


async def test_an_org_that_is_set_up_well_is_well_and_what_cannot_be_asked_is_said(found):
    findings = await found()
    assert {level for level, _, _ in findings} == {"ok"}
    words = " ".join(words for _, words, _ in findings)
    assert "https://api-na1.niceincontact.com was found by discovery, area na1." in words
    assert "Whether its role may end contacts can't be asked, and no tenant has shown it yet" in words


async def test_the_org_is_named_with_its_area_as_far_as_it_is_known(found, abouts, tenant):
    await found()
    assert abouts == ["Org manila (NICE CXone, area na1)"]
    await found(secret="wrong", area="uk1")
    assert abouts == ["Org manila (NICE CXone, area uk1)"]
    tenant.secret = "rotated"
    await found()
    assert abouts == ["Org manila (NICE CXone)"]


async def test_a_configured_host_is_named_as_one(found):
    words = " ".join(words for _, words, _ in await found(api_url="https://api-au1.niceincontact.com"))
    assert "https://api-au1.niceincontact.com is set as api_url, area au1." in words


async def test_an_area_that_discovery_names_otherwise_is_warned_of(found):
    warned = [(words, fix) for level, words, fix in await found(area="uk1") if level == "warn"]
    assert warned == [
        (
            "area is set to uk1, and discovery names na1.",
            "Take area out of this org's table, or correct it: links are told apart by it.",
        )
    ]


@pytest.mark.parametrize(
    ("named", "host", "words"),
    [
        ("Singapore", "api-c42", "Discovery names 'Singapore', which is no area: the org's area is not known."),
        ("Singapore", "api-au1", "Discovery names 'Singapore', which is no area; area au1 is gone by."),
        (None, "api-c42", "Discovery names no area: the org's area is not known."),
    ],
)
async def test_an_area_that_cannot_be_read_is_told_with_what_to_set(found, tenant, named, host, words):
    answer = {"api_endpoint": f"https://{host}.niceincontact.com", "area": named}
    tenant.always["/.well-known/cxone-configuration"] = lambda _: httpx.Response(200, json=answer)
    ((said, fix),) = [(words, fix) for level, words, fix in await found() if level == "warn"]
    assert (said, "Set area in this org's table" in fix) == (words, True)
    if host == "api-c42":
        assert [words for level, words, _ in await found(area="au1") if level == "warn"] == []


async def test_a_refused_key_ends_the_examination(found, tenant):
    ((level, words, fix),) = await found(secret="wrong")
    assert (level, "refuses the access key (401: invalid_grant)" in words, "access_key_id" in fix) == (
        "fail",
        True,
        True,
    )
    assert tenant.asked() == []


@pytest.mark.parametrize(
    ("path", "answer", "told"),
    [
        (KEY, httpx.Response(404), ("leads nowhere (404)", "auth_url")),
        (KEY, httpx.Response(200, text="<html>"), ("is answered with what is no token (200)", "a proxy in between")),
        (KEY, httpx.Response(403, text="<html>"), ("is answered with what is no token (403)", "a proxy in between")),
        (KEY, httpx.Response(503), ("is in trouble (503)", "status")),
        (DISCOVERY, httpx.Response(404), ("leads nowhere (404)", "discovery_url")),
        (DISCOVERY, httpx.Response(503), ("is in trouble (503)", "status")),
    ],
)
async def test_a_sign_in_that_fails_otherwise_is_not_the_keys(found, tenant, path: str, answer, told):
    tenant.always[path] = lambda _: answer
    ((level, words, fix),) = await found()
    assert (level, f"{path} {told[0]}" in words, told[1] in fix) == ("fail", True, True)
    assert "key" not in words.replace(KEY, "")


async def test_a_token_without_a_tenant_names_the_setting(found, tenant):
    tenant.tenant = None
    ((level, words, _),) = await found()
    assert (level, "set tenant_id, or api_url" in words) == ("fail", True)


async def test_a_silent_sign_in_is_no_wrong_key(found, tenant):
    tenant.answers["/authentication/v1/token/access-key"] = [httpx.ConnectError("no")]
    ((level, words, _),) = await found()
    assert (level, "gave no answer" in words) == ("fail", True)


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("/contacts/active", "fail"),
        ("/agents/states", "warn"),
        ("/contact-state-descriptions", "warn"),
        ("/agents", "warn"),
        ("/skills", "warn"),
    ],
)
async def test_what_may_not_be_read_is_named_with_what_it_costs(found, tenant, path, level):
    tenant.always[path] = lambda _: refused(401, "Unauthorized")
    (wrong,) = [one for one in await found() if one[0] != "ok"]
    assert wrong[0] == level
    assert f"GET {path} is refused (401, Unauthorized). Without them" in wrong[1]
    assert "role" in wrong[2]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(404), ("is refused (404)", "Check api_version and api_url")),
        (httpx.Response(200, text="<html>"), NO_LIST),
        (httpx.Response(200, json={}), NO_LIST),
        (httpx.Response(200, json={"error": "maintenance"}), NO_LIST),
    ],
)
@pytest.mark.parametrize(
    "path", ["/contacts/active", "/agents/states", "/contact-state-descriptions", "/agents", "/skills"]
)
async def test_a_list_that_is_elsewhere_and_one_that_cannot_be_read_have_fixes_of_their_own(
    found, tenant, path: str, answer: httpx.Response, told: tuple[str, str]
):
    tenant.always[path] = lambda _: answer
    (wrong,) = [one for one in await found() if one[0] != "ok"]
    assert wrong[0] == ("fail" if path == "/contacts/active" else "warn")
    assert f"GET {path} {told[0]}" in wrong[1]
    assert told[1] in wrong[2]


@pytest_asyncio.fixture
async def settings(database_url) -> AsyncIterator[object]:
    around = await surround(SystemClock(), orgs=CXONE_ORGS)
    yield playground_settings(
        around.slack, around.orgs, CXONE_ORGS, database_url=database_url, socket_mode=False, port=0
    )
    await around.close()


async def test_the_whole_examination_knows_both_kinds(settings):
    findings = await examine(settings, lambda _: None)
    assert (
        next(one.words for one in findings if one.about == "Org sydney (NICE CXone, area au1)")
        == "The access key is taken."
    )


async def test_the_proof_is_made_on_a_contact_of_a_test_call(settings):
    number = str(contact_id(120))
    proof = await prove(settings, None, number, number, confirm=lambda *_: True, say=lambda _: None)
    assert proof is not None
    assert proof.proven
    assert proof.words.startswith(
        "Proven: sydney (NICE CXone, area au1) took the call by the route 'contacts/{contactId}/end'"
    )


async def test_nobody_can_prove_it_on_the_customer(settings):
    number = str(contact_id(120))
    proof = await prove(settings, None, number, "customer", confirm=lambda *_: True, say=lambda _: None)
    assert proof is not None
    assert (proof.proven, proof.outcome) == (False, "not_sent")
