"""The searches against a pretend org that has people, queues and live conversations."""

from datetime import timedelta
from typing import Any, cast

import pytest

from bot.adapters.genesys.client import GenesysConversations
from bot.adapters.genesys.queries import agent_status
from bot.adapters.genesys.search import GenesysSearch
from bot.adapters.genesys.sightings import activity_in, missing_in, parties_in, sessions_in
from bot.domain.communication import Media
from bot.domain.exchange import Silence
from bot.domain.participant import Standing
from bot.domain.sighting import Filter
from bot.ports import Priority
from playground.documents import Named, agent, call_with, conversation_with, customer, waiting_in
from tests.adapters.genesys.conftest import CALL, CARDS, WEI_LING

LOANS = Named("90e0e000-0000-4000-8000-000000000002", "Home Loans")
ARJUN = Named("a9e27000-0000-4000-8000-000000000003", "Arjun Menon")
NUMBER = "+12125550147"


def id_of(number: int) -> str:
    return f"ca22{number:04d}-0000-4000-8000-000000000000"


@pytest.fixture
def search(conversations, clock) -> GenesysSearch:
    return GenesysSearch(conversations, clock)


@pytest.fixture
def loans(platform, clock) -> list[str]:
    """Home Loans: an agent on hold, one in wrap-up, one alerting, and a customer who waits."""
    now = clock.now()
    jordan = customer("Jordan Rivera", NUMBER, since=600)
    scenes: list[Any] = [
        call_with(id_of(1), now, jordan, agent(ARJUN, LOANS, since=500, held=True), started=600),
        call_with(
            id_of(2),
            now,
            customer("Mei", "+6500000456", state="disconnected", ended=300),
            agent(WEI_LING, LOANS, state="disconnected", ended=300, wrap_up=True),
        ),
        call_with(id_of(3), now, customer("Mei", "+6500000456"), agent(WEI_LING, LOANS, state="alerting", since=40)),
        conversation_with(
            id_of(4),
            now,
            customer("Hannah", "12125550147", medium="messages", since=1800),
            waiting_in(LOANS, medium="messages", since=1800, ended=None),
            started=1800,
        ),
    ]
    return [platform.holds(one) for one in scenes]


async def test_an_agent_is_found_by_e_mail_and_by_a_part_of_the_name(search, loans):
    by_mail = await search.agents("arjun.menon@example.com")
    by_part = await search.agents("menon")
    assert [one.name for one in by_mail.found] == [one.name for one in by_part.found] == ["Arjun Menon"]
    assert by_mail.found[0].id == ARJUN.id
    assert by_mail.found[0].org == "singapore"


async def test_an_agent_is_found_by_the_id_that_a_link_of_the_settings_names(search, loans):
    assert [one.name for one in (await search.agents(ARJUN.id)).found] == ["Arjun Menon"]


async def test_a_name_is_asked_for_once_in_ten_minutes(search, loans, asked, clock):
    first = await search.queues("loans")
    clock.advance(60)
    assert (await search.queues("LOANS")).as_of == first.as_of
    assert asked().count("GET /api/v2/routing/queues") == 1
    clock.advance(600)
    assert (await search.queues("loans")).as_of > first.as_of
    assert asked().count("GET /api/v2/routing/queues") == 2


async def test_the_queue_that_is_called_so_comes_before_those_that_hold_the_name(search, platform):
    for number, name in enumerate(("Cards – Fraud", "Cards", "Gift Cards"), start=60):
        platform.knows("queues", f"90e0e000-0000-4000-8000-0000000000{number}", name)
    assert (await search.queues("cards")).found[0].name == "Cards"


async def test_what_an_agent_has_live_comes_with_state_medium_queue_and_name(search, loans):
    found = await search.of_agent(ARJUN.id)
    assert found.total == 1
    [one] = found.sightings
    assert (one.conversation_id, one.media, one.standing, one.held) == (id_of(1), Media.CALL, Standing.CONNECTED, True)
    assert (one.agent_name, one.queue_name, one.is_agent) == ("Arjun Menon", "Home Loans", True)
    assert found.names_at is not None


async def test_an_owed_wrap_up_is_among_what_an_agent_has(search, loans):
    found = await search.of_agent(WEI_LING.id)
    assert {one.standing for one in found.sightings} == {Standing.WRAP_UP, Standing.ALERTING, Standing.CONNECTED}


async def test_a_queue_shows_who_talks_who_is_held_who_is_alerted_and_who_waits(search, loans, asked):
    found = await search.of_queue(LOANS.id)
    by_id = {one.conversation_id: one for one in found.sightings}
    assert found.total == 3
    assert not found.truncated
    assert by_id[id_of(3)].standing is Standing.ALERTING
    assert by_id[id_of(3)].agent_name == "Tan Wei Ling"
    assert by_id[id_of(4)].waiting
    assert by_id[id_of(4)].agent_name == ""
    assert by_id[id_of(1)].held
    assert "GET /api/v2/users" not in asked()


