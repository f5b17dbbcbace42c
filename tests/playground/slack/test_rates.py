"""Rate tiers: so many calls a minute per method, then 429 with Retry-After."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from playground.slack import PretendSlack
from playground.slack.rates import TIERS, Rates
from tests.support.clock import JumpingClock

TIER_OF_METHOD = {
    "usergroups.list": 20,
    "usergroups.users.list": 20,
    "users.list": 20,
    "conversations.list": 20,
    "chat.update": 50,
    "chat.delete": 50,
    "users.lookupByEmail": 50,
    "conversations.info": 50,
    "conversations.open": 50,
    "conversations.join": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "chat.postEphemeral": 100,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
    "users.info": 100,
    "conversations.members": 100,
}


@pytest.mark.parametrize(("method", "a_minute"), TIER_OF_METHOD.items(), ids=list(TIER_OF_METHOD))
def test_a_method_takes_its_tiers_calls_and_then_says_how_long_to_wait(method: str, a_minute: int) -> None:
    clock = JumpingClock()
    rates = Rates(clock)
    assert [rates.wait(method) for _ in range(a_minute)] == [0] * a_minute
    seconds = rates.wait(method)
    assert seconds == -(-60 // a_minute)
    clock.advance(seconds)
    assert rates.wait(method) == 0


def test_a_minute_later_all_of_a_tier_is_there_again() -> None:
    clock = JumpingClock()
    rates = Rates(clock)
    for _ in range(3):
        assert [rates.wait("users.list") for _ in range(20)] == [0] * 20
        assert rates.wait("users.list") == 3
        clock.advance(60)


def test_messages_go_at_one_a_second_and_channel_after_a_burst() -> None:
    clock = JumpingClock()
    rates = Rates(clock)
    assert [rates.wait("chat.postMessage", "C1") for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert rates.wait("chat.postMessage", "C2") == 0
    clock.advance(1)
    assert [rates.wait("chat.postMessage", "C1") for _ in range(2)] == [0, 1]


async def test_the_refusal_is_a_429_with_retry_after_and_leaves_other_methods_alone(slack, client):
    for _ in range(TIERS["usergroups.list"]):
        await client.usergroups_list()
    with pytest.raises(SlackApiError) as caught:
        await client.usergroups_list()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "3"
    assert caught.value.response["error"] == "ratelimited"
    await client.usergroups_users_list(usergroup="S0LEADS")


async def test_posting_by_name_or_to_a_user_counts_for_the_channel_itself(client, refused):
    for reference in ("C0LEADS", "#team-leads", "team-leads", "C0LEADS", "C0LEADS"):
        await client.chat_postMessage(channel=reference, text="x")
    assert await refused(client.chat_postMessage(channel="team-leads", text="x")) == "ratelimited"


async def test_rates_can_be_switched_off(clock: JumpingClock, client, slack: PretendSlack):
    slack.rates.enforced = False
    for _ in range(25):
        await client.usergroups_list()


async def test_the_sdks_own_retry_understands_the_answer(slack, client):
    slack.faults.add("users.info", status=429, headers={"Retry-After": 0})
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    assert (await client.users_info(user="U0LEADA"))["user"]["real_name"] == "Maya Tan"
    assert [call.status for call in slack.calls] == [429, 200]
