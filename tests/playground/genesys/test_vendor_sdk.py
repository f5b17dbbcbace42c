"""The vendor's own SDK against the pretend platform: it must find nothing odd.

The SDK is synchronous, so it works in a thread while the loop serves it.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from playground.documents import derived, typical
from playground.genesys import PretendGenesys
from playground.genesys.parties import MEDIA
from playground.stories import ALL
from tests.playground.genesys.cast import AGENT, CALL, CARDS, WEI_LING
from tests.support.clock import JumpingClock

sdk = pytest.importorskip("PureCloudPlatformClientV2")

LIVE = "11ed1a00-0000-4000-8000-000000000000"
# What the SDK writes in the place of an enum value that it does not know.
UNRECOGNISED = "outdated_sdk_version"


@pytest.fixture
def signed_in(genesys: PretendGenesys) -> Iterator[Any]:
    """Give a function that signs an SDK client in; its connections are closed afterwards."""
    sdk.Configuration().host = genesys.url
    client = sdk.api_client.ApiClient(genesys.url)
    yield lambda: client.get_client_credentials_token("pretend-client", "pretend-secret")
    client.get_http_client().rest_client.pool_manager.clear()


async def in_thread(work: Any) -> Any:
    return await asyncio.to_thread(work)


def oddities(model: Any, where: str = "") -> list[str]:
    """List the attributes of an SDK model, all the way down, that are not of the kind the SDK declares."""
    found = []
    for name, kind in model.swagger_types.items():
        value = getattr(model, name)
        here = f"{where}.{name}"
        if value is None:
            continue
        if isinstance(value, str) and value == UNRECOGNISED:
            found.append(f"{here}: not among the values that the SDK knows")
        elif kind == "datetime" and not isinstance(value, datetime):
            found.append(f"{here}: {value!r} is no moment")
        for place, one in enumerate(value if isinstance(value, list) else [value]):
            if hasattr(one, "swagger_types"):
                found += oddities(one, f"{here}[{place}]")
    return found


def unknown_keys(document: Any, model: Any, where: str = "") -> list[str]:
    """List the keys of a document that the SDK's model has no attribute for."""
    attributes = {key: name for name, key in model.attribute_map.items()}
    found = [f"{where}.{key}" for key in document if key not in attributes]
    for key, value in document.items():
        read = getattr(model, attributes[key]) if key in attributes else None
        values, reads = (value, read) if isinstance(value, list) else ([value], [read])
        for place, (one, its) in enumerate(zip(values, reads or [], strict=False)):
            if isinstance(one, dict) and hasattr(its, "attribute_map"):
                found += unknown_keys(one, its, f"{where}.{key}[{place}]")
    return found


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("ended", [False, True])
async def test_the_sdk_finds_every_document_well_formed(genesys, signed_in, clock: JumpingClock, medium, ended):
    genesys.holds(typical(medium, LIVE, clock.now()))

    def read() -> Any:
        api = sdk.ConversationsApi(signed_in())
        if ended:
            api.post_conversation_disconnect(LIVE)
            clock.advance(5)
        return api.get_conversation(LIVE), api.get_analytics_conversation_details(LIVE)

    live, details = await in_thread(read)

    assert oddities(live) == []
    assert unknown_keys(genesys.conversation(LIVE), live) == []
    assert oddities(details) == []
    assert isinstance(live.start_time, datetime)
    assert (live.end_time is not None) is ended
    assert (details.conversation_end is not None) is ended


async def test_the_sdk_finds_every_story_well_formed(genesys, signed_in, clock: JumpingClock):
    # One story is about words that nobody knows.
    sound = [story for story in ALL if story.slug != "something-new"]
    for story in sound:
        genesys.holds(story.scene(story.conversation, clock.now()))

    def read() -> Any:
        api = sdk.ConversationsApi(signed_in())
        return {
            story.slug: (
                api.get_conversation(story.conversation),
                api.get_analytics_conversation_details(story.conversation),
            )
            for story in sound
        }

    for slug, (live, details) in (await in_thread(read)).items():
        assert oddities(live, slug) == []
        assert oddities(details, slug) == []
        assert live.participants


async def test_the_sdk_disconnects_a_participant(genesys, signed_in, call, clock: JumpingClock):
    def act() -> Any:
        api = sdk.ConversationsApi(signed_in())
        request = sdk.MediaParticipantRequest()
        request.state = "disconnected"
        api.patch_conversation_participant(CALL, AGENT, request)
        at_once = api.get_conversation(CALL)
        clock.advance(2)
        return at_once, api.get_conversation(CALL)

    at_once, later = await in_thread(act)

    assert [one.calls[0].state for one in at_once.participants] == ["connected", "disconnected", "connected"]
    assert [one.calls[0].disconnect_type for one in later.participants] == ["peer", "transfer", "client"]
    assert later.end_time is not None
    assert oddities(later) == []


