"""Who belongs to which user group, asked of the pretend Slack."""

import asyncio
import copy
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
import pytest_asyncio

from bot.adapters.slack.client import SharedClient, shared_client
from bot.adapters.slack.roster import SECONDS, SlackRoster, person_of
from bot.ports import Person
from playground.slack.people import BOT_TOKEN
from playground.slack.server import PretendSlack
from tests.support.clock import JumpingClock

LEADS = frozenset({"S0LEADS"})


@pytest_asyncio.fixture
async def slack(clock: JumpingClock) -> AsyncIterator[PretendSlack]:
    pretend = PretendSlack(clock, enforce_rates=True)
    await pretend.start()
    yield pretend
    await pretend.close()


@pytest_asyncio.fixture
async def client(slack: PretendSlack, clock: JumpingClock) -> AsyncIterator[SharedClient]:
    async with aiohttp.ClientSession() as session:
        yield shared_client(BOT_TOKEN, slack.url + "/api/", session, clock)


@pytest.fixture
def roster(client: SharedClient, clock: JumpingClock) -> SlackRoster:
    return SlackRoster(client, clock)


@pytest.fixture
def questions(slack: PretendSlack):
    """Count how often Slack was asked for a group's members."""
    return lambda: sum(call.method == "usergroups.users.list" for call in slack.calls)


async def test_a_member_is_told_apart_from_others(roster):
    assert await roster.groups_of("U0LEADA", LEADS) == LEADS
    assert await roster.groups_of("U0VIEWER", LEADS) == frozenset()


async def test_a_group_is_remembered_for_five_minutes(roster, clock, questions):
    await roster.groups_of("U0LEADA", LEADS)
    clock.advance(299)
    await roster.groups_of("U0VIEWER", LEADS)
    assert questions() == 1
    clock.advance(1)
    await roster.groups_of("U0LEADA", LEADS)
    assert questions() == 2


async def test_fifty_who_click_at_once_are_one_question(roster, questions):
    answers = await asyncio.gather(*(roster.groups_of("U0LEADA", LEADS) for _ in range(50)))
    assert set(answers) == {LEADS}
    assert questions() == 1


async def test_a_group_that_slack_does_not_know_denies(roster):
    assert await roster.groups_of("U0LEADA", LEADS | {"S0NOWHERE"}) == LEADS


async def test_a_question_that_is_not_answered_denies_and_is_asked_again(roster, slack):
    slack.faults.add("usergroups.users.list", status=500)
    assert await roster.groups_of("U0LEADA", LEADS) == frozenset()
    assert await roster.groups_of("U0LEADA", LEADS) == LEADS


async def test_a_slack_that_is_down_denies(roster, slack):
    await slack.close()
    assert await roster.groups_of("U0LEADA", LEADS) == frozenset()


async def test_a_connection_that_is_dropped_denies(roster, slack):
    slack.faults.add("usergroups.users.list", drop=True, times=None)
    assert await roster.groups_of("U0LEADA", LEADS) == frozenset()


async def test_a_rate_limit_is_not_waited_for(roster, slack, clock):
    slack.faults.add("usergroups.users.list", status=429, headers={"Retry-After": 1})
    before = clock.now()
    assert await roster.groups_of("U0LEADA", LEADS) == frozenset()
    assert clock.now() == before


async def test_a_slow_slack_denies_everybody_who_waits_before_the_acknowledgement_is_late(roster, slack, clock):
    slack.faults.add("usergroups.users.list", delay_ms=60_000, times=None)
    before = clock.now()
    asked = LEADS | {"S0ALSO", "S0MORE"}
    answers = await asyncio.gather(*(roster.groups_of("U0LEADA", asked) for _ in range(10)))
    assert set(answers) == {frozenset()}
    assert (clock.now() - before).total_seconds() <= SECONDS


async def test_groups_are_asked_anew_before_anybody_waits_for_it(roster, clock, questions):
    await roster.refresh(LEADS)
    clock.advance(299)
    await roster.refresh(LEADS)
    clock.advance(299)
    assert await roster.groups_of("U0LEADA", LEADS) == LEADS
    assert questions() == 2


async def test_nothing_is_asked_about_no_group(roster, questions):
    assert await roster.groups_of("U0LEADA", frozenset()) == frozenset()
    assert questions() == 0


async def test_the_client_is_shared_and_never_copied(client):
    assert copy.deepcopy({"client": client})["client"] is client


@pytest.fixture
def people_asked(slack: PretendSlack):
    """Count how often Slack was asked who somebody is."""
    return lambda: sum(call.method == "users.info" for call in slack.calls)


async def test_a_guest_and_somebody_of_another_workspace_are_told_apart_from_members(roster):
    assert await roster.person("U0LEADA") == Person(guest=False, team_ids=frozenset({"T0HANGUP"}))
    assert await roster.person("U0CONTRACT") == Person(guest=True, team_ids=frozenset({"T0HANGUP"}))
    partner = await roster.person("U0PARTNER")
    assert partner is not None
    assert partner.team_ids == frozenset({"T0PARTNER"})


async def test_a_person_is_remembered_for_half_an_hour(roster, clock, people_asked):
    await asyncio.gather(*(roster.person("U0LEADA") for _ in range(50)))
    clock.advance(1799)
    await roster.person("U0LEADA")
    assert people_asked() == 1
    clock.advance(1)
    await roster.person("U0LEADA")
    assert people_asked() == 2


async def test_somebody_unknown_deactivated_or_not_answered_for_is_nobody(roster, slack):
    assert await roster.person("U0NOWHERE") is None
    maya = slack.workspace.people["U0LEADA"]
    slack.workspace.add_person(replace(maya, deleted=True))
    assert await roster.person("U0LEADA") is None
    slack.faults.add("users.info", status=500)
    assert await roster.person("U0LEADB") is None
    assert await roster.person("U0LEADB") is not None


async def test_a_refresh_asks_about_the_members_before_anybody_clicks(roster, clock, people_asked):
    await roster.refresh(LEADS)
    assert people_asked() == 2
    await roster.person("U0LEADA")
    clock.advance(1199)
    await roster.refresh(LEADS)
    assert people_asked() == 2
    clock.advance(1)
    await roster.refresh(LEADS)
    assert people_asked() == 4


def test_somebody_of_an_organisation_belongs_to_all_its_workspaces():
    person = person_of({"team_id": "T1", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1", "T2"]}})
    assert person == Person(guest=False, team_ids=frozenset({"T1", "T2", "E1"}))
    assert person_of({"is_stranger": True}) == Person(guest=True, team_ids=frozenset())


def test_the_e_mail_is_there_where_slack_tells_it():
    assert person_of({"team_id": "T1", "profile": {"email": "maya@example.com"}}).email == "maya@example.com"
    assert person_of({"team_id": "T1", "profile": {}}).email == ""
