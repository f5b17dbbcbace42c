"""The pretend queries keep the platform's limits and refusals."""

import pytest

from playground.documents import agent, call_with, customer
from tests.playground.genesys.cast import CALL, CARDS, WEI_LING

DETAILS = "/api/v2/analytics/conversations/details/query"
ACTIVITY = "/api/v2/analytics/conversations/activity/query"
MONTH = "2026-11-01T00:00:00Z/2026-12-01T00:00:00Z"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (DETAILS, {}, "interval"),
        (DETAILS, {"interval": "2026-09-01T00:00:00Z/2026-11-30T00:00:00Z"}, "interval"),
        (DETAILS, {"interval": MONTH, "paging": {"pageSize": 101}}, "paging.pageSize"),
        (DETAILS, {"interval": MONTH, "segmentFilters": [{"type": "maybe", "predicates": []}]}, "type"),
        (
            DETAILS,
            {"interval": MONTH, "segmentFilters": [{"type": "and", "predicates": [{"dimension": "shoeSize"}]}]},
            "dimension",
        ),
        (
            DETAILS,
            {
                "interval": MONTH,
                "segmentFilters": [{"type": "and", "predicates": [{"dimension": "purpose", "operator": "like"}]}],
            },
            "operator",
        ),
        (ACTIVITY, {"metrics": [{"metric": "oSleeping"}]}, "metric"),
        (ACTIVITY, {}, "metrics"),
        ("/api/v2/users/search", {}, "query"),
        ("/api/v2/users/search", {"query": [{"type": "EXACT"}], "pageSize": 500}, "pageSize"),
        ("/api/v2/users/search", {"query": [{"type": "LIKE", "fields": ["name"]}]}, "type"),
    ],
)
async def test_a_query_that_is_wrong_is_refused_with_the_field(client, call, path, body, field):
    refused = await client.post(path, json=body)
    assert refused.status_code == 400
    assert refused.json()["details"][0]["fieldName"] == field


async def test_a_page_of_no_size_is_refused(client, call):
    assert (await client.get("/api/v2/routing/queues?pageSize=many")).status_code == 400
    assert (await client.get("/api/v2/users?pageSize=501")).status_code == 400


async def test_an_unknown_agent_has_no_status(client, call):
    assert (await client.get("/api/v2/analytics/agents/nobody/status")).status_code == 404


async def test_the_agents_name_is_told_with_a_permission_of_its_own(genesys, client, call):
    path = f"/api/v2/analytics/agents/{WEI_LING.id}/status"
    assert "userName" not in (await client.get(path)).json()
    genesys.permissions.add("analytics:agentStateNames:view")
    assert (await client.get(path)).json()["userName"] == WEI_LING.name


async def test_a_long_list_of_entities_is_cut_in_the_middle(genesys, client, clock):
    for number in range(130):
        party = agent(WEI_LING, CARDS, since=1000 - number)
        genesys.holds(call_with(f"ca33{number:04d}", clock.now(), customer("Mei", "+6500000456"), party))
    metrics = [{"metric": "oInteracting", "details": True}, {"metric": "oLongestInteracting"}]
    [result] = (await client.post(ACTIVITY, json={"metrics": metrics})).json()["results"]
    ids = [one["conversationId"] for one in result["entities"]]
    assert (result["truncated"], result["data"][0]["count"], len(ids)) == (True, 130, 100)
    assert (ids[0], ids[49], ids[50], ids[-1]) == ("ca330000", "ca330049", "ca330080", "ca330129")


async def test_details_can_be_asked_newest_first(genesys, client, call, clock):
    later = call_with("ca330001", clock.now(), customer("Mei", "+6500000456"), started=5)
    genesys.holds(later)
    day = f"{clock.now():%Y-%m-%d}T00:00:00Z/{clock.now():%Y-%m-%d}T23:59:59Z"
    found = (await client.post(DETAILS, json={"interval": day, "order": "desc"})).json()["conversations"]
    assert [one["conversationId"] for one in found] == ["ca330001", CALL]
    starting = {"fields": ["name"], "type": "STARTS_WITH", "value": "tan"}
    people = (await client.post("/api/v2/users/search", json={"query": [starting]})).json()
    assert people["total"] == 1
