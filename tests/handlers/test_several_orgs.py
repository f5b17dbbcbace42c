"""Several orgs side by side: what one of them suffers, no other one does."""

import asyncio

import pytest

from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
ZURICH = "ca110059-0000-4000-8000-000000000000"
HANGING = 200


async def until(holds):
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what is waited for is in the pretend platform
            await asyncio.sleep(0.01)


@pytest.fixture
def lead(town):
    return LeadAtSlack(town)


async def test_an_org_that_hangs_delays_no_other(town, lead, clock):
    genesys = town.orgs["genesys"]
    # The token is there, so that what hangs is the two hundred reads themselves.
    await lead.looks_up(CALL)
    genesys.fault(path="*/conversations/*", hang=True, times=HANGING)
    holding = True
    clock.hold_while(lambda: holding)
    reads = [asyncio.create_task(town.bot.orgs["genesys"].read(CALL)) for _ in range(HANGING)]
    try:
        await until(lambda: sum(CALL in one["path"] for one in genesys.requests) > HANGING)
        card = await lead.looks_up(f"{ZURICH} in zurich")
        assert "Org zurich" in Shown(card).words
        assert not any(one.done() for one in reads)
    finally:
        holding = False
        for one in reads:
            one.cancel()
        await asyncio.gather(*reads, return_exceptions=True)


async def test_an_org_that_is_used_up_leaves_the_others_their_own_pace(town, lead):
    await asyncio.gather(*(town.bot.orgs["genesys"].read(CALL) for _ in range(235)))
    before = town.bot.clock.now()
    await lead.looks_up(f"{ZURICH} in zurich")
    assert (town.bot.clock.now() - before).total_seconds() < 3
