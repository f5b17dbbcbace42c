"""The demo's own orgs in one workspace: the full act at each, one after the other, and one audit over all of them."""

import pytest
import pytest_asyncio

from playground.stories import ALL_ORGS
from playground.town import build
from tests.playground.stories.conftest import hurried

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
ACTS = (
    ("plain-call", "Tan Wei Ling", "Org genesys (Genesys Cloud, ap-southeast-1)"),
    ("org-named", "Tan Wei Ling", "Org zurich (Genesys Cloud, eu-central-2)"),
    ("cxone-plain-call", "Priya Nair", "Org sydney (NICE CXone, area au1)"),
)


@pytest_asyncio.fixture(loop_scope="module")
async def town(browser, clock, database_url):
    """All that the demo starts with."""
    async with hurried(await build(clock, database_url=database_url, orgs=ALL_ORGS), clock) as built:
        yield built


async def test_three_orgs_of_both_platforms_are_acted_on_side_by_side(maya):
    for slug, agent, org in ACTS:
        await maya.starts(slug)
        await maya.sees(org, agent)
        await maya.disconnects(agent)
        await maya.reads(f"{agent} has left", "Confirmed by read-back", org)
        await maya.closes()
    await maya.sends("/conversation audit")
    await maya.hears(*(place.removeprefix("Org ") for _, _, place in ACTS))
    await maya.pictures("three-orgs")
