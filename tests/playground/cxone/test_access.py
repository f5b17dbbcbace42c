"""Signing in, finding the hosts, and what is refused before anybody is asked."""

import base64
import json

import pytest

from tests.playground.cxone.cast import API, KEY
from tests.support.clock import JumpingClock

ACTIVE = f"{API}/contacts/active"
APP = ("pretend-app@pretend", "pretend-app-secret")
PASSWORD = {"grant_type": "password", "username": "pretend-key", "password": "pretend-key-secret"}


async def test_an_access_key_gets_a_token_that_says_whose_it_is(cxone, anonymous):
    granted = (await anonymous.post("/authentication/v1/token/access-key", json=KEY)).json()
    head, claims, _ = granted["access_token"].split(".")
    assert granted["expires_in"] == 3600
    assert granted["refresh_token"]
    assert json.loads(base64.urlsafe_b64decode(head + "=="))["typ"] == "JWT"
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert (said["tenantId"], said["icBUId"], said["icClusterId"]) == (
        cxone.tenant_id,
        cxone.business_unit,
        cxone.cluster,
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [({**KEY, "accessKeySecret": "wrong"}, 401), ({"accessKeyId": "pretend-key"}, 400), ("nonsense", 400)],
)
async def test_a_wrong_key_gets_none(anonymous, body, status):
    content = body if isinstance(body, str) else json.dumps(body)
    answer = await anonymous.post("/authentication/v1/token/access-key", content=content)
    assert answer.status_code == status
    assert answer.json()["error_description"]


async def test_a_registered_application_signs_in_with_the_key_as_its_user(cxone, anonymous):
    where = (await anonymous.get("/.well-known/openid-configuration")).json()["token_endpoint"]
    assert where == f"{cxone.url}/auth/token"
    by_header = await anonymous.post(where, auth=APP, data=PASSWORD)
    by_form = await anonymous.post(where, data={**PASSWORD, "client_id": APP[0], "client_secret": APP[1]})
    assert (by_header.status_code, by_form.status_code) == (200, 200)
    again = {"grant_type": "refresh_token", "refresh_token": by_header.json()["refresh_token"]}
    assert (await anonymous.post(where, auth=APP, data=again)).json()["access_token"]


@pytest.mark.parametrize(
    ("app", "form", "status", "error"),
    [
        (APP, {"grant_type": "client_credentials"}, 400, "unsupported_grant_type"),
        (APP, {**PASSWORD, "password": "wrong"}, 401, "invalid_grant"),
        (APP, {"grant_type": "refresh_token", "refresh_token": "wrong"}, 400, "invalid_grant"),
        (("other", "wrong"), PASSWORD, 401, "invalid_client"),
    ],
)
async def test_other_grants_and_other_secrets_are_refused(anonymous, app, form, status, error):
    answer = await anonymous.post("/auth/token", auth=app, data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


async def test_a_header_that_is_no_basic_sign_in_is_nobodys(anonymous):
    answer = await anonymous.post("/auth/token", headers={"Authorization": "Basic ?"}, data=PASSWORD)
    assert answer.json()["error"] == "invalid_client"


async def test_a_tenants_hosts_are_found_without_signing_in(cxone, anonymous):
    found = await anonymous.get("/.well-known/cxone-configuration", params={"tenantId": cxone.tenant_id})
    assert found.json()["api_endpoint"] == found.json()["auth_endpoint"] == cxone.url
    assert found.json()["area"] == "au1"
    assert (await anonymous.get("/.well-known/cxone-configuration?tenantId=other")).status_code == 404


async def test_a_token_ends_after_its_hour_and_when_it_is_revoked(cxone, client, call, clock: JumpingClock):
    assert (await client.get(ACTIVE)).status_code == 200
    await client.delete("/_pretend/tokens")
    assert (await client.get(ACTIVE)).status_code == 401
    granted = await client.post("/authentication/v1/token/access-key", json=KEY)
    client.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
    clock.advance(3599)
    assert (await client.get(ACTIVE)).status_code == 200
    clock.advance(1)
    answer = await client.get(ACTIVE)
    assert (answer.status_code, answer.headers["icStatusDescription"]) == (401, "Unauthorized")


async def test_nothing_is_rendered_for_whom_does_not_accept_json(client, call):
    answer = await client.get(ACTIVE, headers={"Accept": "*/*"})
    assert answer.status_code == 400
    assert "No known way to render data" in answer.text


async def test_the_callers_own_id_comes_back(client, call):
    assert (await client.get(ACTIVE, headers={"CorrelationId": "click-1"})).headers["CorrelationId"] == "click-1"
    assert "CorrelationId" not in (await client.get(ACTIVE)).headers


async def test_the_case_of_a_path_does_not_matter(client, call):
    assert (await client.get("/inContactAPI/Services/v30.0/Contacts/Active")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/incontactapi/services/v99.0/contacts/active", 404, "resource not found"),
        ("GET", "/incontactapi/services/v30/contacts/active", 404, "resource not found"),
        ("POST", "/api/v2/conversations/1/participants/2/disconnect", 404, "resource not found"),
        ("POST", f"{API}/contacts//end", 404, "resource not found"),
        ("DELETE", f"{API}/contacts/1/end", 405, "Method Not Allowed"),
    ],
)
async def test_paths_of_another_family_or_version_are_not_found(client, method, path, status, words):
    answer = await client.request(method, path)
    assert (answer.status_code, answer.headers["icStatusDescription"], answer.content) == (status, words, b"")


async def test_a_limit_is_a_switch_and_says_nothing_about_when(cxone, client, call, clock: JumpingClock):
    await client.put("/_pretend/settings", json={"requests_per_minute": 1})
    clock.advance(60)
    assert (await client.get(ACTIVE)).status_code == 200
    refused = await client.get(ACTIVE)
    assert refused.status_code == 429
    assert "Retry-After" not in refused.headers
    clock.advance(60)
    assert (await client.get(ACTIVE)).status_code == 200


async def test_the_log_holds_no_secret(cxone, anonymous):
    await anonymous.post("/authentication/v1/token/access-key", json=KEY)
    await anonymous.post("/auth/token", auth=APP, data=PASSWORD)
    told = json.dumps(cxone.requests)
    assert "pretend-key-secret" not in told
    assert "pretend-app-secret" not in told
    assert all(entry["response"]["access_token"] == "•••" for entry in cxone.requests)
