"""Tokens, permissions, rates, and paths that are not there."""

import httpx
import pytest

from tests.playground.genesys.cast import AGENT, CALL
from tests.support.clock import JumpingClock

READ = f"/api/v2/conversations/{CALL}"
FORM = {"grant_type": "client_credentials"}


@pytest.mark.parametrize(
    ("auth", "form", "status", "error"),
    [
        (("pretend-client", "wrong"), FORM, 401, "invalid_client"),
        (("stranger", "pretend-secret"), FORM, 400, "invalid_client"),
        (None, FORM, 400, "invalid_request"),
        (("pretend-client", "pretend-secret"), {}, 400, "unsupported_grant_type"),
    ],
)
async def test_the_login_host_refuses_in_its_own_words(anonymous: httpx.AsyncClient, auth, form, status, error):
    answer = await anonymous.post("/oauth/token", auth=auth, data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["description"] == answer.json()["error_description"]


async def test_a_token_lives_for_a_day(client, call, clock: JumpingClock):
    clock.advance(86399)
    assert (await client.get(READ)).status_code == 200
    clock.advance(1)
    answer = await client.get(READ)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad.credentials")


async def test_a_revoked_token_is_good_for_nothing(genesys, client, call):
    genesys.revoke_tokens()
    assert (await client.get(READ)).status_code == 401


async def test_without_a_token_nothing_is_told(anonymous, call):
    answer = await anonymous.get(READ)
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication.required")


async def test_each_permission_is_asked_for(genesys, client, call):
    genesys.permissions.clear()
    asked = {
        ("GET", READ): "conversation:communication:view",
        ("PATCH", f"{READ}/participants/{AGENT}"): "conversation:communication:disconnect",
        ("POST", f"{READ}/disconnect"): "conversation:communication:disconnect",
        ("GET", f"/api/v2/analytics/conversations/{CALL}/details"): "analytics:conversationDetail:view",
    }
    for (method, path), permission in asked.items():
        answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (403, "missing.any.permissions")
        assert permission in answer.json()["message"]


async def test_more_requests_than_allowed_wait_for_the_window_to_end(genesys, client, call, clock: JumpingClock):
    genesys.rate_limit_per_minute = 2
    clock.advance(10)
    answers = [await client.get(READ) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["inin-ratelimit-count"] for one in answers] == ["1", "2", "3"]
    assert answers[2].headers["inin-ratelimit-allowed"] == "2"
    assert answers[2].headers["Retry-After"] == answers[2].headers["inin-ratelimit-reset"] == "50"
    assert answers[2].json()["code"] == "too.many.requests"
    clock.advance(50)
    assert (await client.get(READ)).status_code == 200


async def test_a_client_is_no_user(genesys, client):
    assert (await client.get("/api/v2/users/me")).json()["code"] == "not.a.user"
    genesys.user_context = True
    assert (await client.get("/api/v2/users/me")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v2/nothing/here", 404, "not.found"),
        ("DELETE", f"{READ}/participants/{AGENT}", 405, "method.not.allowed"),
        ("GET", "/api/v2/users/nobody", 404, "not.found"),
        ("GET", "/api/v2/routing/queues/nowhere", 404, "not.found"),
        ("GET", "/api/v2/conversations/unheard-of", 404, "conversation.error.conversation.not.found"),
    ],
)
async def test_what_is_not_there_is_not_found(client, call, *, method, path, status, code):
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["contextId"] == answer.headers["ININ-Correlation-Id"]


async def test_a_body_has_to_be_json_and_say_so(client, call):
    path = f"{READ}/participants/{AGENT}"
    plain = await client.patch(path, content="state=disconnected", headers={"Content-Type": "text/plain"})
    assert (plain.status_code, plain.json()["code"]) == (415, "unsupported.media.type")
    broken = await client.patch(path, content="{", headers={"Content-Type": "application/json"})
    assert (broken.status_code, broken.json()["code"]) == (400, "bad.request")
    assert (await client.patch(path)).status_code == 400