async def test_names_that_are_known_are_not_asked_for_again(search, loans, asked):
    await search.of_queue(LOANS.id)
    before = len(asked())
    await search.of_queue(LOANS.id)
    assert sorted(asked()[before:]) == [
        "POST /api/v2/analytics/conversations/activity/query",
        "POST /api/v2/analytics/conversations/details/query",
    ]


async def test_either_of_the_two_queries_is_enough_for_a_queue(search, platform, loans):
    platform.permissions.discard("analytics:conversationDetail:view")
    without_details = await search.of_queue(LOANS.id)
    platform.permissions |= {"analytics:conversationDetail:view"}
    platform.permissions -= {"analytics:queueObservation:view"}
    without_activity = await search.of_queue(LOANS.id)
    for found, permission in ((without_details, "conversationDetail"), (without_activity, "queueObservation")):
        assert found.refusal is None
        assert {one.conversation_id for one in found.sightings} >= {id_of(1), id_of(3), id_of(4)}
        assert any(permission in words for words in found.unseen)
    assert [one.held for one in without_details.sightings if one.conversation_id == id_of(1)] == [False]


async def test_a_number_is_found_on_calls_and_in_messages_however_the_platform_writes_it(search, loans):
    found = await search.of_number(NUMBER)
    assert [one.conversation_id for one in found.sightings] == [id_of(4), id_of(1)]
    assert found.sightings[1].agent_name == "Arjun Menon"
    assert any("30 days" in words for words in found.unseen)


async def test_no_number_and_no_customers_name_comes_out_of_a_search(search, loans):
    for found in (await search.of_number(NUMBER), await search.of_queue(LOANS.id), await search.live()):
        assert "Jordan" not in repr(found)
        assert "2125550147" not in repr(found)


async def test_a_busy_queue_is_read_in_the_details_in_pages(search, platform, clock):
    for number in range(230):
        platform.holds(
            call_with(
                id_of(100 + number),
                clock.now(),
                customer("Mei", "+6500000456"),
                agent(ARJUN, LOANS),
                started=230 - number,
            )
        )
    first, third = await search.of_queue(LOANS.id), await search.of_queue(LOANS.id, page=3)
    assert (first.total, len(first.sightings), first.truncated) == (230, 100, True)
    assert (third.total, third.start, len(third.sightings), third.truncated) == (230, 200, 30, False)
    assert first.sightings[0].conversation_id == id_of(100)


async def test_without_the_details_a_busy_queue_shows_the_oldest_and_the_newest(search, platform, clock):
    platform.permissions.discard("analytics:conversationDetail:view")
    for number in range(120):
        platform.holds(call_with(id_of(100 + number), clock.now(), customer("Mei", "+6500000456"), agent(ARJUN, LOANS)))
    found = await search.of_queue(LOANS.id)
    assert (found.total, len(found.sightings), found.truncated) == (120, 100, True)
    assert any("oldest and the newest" in words for words in found.unseen)


@pytest.mark.parametrize(
    ("permission", "ask"),
    [
        ("analytics:agentState:view", lambda search: search.of_agent(ARJUN.id)),
        ("analytics:queueObservation:view", lambda search: search.of_queue(LOANS.id)),
        ("analytics:conversationDetail:view", lambda search: search.of_number(NUMBER)),
        ("analytics:conversationDetail:view", lambda search: search.live()),
        ("directory:user:view", lambda search: search.agents("menon")),
        ("routing:queue:view", lambda search: search.queues("loans")),
    ],
)
async def test_a_role_that_may_not_ask_is_told_which_permission_is_missing(search, platform, loans, permission, ask):
    platform.permissions.discard(permission)
    if permission == "analytics:queueObservation:view":
        platform.permissions.discard("analytics:conversationDetail:view")
    refusal = (await ask(search)).refusal
    assert refusal.reply.status == 403
    assert permission in refusal.missing
    assert "OAuth" in refusal.fix


async def test_names_that_may_not_be_read_are_said_to_be_missing(search, platform, loans):
    platform.permissions -= {"analytics:conversationDetail:view", "routing:queue:view", "directory:user:view"}
    found = await search.of_queue(LOANS.id)
    assert found.refusal is None
    assert all(one.agent_name == one.queue_name == "" for one in found.sightings)
    assert any("routing:queue:view" in words for words in found.unseen)
    assert any("directory:user:view" in words for words in found.unseen)


async def test_everything_live_comes_one_party_a_line_with_whom_they_have(search, loans):
    found = await search.live()
    agents = {one.conversation_id: one for one in found.sightings if one.is_agent}
    assert agents[id_of(1)].purposes == {"customer", "agent"}
    assert not agents[id_of(1)].agent_alone
    assert agents[id_of(2)].standing is Standing.WRAP_UP
    assert agents[CALL].queue_name == CARDS.name
    assert any(one.waiting and one.conversation_id == id_of(4) for one in found.sightings)


