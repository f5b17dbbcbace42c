"""The full act at either platform, through the same listeners: look up, confirm, disconnect, explain, audit."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from playground.stories import ALL, CXONE_ORGS, ORGS
from playground.stories.cxone import STORIES, contact_id
from playground.town import Town, build
from tests.support.lead import LeadAtSlack
from tests.support.reading import Json, Shown


@dataclass(frozen=True)
class At:
    """Where a story happens at one platform, and how a write looks there."""

    org: str
    call: str
    agent: str
    name: str
    gone: str
    method: str
    path: str
    status: int


GENESYS = At(
    org="genesys",
    call="ca110001-0000-4000-8000-000000000000",
    agent="ca110001-0003-4000-8000-000000000000",
    name="Tan Wei Ling",
    gone="ends-under-your-click",
    method="PATCH",
    path="/participants/ca110001-0003-4000-8000-000000000000",
    status=409,
)
CXONE = At(
    org="sydney",
    call=str(contact_id(120)),
    agent=str(contact_id(120)),
    name="Priya Nair",
    gone="cxone-already-ended",
    method="POST",
    path=f"/contacts/{contact_id(120)}/end",
    status=404,
)


GATEWAY = next(org for org in ORGS if org.name == next(one.org for one in ALL if one.slug == GENESYS.gone))


@pytest.fixture(params=[GENESYS, CXONE], ids=lambda at: at.org)
def at(request):
    return request.param


@pytest_asyncio.fixture
async def town(clock, database_url) -> AsyncIterator[Town]:
    """Both platforms side by side, around the one bot."""
    built = await build(clock, database_url=database_url, orgs=(ORGS[0], GATEWAY, *CXONE_ORGS))
    clock.hold_while(lambda: built.bot.ledger.busy)
    yield built
    await built.close()


@pytest.fixture
def maya(town: Town) -> LeadAtSlack:
    return LeadAtSlack(town)


def writes(town: Town, at: At) -> list[Json]:
    return [one for one in town.orgs[at.org].requests if one["method"] == at.method and one["path"].endswith(at.path)]


def typed_for(slug: str) -> str:
    """Give what to type for a story: its id, and its org where the channel's usual one is another."""
    return next(story.command for story in (*ALL, *STORIES) if story.slug == slug).removeprefix("/conversation ")


async def steps(town: Town, conversation_id: str) -> list[str]:
    return [entry.step for entry in reversed(await town.bot.ledger.entries(conversation_id=conversation_id))]


async def test_a_lead_confirms_and_the_agent_leaves(town, maya, at):
    card = await maya.looks_up(at.call)
    assert f"Org {at.org}" in Shown(card).words
    view = await maya.presses_disconnect(card, at.agent)
    assert at.name in maya.words()
    await maya.submits(view)
    assert f"{at.name} has left" in await maya.reads("Confirmed by read-back")
    await town.slack.settles(lambda: "confirmed by read-back" in maya.card(card).words)
    assert len(writes(town, at)) == 1
    assert await steps(town, at.call) == ["looked_up", "requested", "sending", "accepted", "confirmed"]


async def test_what_was_done_is_listed_by_the_audit(town, maya, at):
    view = await maya.presses_disconnect(await maya.looks_up(at.call), at.agent)
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    before = len(town.slack.messages("C0LEADS", maya.user))
    await maya.types(f"/conversation audit {at.call}")
    await town.slack.settles(lambda: len(town.slack.messages("C0LEADS", maya.user)) > before)
    words = Shown(town.slack.messages("C0LEADS", maya.user)[-1]).words
    assert "confirmed" in words


async def test_what_had_just_ended_is_refused_and_explained(town, maya, at):
    card = await maya.looks_up(typed_for(at.gone))
    await maya.submits(await maya.presses_disconnect(card, -1))
    words = await maya.reads("The platform refused")
    assert "The conversation has already ended." in words
    await town.slack.settles(lambda: len(town.slack.thread(card["channel"], card["ts"])) > 1)
    told = Shown(town.slack.thread(card["channel"], card["ts"])[-1]).words
    assert f"status: {at.status}" in told
    assert "trace id: " in told


async def test_every_line_of_the_act_bears_org_and_region(town, maya, at):
    view = await maya.presses_disconnect(await maya.looks_up(at.call), at.agent)
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    card = await maya.looks_up(typed_for(at.gone))
    await maya.submits(await maya.presses_disconnect(card, -1))
    await maya.reads("The platform refused")
    await LeadAtSlack(town, "U0GUEST").types(f"/conversation {at.call}")
    ledger = town.bot.ledger

    async def refused() -> bool:
        return "denied" in await steps(town, at.call)

    async with asyncio.timeout(5):
        while not await refused():
            await town.bot.clock.sleep(0.1)
    lines = [line for line in await ledger.entries(limit=1000) if line.org]
    assert {line.step for line in lines} >= {"looked_up", "requested", "sending", "confirmed", "refused", "denied"}
    places = {name: conversations.org.region for name, conversations in town.bot.orgs.items()}
    assert all(line.region == places[line.org] for line in lines)
    assert places["sydney"] == "au1"
    assert await maya_reads_audit(town, maya, at.call) >= {"ap-southeast-1" if at is GENESYS else "area au1"}


async def maya_reads_audit(town: Town, maya: LeadAtSlack, call: str) -> set[str]:
    before = len(town.slack.messages("C0LEADS", maya.user))
    await maya.types(f"/conversation audit {call}")
    await town.slack.settles(lambda: len(town.slack.messages("C0LEADS", maya.user)) > before)
    words = Shown(town.slack.messages("C0LEADS", maya.user)[-1]).words
    return {place for place in ("ap-southeast-1", "area au1") if place in words}


async def test_an_unknown_id_is_said_in_the_platforms_words(town, maya, at):
    unknown = "ca119999-0000-4000-8000-000000000000" if at is GENESYS else "599999999999"
    before = len(town.slack.messages("C0LEADS", maya.user))
    await maya.types(f"/conversation {unknown}")
    await town.slack.settles(lambda: len(town.slack.messages("C0LEADS", maya.user)) > before)
    words = Shown(town.slack.messages("C0LEADS", maya.user)[-1]).words
    assert ("the contact's own" in words) is (at is CXONE)
    assert ("`interactions/`" in words or "Only genesys was asked" in words) is (at is GENESYS)