async def test_the_sdk_tears_a_conversation_down(genesys, signed_in, call, clock: JumpingClock):
    def act() -> Any:
        return sdk.ConversationsApi(signed_in()).post_conversation_disconnect(CALL)

    assert await in_thread(act) == "Accepted"
    clock.advance(2)
    assert genesys.conversation(CALL)["endTime"]


async def test_the_sdk_reads_a_refusal(genesys, signed_in, call):
    def act() -> Any:
        request = sdk.MediaParticipantRequest()
        request.state = "disconnected"
        with pytest.raises(sdk.rest.ApiException) as caught:
            sdk.ConversationsApi(signed_in()).patch_conversations_call_participant(CALL, AGENT, request)
        return caught.value

    refused = await in_thread(act)
    assert refused.status == 400
    assert '"code": "not.a.user"' in refused.body
    assert refused.headers["ININ-Correlation-Id"]


async def test_the_sdk_asks_who_it_is(genesys, signed_in, call):
    def read() -> Any:
        client = signed_in()
        return sdk.TokensApi(client).get_tokens_me(), sdk.OrganizationApi(client).get_organizations_me()

    token, organization = await in_thread(read)

    assert token.o_auth_client.id == "pretend-client"
    assert organization.id == token.organization.id == genesys.org_id
    assert oddities(token) == oddities(organization) == []


async def test_the_sdk_looks_up_users_and_queues(genesys, signed_in, call):
    def read() -> Any:
        client = signed_in()
        agent = sdk.ConversationsApi(client).get_conversation(CALL).participants[2]
        return (
            sdk.UsersApi(client).get_user(agent.user_id),
            sdk.RoutingApi(client).get_routing_queue(agent.queue_id),
        )

    user, queue = await in_thread(read)
    assert (user.name, queue.name) == ("Tan Wei Ling", "Cards – Lost and Stolen")
    assert oddities(user) == oddities(queue) == []


def test_derived_ids_are_unlike_each_other():
    ids = [derived(CALL, place, leg) for place in range(200) for leg in range(3)]
    assert len(set(ids)) == len(ids)


async def test_the_sdk_searches_the_directory_and_the_queues(genesys, signed_in, call):
    def read() -> Any:
        client = signed_in()
        request = sdk.UserSearchRequest()
        criterion = sdk.UserSearchCriteria()
        criterion.fields, criterion.value, criterion.type = ["name"], "wei ling", "CONTAINS"
        request.query = [criterion]
        return (
            sdk.UsersApi(client).post_users_search(request),
            sdk.UsersApi(client).get_users(id=[WEI_LING.id]),
            sdk.RoutingApi(client).get_routing_queues(name="*lost*"),
            sdk.RoutingApi(client).get_routing_queues(id=["nobody's"]),
        )

    searched, listed, queues, none = await in_thread(read)
    assert [one.name for one in searched.results] == [one.name for one in listed.entities] == [WEI_LING.name]
    assert [one.name for one in queues.entities] == [CARDS.name]
    assert none.total == 0
    assert oddities(searched) == oddities(listed) == oddities(queues) == []


async def test_the_sdk_asks_what_is_live(genesys, signed_in, call, clock: JumpingClock):
    def read() -> Any:
        analytics = sdk.AnalyticsApi(signed_in())
        query = sdk.ConversationActivityQuery()
        metric, predicate, narrowed = (
            sdk.ConversationActivityQueryMetric(),
            sdk.ConversationActivityQueryPredicate(),
            sdk.ConversationActivityQueryFilter(),
        )
        metric.metric, metric.details = "oInteracting", True
        predicate.type, predicate.dimension, predicate.operator, predicate.value = (
            "dimension",
            "queueId",
            "matches",
            CARDS.id,
        )
        narrowed.type, narrowed.predicates = "and", [predicate]
        query.metrics, query.filter = [metric], narrowed
        details = sdk.ConversationQuery()
        details.interval = f"{clock.now() - timedelta(days=30):%Y-%m-%dT%H:%M:%S}Z/{clock.now():%Y-%m-%dT%H:%M:%S}Z"
        return (
            analytics.get_analytics_agent_status(WEI_LING.id),
            analytics.post_analytics_conversations_activity_query(query),
            analytics.post_analytics_conversations_details_query(details),
        )

    status, activity, details = await in_thread(read)
    assert [one.conversation_id for one in status.sessions] == [CALL]
    assert [one.conversation_id for one in activity.results[0].entities] == [CALL]
    assert (details.total_hits, details.conversations[0].conversation_id) == (1, CALL)
    assert oddities(status) == oddities(activity) == oddities(details) == []
