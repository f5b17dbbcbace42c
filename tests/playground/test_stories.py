"""The stories: each a sound situation that can be typed, started and started over."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from playground.genesys import PretendGenesys
from playground.genesys.parties import MEDIA
from playground.stories import ALL, ORGS, Stories
from tests.support.clock import JumpingClock

Orgs = dict[str, PretendGenesys]


@pytest_asyncio.fixture
async def orgs(clock: JumpingClock) -> AsyncIterator[Orgs]:
    made = {org.name: org.pretend(clock) for org in ORGS}
    for org in made.values():
        await org.start()
    yield made
    for org in made.values():
        await org.close()


@pytest.fixture
def stories(orgs: Orgs) -> Stories:
    return Stories(orgs)


async def ask(org: PretendGenesys, method: str, path: str, body: object = None) -> httpx.Response:
    async with httpx.AsyncClient(base_url=org.url) as client:
        granted = await client.post(
            "/oauth/token", auth=(org.client_id, org.client_secret), data={"grant_type": "client_credentials"}
        )
        bearer = {"Authorization": f"Bearer {granted.json()['access_token']}"}
        sent: dict[str, Any] = {} if body is None else {"json": body}
        return await client.request(method, f"/api/v2{path}", headers=bearer, **sent)


def test_no_two_stories_share_a_name_or_a_conversation():
    assert len({one.slug for one in ALL}) == len({one.number for one in ALL}) == len(ALL)


def test_every_story_has_what_the_page_shows(stories):
    for told in stories.listed():
        assert set(told) == {"slug", "title", "what", "try", "command", "channel", "state"}
        assert told["command"].startswith("/conversation ")
        assert told["try"]
        assert told["state"] == "ready"


def test_stories_of_orgs_that_are_not_there_are_not_listed(orgs):
    slugs = {one["slug"] for one in Stories(orgs["genesys"]).listed()}
    assert "plain-call" in slugs
    assert "route-absent" not in slugs


async def test_there_is_no_story_of_that_name(stories):
    with pytest.raises(LookupError, match="no story called nonsense"):
        await stories.start("nonsense", "U0LEADA")


@pytest.mark.parametrize("story", ALL, ids=lambda story: story.slug)
async def test_a_story_has_ids_of_its_own_and_lives_on_one_org(stories, orgs, story, clock: JumpingClock):
    await stories.set_up()

    document = orgs[story.org].conversation(story.conversation)
    parties = document["participants"]
    ids = [party["id"] for party in parties] + [leg["id"] for party in parties for m in MEDIA for leg in party[m]]
    assert len({UUID(one) for one in ids}) == len(ids)
    assert document["startTime"] < clock.now().isoformat()
    for name, org in orgs.items():
        if name != story.org:
            with pytest.raises(KeyError):
                org.conversation(story.conversation)


async def test_a_story_started_over_begins_again_from_now(stories, orgs, clock: JumpingClock):
    story = await stories.start("plain-call", "U0LEADA")
    conversation = story["command"].split()[-1]
    agent = orgs["genesys"].conversation(conversation)["participants"][2]["id"]
    path = f"/conversations/{conversation}/participants/{agent}"
    await ask(orgs["genesys"], "PATCH", path, {"state": "disconnected"})
    clock.advance(60)
    ended = orgs["genesys"].conversation(conversation)
    assert ended["endTime"]

    again = await stories.start("plain-call", "U0LEADA")

    assert again["state"] == "running"
    fresh = orgs["genesys"].conversation(conversation)
    assert "endTime" not in fresh
    assert fresh["startTime"] > ended["startTime"]


ROUTES = {
    "route-absent": (404, None),
    "route-published": (202, None),
    "route-gateway": (202, None),
    "route-without-reason": (409, "reason"),
    "route-without-cause": (409, "cause"),
    "route-email-without-cause": (202, None),
    "route-malformed-reason": (400, "reason"),
}


@pytest.mark.parametrize("slug", ROUTES)
async def test_each_route_story_ends_as_its_title_says(stories, orgs, slug):
    status, field = ROUTES[slug]
    story = next(one for one in ALL if one.slug == slug)
    settings = next(one for one in ORGS if one.name == story.org)
    await stories.start(slug, "U0LEADA")
    agent = orgs[story.org].conversation(story.conversation)["participants"][2]["id"]
    bodies = {
        "cause_and_reason": {"cause": "user_request", "reason": "user_request"},
        "reason": {"reason": "user_request"},
        "none": None,
    }

    path = f"/conversations/{story.conversation}/participants/{agent}/disconnect"
    answer = await ask(orgs[story.org], "POST", path, bodies[settings.disconnect_payload])

    assert answer.status_code == status
    if field is not None:
        assert answer.json()["details"][0]["fieldName"] == field


REFUSALS = {
    "bare-409": 409,
    "missing-permission": 403,
    "rate-limited": 429,
    "html-502": 502,
    "no-user": 400,
    "wrong-org": 400,
    "no-longer-live": 404,
}


@pytest.mark.parametrize("slug", REFUSALS)
async def test_each_refusal_story_refuses_a_disconnect(stories, orgs, slug):
    story = next(one for one in ALL if one.slug == slug)
    await stories.start(slug, "U0LEADA")
    agent = orgs["genesys"].conversation(story.conversation)["participants"][2]["id"]

    path = f"/conversations/{story.conversation}/participants/{agent}"
    answer = await ask(orgs["genesys"], "PATCH", path, {"state": "disconnected"})

    assert answer.status_code == REFUSALS[slug]


@pytest.mark.parametrize(("slug", "read"), [("leaves-before-click", 2), ("leaves-while-confirming", 3)])
async def test_the_interpreter_leaves_on_that_read(stories, orgs, slug, read):
    story = next(one for one in ALL if one.slug == slug)
    await stories.start(slug, "U0LEADA")

    states = []
    for _ in range(read):
        seen = await ask(orgs["genesys"], "GET", f"/conversations/{story.conversation}")
        states.append(seen.json()["participants"][2]["calls"][0]["state"])

    assert states == ["connected"] * (read - 1) + ["disconnected"]
    assert "endTime" not in orgs["genesys"].conversation(story.conversation)


async def test_a_platform_that_does_not_answer_still_acts(stories, orgs, clock: JumpingClock):
    story = next(one for one in ALL if one.slug == "no-answer")
    await stories.start("no-answer", "U0LEADA")
    agent = orgs["genesys"].conversation(story.conversation)["participants"][2]["id"]
    before = clock.now()

    path = f"/conversations/{story.conversation}/participants/{agent}"
    await ask(orgs["genesys"], "PATCH", path, {"state": "disconnected"})

    assert clock.now() - before >= timedelta(seconds=60)
    assert orgs["genesys"].conversation(story.conversation)["endTime"]


@pytest.mark.parametrize(("slug", "status"), [("wrong-org", 404), ("no-longer-live", 200)])
async def test_analytics_knows_its_own_org_alone(stories, orgs, slug, status):
    story = next(one for one in ALL if one.slug == slug)
    await stories.start(slug, "U0LEADA")
    told = await ask(orgs["genesys"], "GET", f"/analytics/conversations/{story.conversation}/details")
    assert told.status_code == status
    assert ("conversationEnd" in told.json()) is (slug == "no-longer-live")


CROSSINGS = {
    "leaves-under-your-click": (3, 409, "conflict"),
    "ends-under-your-click": (3, 409, "conflict"),
    "wraps-up-under-your-click": (3, 400, "conversation.error.participant.no.active.conversations"),
    "moves-under-your-click": (3, 409, "conflict"),
    "refused-while-ringing": (3, 409, "conflict"),
    "flow-refuses": (2, 409, "conflict"),
    "wrong-org-on-click": (3, 400, "postino.error.wrong.org"),
}


@pytest.mark.parametrize("slug", CROSSINGS)
async def test_what_crosses_the_click_is_refused_after_a_read_that_showed_it_live(stories, orgs, slug):
    place, status, code = CROSSINGS[slug]
    story = next(one for one in ALL if one.slug == slug)
    settings = next(one for one in ORGS if one.name == story.org)
    await stories.start(slug, "U0LEADA")
    org = orgs[story.org]
    seen = [(await ask(org, "GET", f"/conversations/{story.conversation}")).json() for _ in range(3)]
    party = seen[-1]["participants"][place - 1]
    assert "endTime" not in party

    path = f"/conversations/{story.conversation}/participants/{party['id']}"
    if settings.disconnect_route == "disconnect":
        body = {"cause": "user_request", "reason": "user_request"}
        answer = await ask(org, "POST", f"{path}/disconnect", body)
    else:
        answer = await ask(org, "PATCH", path, {"state": "disconnected"})

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_agent_who_moves_has_a_row_over_and_a_row_live(stories, orgs):
    story = next(one for one in ALL if one.slug == "moves-under-your-click")
    await stories.start(story.slug, "U0LEADA")
    path = f"/conversations/{story.conversation}"
    agent = orgs[story.org].conversation(story.conversation)["participants"][2]
    body = {"cause": "user_request", "reason": "user_request"}
    await ask(orgs[story.org], "POST", f"{path}/participants/{agent['id']}/disconnect", body)

    seen = (await ask(orgs[story.org], "GET", path)).json()
    rows = [one for one in seen["participants"] if one.get("userId") == agent["userId"]]

    assert [row["calls"][0]["state"] for row in rows] == ["disconnected", "connected"]
    assert len({row["id"] for row in rows} | {row["calls"][0]["id"] for row in rows}) == 4
    assert "endTime" not in seen


@pytest.mark.parametrize("slug", ["one-act-at-a-time", "asked-twice"])
async def test_the_first_act_is_taken_and_the_second_is_a_conflict(stories, orgs, slug):
    story = next(one for one in ALL if one.slug == slug)
    await stories.start(slug, "U0LEADA")
    people = [one["id"] for one in orgs["genesys"].conversation(story.conversation)["participants"]]
    second = people[3] if slug == "one-act-at-a-time" else people[2]

    statuses = []
    for party in (people[2], second):
        path = f"/conversations/{story.conversation}/participants/{party}"
        statuses.append((await ask(orgs["genesys"], "PATCH", path, {"state": "disconnected"})).status_code)

    assert statuses == [202, 409]


async def test_what_is_forgotten_is_forgotten_by_the_records_too(stories, orgs):
    story = next(one for one in ALL if one.slug == "forgotten")
    await stories.start("forgotten", "U0LEADA")
    path = f"/conversations/{story.conversation}"
    statuses = [(await ask(orgs["genesys"], "GET", path)).status_code for _ in range(3)]
    records = await ask(orgs["genesys"], "GET", f"/analytics{path}/details")
    assert [*statuses, records.status_code] == [200, 200, 404, 404]
