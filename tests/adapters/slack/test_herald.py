"""The head of the ledger's chain goes out once: only what certainly was not posted may be posted again."""

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.adapters.slack.client import shared_client
from bot.adapters.slack.herald import SlackHerald
from bot.ports import Head
from handlers.blocks.audit import head_message
from playground.slack.people import BOT_TOKEN
from playground.slack.server import PretendSlack
from tests.support.clock import START, JumpingClock

HEAD = Head(7, "ab" * 32)


@pytest_asyncio.fixture
async def slack(clock: JumpingClock) -> AsyncIterator[PretendSlack]:
    pretend = PretendSlack(clock)
    await pretend.start()
    yield pretend
    await pretend.close()


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_the_head_is_posted_as_it_is_verified(slack, session):
    herald = SlackHerald(shared_client(BOT_TOKEN, slack.url + "/api/", session), "C0LEADS", head_message)
    assert await herald.announce(HEAD, START)
    assert f"hangup audit verify --head 7:{HEAD.hash}" in str(slack.messages("C0LEADS")[-1])


async def test_a_refusal_is_no_announcement(slack, session):
    herald = SlackHerald(shared_client(BOT_TOKEN, slack.url + "/api/", session), "C0NOWHERE", head_message)
    assert not await herald.announce(HEAD, START)


async def test_a_slack_that_was_not_reached_was_told_nothing(session):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"
    herald = SlackHerald(shared_client(BOT_TOKEN, address, session), "C0LEADS", head_message)
    assert not await herald.announce(HEAD, START)


@pytest.mark.parametrize("after", [False, True])
async def test_a_silence_may_have_been_an_announcement(slack, session, after):
    slack.faults.add("chat.postMessage", drop=True, after=after, times=9)
    herald = SlackHerald(shared_client(BOT_TOKEN, slack.url + "/api/", session), "C0LEADS", head_message)
    assert await herald.announce(HEAD, START)
