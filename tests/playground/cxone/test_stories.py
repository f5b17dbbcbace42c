"""The CXone stories, each on the pretend tenant alone: what it shows, and how the platform answers an end."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from playground.cxone import PretendCxone
from playground.cxone.platform import ACCESS_KEY_SECRET
from playground.stories import ALL, CXONE_ORGS, ELSEWHERE, Stories
from tests.playground.cxone.cast import API
from tests.support.clock import JumpingClock

ORG = CXONE_ORGS[0]


@pytest_asyncio.fixture
async def sydney(clock: JumpingClock) -> AsyncIterator[PretendCxone]:
    org = ORG.pretend(clock)
    await org.start()
    yield org
    await org.close()


@pytest.fixture
def stories(sydney: PretendCxone) -> Stories:
    return Stories({ORG.name: sydney})


@pytest_asyncio.fixture
async def client(sydney: PretendCxone) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sydney.url, headers={"Accept": "application/json"}) as asking:
        key = {"accessKeyId": ORG.access_key_id, "accessKeySecret": ACCESS_KEY_SECRET}
        granted = await asking.post("/authentication/v1/token/access-key", json=key)
        asking.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        yield asking


async def active(client: httpx.AsyncClient, master: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{API}/contacts/active")
    rows = answer.json()["activeContacts"] if answer.content else []
    return [one for one in rows if str(one["masterContactId"]) == master]


async def end(client: httpx.AsyncClient, contact_id: object) -> tuple[int, str | None]:
    answer = await client.post(f"{API}/contacts/{contact_id}/end")
    return answer.status_code, answer.headers.get("icStatusDescription")


async def begun(stories: Stories, slug: str) -> str:
    await stories.set_up()
    await stories.start(slug, "U0LEADA")
    return next(one.conversation for one in ELSEWHERE if one.slug == slug)


def test_no_two_stories_share_a_name_or_a_number():
    every = (*ALL, *ELSEWHERE)
    assert len({one.slug for one in every}) == len({one.number for one in every}) == len(every)


def test_the_stories_are_listed_where_their_org_is(stories):
    assert [one["slug"] for one in stories.listed()] == [one.slug for one in ELSEWHERE]


def test_the_settings_of_the_tenant_name_its_hosts_and_its_own_key():
    told = ORG.settings("http://127.0.0.1:1")
    assert told["platform"] == "cxone"
    assert told["auth_url"] == told["discovery_url"] == "http://127.0.0.1:1"
    assert told["access_key_id"] == "pretend-key-sydney"
    assert "api_url" not in told


OPEN = {one.slug: 1 for one in ELSEWHERE} | {"cxone-conference": 3, "cxone-ended": 0}


@pytest.mark.parametrize("slug", OPEN)
async def test_a_story_shows_so_many_contacts_of_one_master(stories, client, slug):
    master = await begun(stories, slug)
    rows = await active(client, master)
    assert len({one["contactId"] for one in rows}) == len(rows) == OPEN[slug]
    assert [one for one in rows if str(one["contactId"]) == master] == rows[:1]
    assert (await client.get(f"{API}/contacts/{master}/hierarchy")).json()["masterContactId"] == int(master)


ENDS = {
    "cxone-plain-call": (202, "Accepted", 0),
    "cxone-customer-row": (202, "Accepted", 0),
    "cxone-stuck-after-call-work": (202, "Accepted", 0),
    "cxone-conference": (202, "Accepted", 2),
    "cxone-digital-contact": (202, "Accepted", 1),
    "cxone-already-ended": (404, "InvalidContactId", 0),
    "cxone-ended": (404, "InvalidContactId", 0),
    "cxone-accepts-and-does-nothing": (202, "Accepted", 1),
    "cxone-transferred-under-click": (404, "InvalidContactId", 1),
    "cxone-goes-into-after-call-work": (202, "Accepted", 1),
}


@pytest.mark.parametrize("slug", ENDS)
async def test_an_end_is_answered_as_the_story_says(stories, client, slug, clock: JumpingClock):
    status, words, left = ENDS[slug]
    master = await begun(stories, slug)
    assert await end(client, master) == (status, words)
    clock.advance(5)
    assert len(await active(client, master)) == left


@pytest.mark.parametrize(("slug", "works"), [("cxone-after-call-work", True), ("cxone-stuck-after-call-work", False)])
async def test_after_call_work_is_told_apart_by_what_the_agent_does(stories, client, slug, works):
    row = (await active(client, await begun(stories, slug)))[0]
    told = (await client.get(f"{API}/agents/{row['agentId']}/states")).json()["agentStates"][0]
    assert row["contactStateCategory"] == "after contact work"
    agents = await client.get(f"{API}/agents/states")
    named = [one for one in agents.json()["agentStates"] if one["contactId"] == row["contactId"]]
    assert bool(named) is works
    assert not named or named == [told]
    assert all(one["isACW"] for one in named)


async def test_a_call_transferred_before_the_click_is_found_under_another_contact_id(stories, client):
    master = await begun(stories, "cxone-transferred-before-click")
    assert [(one["contactId"], one["firstName"]) for one in await active(client, master)] == [(int(master), "Priya")]
    await client.get(f"{API}/contacts/{master}/hierarchy")
    moved = await active(client, master)
    assert [(one["contactId"], one["firstName"]) for one in moved] == [(int(master) + 1, "Anika")]
    assert await end(client, master) == (404, "InvalidContactId")
    assert (await end(client, moved[0]["contactId"]))[0] == 202


async def test_the_voice_goes_first_and_the_contact_after_the_notes(stories, client, clock: JumpingClock):
    master = await begun(stories, "cxone-goes-into-after-call-work")
    await end(client, master)
    clock.advance(5)
    assert [one["contactStateCategory"] for one in await active(client, master)] == ["after contact work"]
    clock.advance(120)
    assert await active(client, master) == []


async def test_a_story_started_over_begins_again(stories, client, clock: JumpingClock):
    master = await begun(stories, "cxone-plain-call")
    await end(client, master)
    clock.advance(5)
    assert await active(client, master) == []
    await stories.start("cxone-plain-call", "U0LEADA")
    assert len(await active(client, master)) == 1
