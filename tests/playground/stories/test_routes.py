"""The path …/participants/{participantId}/disconnect, in the modes that tenants have it in."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
AGENT = "Tan Wei Ling"


@pytest.mark.parametrize("slug", ["route-published", "route-gateway"])
async def test_where_the_route_takes_what_it_is_sent_the_agent_leaves(maya, slug):
    await maya.starts(slug)
    await maya.disconnects(AGENT)
    await maya.reads("Tan Wei Ling has left", "Confirmed by read-back")
    await maya.pictures()
    assert maya.writes == 1


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("route-absent", ("The platform refused",)),
        ("route-without-reason", ("The platform refused", "reason")),
        ("route-without-cause", ("The platform refused", "cause")),
    ],
)
async def test_where_the_route_refuses_the_lead_reads_why(maya, slug, words):
    await maya.starts(slug)
    await maya.disconnects(AGENT)
    await maya.reads(*words)
    await maya.pictures()
    await maya.closes()
    await maya.opens_thread()
    await maya.pictures("thread")
    assert maya.writes == 1