async def test_an_agent_without_a_customer_and_a_customer_without_anybody_are_known(search, platform, clock):
    platform.holds(
        call_with(
            id_of(5), clock.now(), customer("Mei", "+6500000456", state="disconnected", ended=60), agent(ARJUN, LOANS)
        )
    )
    platform.holds(call_with(id_of(6), clock.now(), customer("Mei", "+6500000456"), waiting_in(LOANS)))
    parties = (await search.live()).sightings
    assert [one.conversation_id for one in parties if one.agent_alone] == [id_of(5)]
    assert [one.conversation_id for one in parties if one.customer_alone] == [id_of(6)]


async def test_live_can_be_narrowed_to_a_queue_an_agent_and_a_medium(search, loans):
    async def ids(**which: Any) -> set[str]:
        return {one.conversation_id for one in (await search.live(Filter(**which))).sightings}

    assert await ids(queue_ids=frozenset({LOANS.id})) == set(loans)
    assert await ids(agent_ids=frozenset({ARJUN.id})) == {id_of(1)}
    assert await ids(media=frozenset({Media.MESSAGE})) == {id_of(4)}


async def test_live_stops_after_five_pages_and_says_so(search, platform, clock, asked):
    for number in range(520):
        platform.holds(call_with(id_of(100 + number), clock.now(), customer("Mei", "+6500000456"), agent(ARJUN, LOANS)))
    found = await search.live()
    assert found.total == 521
    assert found.truncated
    assert len(asked()) <= 10


async def test_live_of_a_queue_falls_back_on_its_activity(search, platform, loans):
    platform.permissions.discard("analytics:conversationDetail:view")
    found = await search.live(Filter(queue_ids=frozenset({LOANS.id})))
    assert found.refusal is None
    assert {one.conversation_id for one in found.sightings} == {id_of(1), id_of(3), id_of(4)}
    assert any("analytics:conversationDetail:view" in words for words in found.unseen)
    platform.permissions.discard("analytics:queueObservation:view")
    assert (await search.live(Filter(queue_ids=frozenset({LOANS.id})))).refusal is not None


async def test_a_conversation_that_began_a_month_ago_is_not_found(search, platform, clock):
    long_ago = timedelta(days=40).total_seconds()
    platform.holds(
        call_with(id_of(7), clock.now(), customer("Mei", "+6500000999"), agent(ARJUN, LOANS), started=long_ago)
    )
    assert (await search.of_number("+6500000999")).total == 0


async def test_silence_is_a_refusal_without_a_permission(search, platform, loans):
    platform.fault(path="*/analytics/*", hang=True, times=9)
    refusal = (await search.of_agent(ARJUN.id)).refusal
    assert (refusal.reply, refusal.silence, refusal.missing) == (None, Silence.TIMEOUT, ())


async def test_a_proxys_page_is_no_empty_answer(search, platform, loans):
    platform.fault(path="*/analytics/*", status=200, body="<html>Sign in</html>", times=9)
    assert (await search.of_agent(ARJUN.id)).refusal.reply.status == 502


def test_an_id_that_is_none_makes_no_path():
    with pytest.raises(ValueError, match="no id"):
        agent_status("../users")


def test_odd_answers_are_read_as_far_as_they_go():
    odd = (
        '{"conversations": [null, {}, {"conversationId": "a-1", "participants": [{"purpose": 3, "sessions": '
        '[{"mediaType": 7, "segments": [{"segmentType": "beaming"}]}]}]}], "totalHits": "many"}'
    )
    page = parties_in(odd, org="x")
    assert [(one.standing, one.raw_state, one.media) for one in page.sightings] == [
        (Standing.UNKNOWN, "beaming", Media.OTHER)
    ]
    assert sessions_in('{"sessions": [{}]}', org="x", agent_id="a")[1].sightings == ()
    entity = '{"results": [{"data": [{"metric": "oWaiting", "count": 3, "entityIds": ["c-1"]}], "entities": [%s]}]}'
    page = activity_in(entity % '{"conversationId": "c-1", "userId": "u"}, {}', org="x")
    assert (page.total, page.truncated, page.sightings[0].waiting) == (3, True, True)
    assert missing_in(None) == missing_in("nothing in brackets") == ()


class WithoutWrapUps:
    """A client of an org that does not answer who still owes a wrap-up."""

    def __init__(self, client) -> None:
        self.org, self._client = client.org, client

    async def ask(self, method, path, body=None, priority=Priority.LOOK_UP):
        if path.endswith("/details/query") and "conversationFilters" not in body:
            return None, Silence.TIMEOUT
        return await self._client.ask(method, path, body, priority)


async def test_without_the_owed_wrap_ups_the_answer_is_not_whole(conversations, clock, search, loans):
    whole = await search.live()
    assert not whole.truncated
    partly = await GenesysSearch(cast("GenesysConversations", WithoutWrapUps(conversations)), clock).live()
    assert (partly.refusal, partly.truncated) == (None, True)
