"""How long the bot waits where Slack says that it asked too often."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.client import SharedClient, shared_client
from playground.slack.people import BOT_TOKEN
from playground.slack.server import PretendSlack
from tests.support.clock import JumpingClock


@pytest_asyncio.fixture
async def slack(clock: JumpingClock) -> AsyncIterator[PretendSlack]:
    pretend = PretendSlack(clock)
    await pretend.start()
    yield pretend
    await pretend.close()


@pytest_asyncio.fixture
async def client(slack: PretendSlack, clock: JumpingClock) -> AsyncIterator[SharedClient]:
    async with aiohttp.ClientSession() as session:
        yield shared_client(BOT_TOKEN, slack.url + "/api/", session, clock)


@pytest.mark.parametrize("seconds", [0, 1, 5])
async def test_a_short_limit_is_waited_for_by_the_clock(client, slack, clock, seconds: int):
    slack.faults.add("auth.test", status=429, headers={"Retry-After": seconds})
    before = clock.now()
    assert (await client.auth_test())["ok"]
    assert (clock.now() - before).total_seconds() == seconds


@pytest.mark.parametrize("given", [6, 3600, "9" * 5000, "soon", "-1", "1.5", "", "Sun, 22 Nov 2026 06:00:05 GMT", "²"])
async def test_a_long_or_odd_limit_is_not_waited_for(client, slack, clock, given: int | str):
    slack.faults.add("auth.test", status=429, headers={"Retry-After": given})
    before = clock.now()
    with pytest.raises(SlackApiError) as refused:
        await client.auth_test()
    assert refused.value.response["error"] == "ratelimited"
    assert clock.now() == before


async def test_a_limit_is_waited_for_once(client, slack, clock):
    slack.faults.add("auth.test", status=429, headers={"Retry-After": 2}, times=None)
    before = clock.now()
    with pytest.raises(SlackApiError):
        await client.auth_test()
    assert (clock.now() - before).total_seconds() == 2
