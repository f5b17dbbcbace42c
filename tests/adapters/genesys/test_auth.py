"""A login host in trouble: who waits for it, how long, and who asks it again."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.genesys.auth import REMEMBERED_SECONDS, TOKEN_SECONDS, Credentials, Token, TokenRefusedError
from bot.adapters.genesys.client import GenesysConversations
from bot.domain.exchange import Silence
from playground.genesys import PretendGenesys
from tests.adapters.genesys.conftest import CALL
from tests.support.clock import START, JumpingClock

LOGIN = "POST /oauth/token"
Asked = Callable[[], list[str]]


@pytest.fixture
def token(conversations: GenesysConversations) -> Token:
    return conversations._token


async def outcomes(token: Token, callers: int) -> list[str | BaseException]:
    return await asyncio.gather(*(token.get() for _ in range(callers)), return_exceptions=True)


async def test_everybody_waits_for_a_hanging_login_host_once(
    token: Token, platform: PretendGenesys, clock: JumpingClock, asked: Asked
):
    platform.fault(path="/oauth/token", hang=True, times=99)
    found = await outcomes(token, 10)
    assert [isinstance(one, TokenRefusedError) and one.silence for one in found] == [Silence.TIMEOUT] * 10
    assert clock.now() - START == timedelta(seconds=TOKEN_SECONDS)
    assert asked() == [LOGIN]


@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": True}, {"hang": True}])
async def test_trouble_of_the_login_host_is_remembered_for_five_seconds(
    token: Token, platform: PretendGenesys, clock: JumpingClock, asked: Asked, fault: dict[str, Any]
):
    platform.fault(path="/oauth/token", times=1, **fault)
    with pytest.raises(TokenRefusedError) as first:
        await token.get()
    clock.advance(REMEMBERED_SECONDS - 1)
    with pytest.raises(TokenRefusedError) as again:
        await token.get()
    assert (again.value.reply, again.value.silence) == (first.value.reply, first.value.silence)
    assert asked() == [LOGIN]
    clock.advance(1)
    assert await token.get()
    assert asked() == [LOGIN] * 2


async def test_a_refused_client_is_refused_once_for_all_who_wait_and_not_remembered(
    token: Token, credentials: list[Credentials], wrong: Credentials, asked: Asked
):
    credentials.append(wrong)
    assert all(isinstance(one, TokenRefusedError) for one in await outcomes(token, 5))
    assert asked() == [LOGIN]
    credentials.append(credentials[0])
    assert await token.get()
    assert asked() == [LOGIN] * 2


async def test_who_stops_waiting_takes_the_token_from_nobody(token: Token, asked: Asked):
    first = asyncio.create_task(token.get())
    others = [asyncio.create_task(token.get()) for _ in range(3)]
    await asyncio.sleep(0)
    first.cancel()
    assert len(set(await asyncio.gather(*others))) == 1
    assert len(asked()) <= 2


async def test_a_token_lost_after_trouble_is_fetched_again(
    token: Token, platform: PretendGenesys, clock: JumpingClock, asked: Asked
):
    platform.fault(path="/oauth/token", status=503, times=1)
    await outcomes(token, 3)
    clock.advance(REMEMBERED_SECONDS)
    token.forget(await token.get())
    assert await token.get()
    assert asked() == [LOGIN] * 3


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"a":' * 100_000, {"access_token": "a\nb"}, {"access_token": "a\x00"}]
)
async def test_an_odd_answer_of_the_login_host_is_no_token(
    conversations: GenesysConversations, platform: PretendGenesys, body: dict[str, Any] | str
):
    platform.fault(path="/oauth/token", status=200, body=body, times=9)
    assert (await conversations.read(CALL)).status == 401
