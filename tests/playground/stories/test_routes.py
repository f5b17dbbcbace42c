"""The path …/participants/{participantId}/disconnect, in the modes that tenants have it in."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
AGENT = "Tan Wei Ling"


@pytest.mark.parametrize(
    ("slug", "agent"),
    [("route-published", AGENT), ("route-gateway", AGENT), ("route-email-without-cause", "Chua Kok Wei")],
)
async def test_where_the_route_takes_what_it_is_sent_the_agent_leaves(maya, slug, agent):
    await maya.starts(slug)
    await maya.disconnects(agent)
    await maya.reads(f"{agent} has left", "Confirmed by read-back")
    await maya.pictures()
    assert maya.writes == 1


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("route-absent", ("Proven", "does not offer", "could be read without trouble")),
        ("route-without-reason", ("The platform refused", "sent as “reason”", "to set disconnect")),
        ("route-without-cause", ("The platform refused", "sent as “cause”", "to set disconnect")),
        ("route-malformed-reason", ("The platform refused", "“reason”", "Proven")),
    ],
)
async def test_where_the_route_refuses_the_lead_reads_why(maya, slug, words):
    await maya.starts(slug)
    await maya.disconnects(AGENT)
    await maya.reads(*words)
    await maya.pictures()
    if slug == "route-without-reason":
        await maya.keeps_for_readme(maya.dialog, "conflict")
    await maya.closes()
    await maya.opens_thread()
    await maya.pictures("thread")
    assert maya.writes == 1
