# ruff: noqa: PLR0917 - a test asks for as many fixtures as its story has parts
"""The sender against the pretend Slack, whose rates are enforced, over a real database, in virtual time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio

from bot.adapters.ledger import DatabaseLedger
from bot.adapters.metrics import DROPPED, OLDEST, REPEATED, WAITING, PrometheusMetrics
from bot.adapters.slack.client import patient_client
from bot.adapters.slack.outbound import Outbound
from bot.domain.errors import LedgerUnavailableError
from bot.domain.letter import Letter, Urgency
from bot.ports import Card
from handlers.blocks.elsewhere import elsewhere_message
from playground.slack.people import BOT_TOKEN
from playground.slack.server import PretendSlack
from tests.support.clock import JumpingClock
from tests.support.reading import Shown

MAYA = "U0LEADA"
LEADS = "C0LEADS"
HOUR = 3600


@pytest_asyncio.fixture
async def slack(clock: JumpingClock) -> AsyncIterator[PretendSlack]:
    pretend = PretendSlack(clock, enforce_rates=True)
    await pretend.start()
    yield pretend
    await pretend.close()


@pytest_asyncio.fixture
async def ledger(clock, database_url):
    opened = await DatabaseLedger.open(database_url, clock)
    clock.hold_while(lambda: opened.busy)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def sender_of(slack, clock, ledger):
    """Make senders, each as a process of its own; all stop at the end."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        made = []

        def make(owner="one", *, over=None, started=True):
            memory = over or ledger
            client = patient_client(BOT_TOKEN, slack.url + "/api/", session)
            metrics = PrometheusMetrics()
            made.append(
                Outbound(
                    client,
                    memory.outbox,
                    memory,
                    clock=clock,
                    metrics=metrics,
                    elsewhere=elsewhere_message,
                    owner=owner,
                )
            )
            if started:
                made[-1].start()
            return made[-1]

        yield make
        slack.faults.clear()
        for sender in made:
            await sender.close(0)


@pytest_asyncio.fixture
async def sender(sender_of):
    return sender_of()


@pytest.fixture
def a_post(clock):
    def make(words="words", channel=LEADS, **facts):
        block: dict[str, object] = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
        return Letter(channel, words, [block], clock.now(), **{"reference": "H-1", "lead": MAYA, **facts})

    return make


@pytest.fixture
def a_card(a_post):
    def make(ts, words="words", channel=LEADS, **facts):
        facts = {"org": "genesys", "conversation_id": "c", **facts}
        return a_post(words, channel, message_ts=ts, subject=f"card:{channel}:{ts}", **facts)

    return make


def posted(slack, words="a card", channel=LEADS):
    """Put a message of the bot's into a channel, without counting it against a rate."""
    return slack.workspace.post(channel, "U0HANGUP", words).ts


def texts(slack, channel=LEADS):
    return [message["text"] for message in slack.messages(channel, MAYA)]


def direct(slack):
    return [Shown(message).words for message in slack.messages(slack.direct_channel(MAYA), MAYA)]


def calls(slack, method, *, status=200):
    return [call for call in slack.calls if call.method == method and call.status == status]


async def emptied(ledger, clock):
    while (await ledger.outbox.backlog()).letters:
        await clock.sleep(1)


def count(metric, **labels):
    return (metric.labels(**labels) if labels else metric)._value.get()


async def test_what_is_said_is_in_slack_at_once(slack, sender, clock, a_post):
    at = clock.now()
    await sender.say([a_post("hello")])
    assert texts(slack) == ["hello"]
    assert clock.now() == at


async def test_an_hour_of_slack_being_down_loses_nothing_and_old_refreshes_are_left_out(
    slack, sender, clock, ledger, a_post, a_card
):
    first, second = posted(slack), posted(slack)
    slack.faults.add("*", status=500, times=None)
    await sender.say([a_post("alert", "C0INCID", urgency=Urgency.ALERT), a_post("answer 1"), a_post("answer 2")])
    await sender.say([a_card(first, "old state"), a_card(second, "stale refresh", urgency=Urgency.REFRESH)])
    await clock.sleep(HOUR)
    await sender.say([a_card(first, "new state")])
    assert "H-1" not in str(texts(slack))
    slack.faults.clear()
    await emptied(ledger, clock)
    assert texts(slack)[-2:] == ["answer 1", "answer 2"]
    assert texts(slack, "C0INCID")[-1] == "alert"
    assert slack.message(LEADS, first)["text"] == "new state"
    assert slack.message(LEADS, second)["text"] == "a card"


async def test_while_slack_is_down_it_is_asked_rarely(slack, sender, clock, a_post):
    slack.faults.add("*", status=503, times=None)
    await sender.say([a_post(str(number), f"C{number}") for number in range(50)])
    before = len(slack.calls)
    await clock.sleep(600)
    assert len(slack.calls) - before <= 600 / 60 * 5


async def test_a_hundred_cards_refreshed_at_once_keep_to_fifty_a_minute_and_show_the_newest_state(
    slack, sender, clock, ledger, a_card
):
    cards = [posted(slack) for _ in range(100)]
    for state in ("first", "second", "third"):
        await sender.say([a_card(ts, state, urgency=Urgency.REFRESH, conversation_id=ts) for ts in cards])
    await emptied(ledger, clock)
    assert {slack.message(LEADS, ts)["text"] for ts in cards} == {"third"}
    assert not calls(slack, "chat.update", status=429)
    at = sorted(call.at for call in calls(slack, "chat.update"))
    assert all(sum(t <= moment < t + 60 for moment in at) <= 50 for t in at)


async def test_an_answer_does_not_wait_behind_a_hundred_refreshes(slack, sender, clock, a_card):
    cards = [posted(slack) for _ in range(100)]
    await sender.say([a_card(ts, "refreshed", urgency=Urgency.REFRESH) for ts in cards])
    await clock.sleep(2)
    at = clock.now()
    await sender.say([a_card(cards[-1], "answered")])
    assert slack.message(LEADS, cards[-1])["text"] == "answered"
    assert clock.now() - at <= timedelta(seconds=3)


async def test_a_backlog_is_sent_in_the_order_of_urgency(slack, sender_of, clock, ledger, a_post):
    sender = sender_of(started=False)
    await ledger.outbox.put([a_post("refresh", urgency=Urgency.REFRESH), a_post("alert", urgency=Urgency.ALERT)])
    await ledger.outbox.put([a_post("answer")])
    sender.start()
    await emptied(ledger, clock)
    assert texts(slack) == ["answer", "alert", "refresh"]


async def test_a_refusal_for_haste_stops_only_its_method_and_for_as_long_as_slack_says(
    slack, sender, clock, ledger, a_post, a_card
):
    card, at = posted(slack), clock.now()
    slack.faults.add("chat.postMessage", status=429, headers={"Retry-After": "20"}, times=1)
    await sender.say([a_post("post"), a_card(card, "updated", "C0LEADS")])
    await clock.sleep(1)
    await sender.say([a_post("another", "C0INCID")])
    assert slack.message(LEADS, card)["text"] == "updated"
    await emptied(ledger, clock)
    posts = [call.at - at.timestamp() for call in calls(slack, "chat.postMessage")]
    assert len(calls(slack, "chat.postMessage", status=429)) == 1
    assert min(posts) >= 20


async def test_a_channel_is_written_to_once_a_second(slack, sender, clock, ledger, a_post):
    await sender.say([a_post(str(number)) for number in range(8)])
    await emptied(ledger, clock)
    assert texts(slack) == [str(number) for number in range(8)]
    assert not calls(slack, "chat.postMessage", status=429)


async def test_two_processes_send_each_letter_once(slack, sender_of, clock, ledger, database_url, a_post):
    other = await DatabaseLedger.open(database_url, clock)
    clock.hold_while(lambda: other.busy)
    one, two = sender_of("one"), sender_of("two", over=other)
    letters = [a_post(f"{channel} {number}", channel) for number in range(5) for channel in (LEADS, "C0INCID", MAYA)]
    await asyncio.gather(one.say(letters[:8]), two.say(letters[8:]))
    one.wake()
    two.wake()
    await emptied(ledger, clock)
    said = texts(slack) + texts(slack, "C0INCID") + texts(slack, slack.direct_channel(MAYA))
    assert sorted(said) == sorted(letter.text for letter in letters)
    await two.close(0)
    await other.close()


async def test_who_dies_between_sending_and_writing_is_repeated_with_the_same_reference_and_counted(
    slack, sender_of, clock, ledger, a_post, monkeypatch
):
    async def gone(*_):
        raise LedgerUnavailableError("the process is gone by now")

    before = count(REPEATED, way="post")
    first = sender_of("first")
    with monkeypatch.context() as patched:
        patched.setattr(type(ledger.outbox), "sent", gone)
        await first.say([a_post("told, reference H-1")])
        await first.close(0)
    assert texts(slack) == ["told, reference H-1"]
    sender_of("second")
    await emptied(ledger, clock)
    assert texts(slack) == ["told, reference H-1", "told, reference H-1"]
    assert count(REPEATED, way="post") == before + 1


async def test_a_post_whose_answer_was_lost_is_counted_as_a_repeat(slack, sender, clock, ledger, a_post):
    before = count(REPEATED, way="post")
    slack.faults.add("chat.postMessage", drop=True, after=True)
    await sender.say([a_post("told")])
    await emptied(ledger, clock)
    assert texts(slack) == ["told", "told"]
    assert count(REPEATED, way="post") == before + 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("channel_not_found", "can't see <#C0LEADS> any more"),
        ("not_in_channel", "not a member of <#C0LEADS>"),
        ("is_archived", "<#C0LEADS> is archived"),
        ("restricted_action", "Only some people may post"),
        ("made_up_by_slack_tomorrow", "made_up_by_slack_tomorrow"),
    ],
)
async def test_what_a_channel_does_not_take_goes_to_the_lead_with_the_reason(
    slack, sender, clock, ledger, a_post, code, words
):
    slack.faults.add("chat.postMessage", status=200, body={"ok": False, "error": code}, times=1)
    await sender.say([a_post("the result", thread_ts=posted(slack))])
    await emptied(ledger, clock)
    assert [words in said and "the result" in said for said in direct(slack)] == [True]


async def test_a_card_and_its_thread_that_a_channel_does_not_take_are_one_direct_message(
    slack, sender, clock, ledger, a_post, a_card
):
    card = posted(slack)
    slack.faults.add("chat.*", status=200, body={"ok": False, "error": "is_archived"}, times=2)
    await sender.say([a_card(card, "the card"), a_post("the explanation", thread_ts=card)])
    await emptied(ledger, clock)
    assert ["the explanation" in said for said in direct(slack)] == [True]


async def test_only_the_reason_is_said_to_who_is_told_the_rest_anyway(slack, sender, clock, ledger, a_post):
    slack.faults.add("chat.postMessage", status=200, body={"ok": False, "error": "is_archived"}, times=1)
    await sender.say([a_post("the result", echoed=True)])
    await emptied(ledger, clock)
    assert ["is archived" in said and "the result" not in said for said in direct(slack)] == [True]


async def test_a_refresh_that_a_channel_does_not_take_bothers_nobody(slack, sender, clock, ledger, a_card):
    before = count(DROPPED, urgency="refresh", why="is_archived")
    slack.faults.add("chat.update", status=200, body={"ok": False, "error": "is_archived"}, times=1)
    await sender.say([a_card(posted(slack), urgency=Urgency.REFRESH)])
    await emptied(ledger, clock)
    assert direct(slack) == []
    assert count(DROPPED, urgency="refresh", why="is_archived") == before + 1


async def test_who_can_be_reached_nowhere_is_written_down(slack, sender, clock, ledger, a_post):
    slack.faults.add("chat.postMessage", status=200, body={"ok": False, "error": "user_not_found"}, times=1)
    await sender.say([a_post("directly", MAYA)])
    await emptied(ledger, clock)
    assert [(entry.step, entry.detail) for entry in await ledger.entries()] == [("not_said", "user_not_found")]


async def test_an_app_that_is_shut_out_keeps_everything_until_it_is_let_in(slack, sender, clock, ledger, a_post):
    slack.faults.add("*", status=200, body={"ok": False, "error": "account_inactive"}, times=None)
    await sender.say([a_post("the result")])
    await clock.sleep(600)
    assert "account_inactive" in await sender.stuck()
    slack.faults.clear()
    await emptied(ledger, clock)
    assert texts(slack) == ["the result"]
    assert await sender.stuck() == ""


async def test_a_card_that_was_deleted_is_posted_again_once_and_found_there(slack, sender, clock, ledger, a_card):
    deleted = "1700000000.000100"
    await sender.say([a_card(deleted, "first state")])
    await emptied(ledger, clock)
    await sender.say([a_card(deleted, "second state")])
    await emptied(ledger, clock)
    assert texts(slack) == ["second state"]
    assert (await ledger.card("genesys", "c", LEADS)).message_ts == slack.messages(LEADS)[-1]["ts"]


async def test_a_card_that_was_deleted_is_changed_where_a_newer_one_stands(slack, sender, clock, ledger, a_card):
    newer = posted(slack)
    await ledger.keep_card(Card("genesys", "c", LEADS, newer, clock.now()))
    await sender.say([a_card("1700000000.000100", "the state")])
    await emptied(ledger, clock)
    assert texts(slack) == ["the state"]


async def test_a_thread_that_is_gone_does_not_take_the_words_with_it(slack, sender, clock, ledger, a_post):
    slack.faults.add("chat.postMessage", status=200, body={"ok": False, "error": "thread_not_found"}, times=1)
    await sender.say([a_post("the explanation", thread_ts=posted(slack))])
    await emptied(ledger, clock)
    assert texts(slack)[-1] == "the explanation"


async def test_blocks_that_slack_does_not_take_are_said_as_text(slack, sender, clock, ledger, a_post):
    slack.faults.add("chat.postMessage", status=200, body={"ok": False, "error": "invalid_blocks"}, times=1)
    await sender.say([a_post("the result")])
    await emptied(ledger, clock)
    assert texts(slack) == ["the result"]


async def test_what_can_be_sent_is_sent_before_the_end_and_the_rest_by_the_next_process(
    slack, sender_of, clock, ledger, a_post
):
    first = sender_of("first")
    await ledger.outbox.put([a_post(str(number)) for number in range(10)])
    first.wake()
    await first.close(5)
    said = texts(slack)
    assert 5 <= len(said) < 10
    sender_of("second")
    await emptied(ledger, clock)
    assert texts(slack) == [str(number) for number in range(10)]


async def test_an_end_does_not_wait_for_a_slack_that_is_down(slack, sender, clock, ledger, a_post):
    slack.faults.add("*", status=500, times=None)
    await sender.say([a_post()])
    at = clock.now()
    await sender.close(25)
    assert clock.now() - at < timedelta(seconds=1)
    assert (await ledger.outbox.backlog()).letters == 1


async def test_what_cant_be_kept_is_said_at_once(slack, sender, ledger, a_post, monkeypatch):
    async def full(*_):
        raise LedgerUnavailableError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(type(ledger.outbox), "put", full)
        await sender.say([a_post("the result")])
        assert texts(slack) == ["the result"]
        slack.faults.add("*", status=500, times=1)
        await sender.say([a_post("lost")])
    assert texts(slack) == ["the result"]


async def test_a_database_that_is_away_is_waited_for(slack, sender, clock, ledger, a_post, monkeypatch):
    async def away(*_):
        raise LedgerUnavailableError("The database is away.")

    with monkeypatch.context() as patched:
        patched.setattr(type(ledger.outbox), "take", away)
        await sender.say([a_post("the result")])
        await clock.sleep(30)
    await emptied(ledger, clock)
    assert texts(slack) == ["the result"]


async def test_a_queue_that_is_stuck_is_named_and_counted(slack, sender, clock, a_post):
    assert await sender.stuck() == ""
    slack.faults.add("*", status=503, times=None)
    await sender.say([a_post(), a_post("another", "C0INCID")])
    await clock.sleep(301)
    await sender.look()
    assert "2 messages wait for Slack, the oldest for 5 minutes; Slack's last refusal: 503" in await sender.stuck()
    assert count(WAITING) == 2
    assert count(OLDEST) >= 300


async def test_a_sender_that_stopped_is_started_again_by_the_job(slack, sender, ledger, clock, a_post, monkeypatch):
    def broken(*_):
        raise ValueError("nobody foresaw this")

    with monkeypatch.context() as patched:
        patched.setattr(type(ledger.outbox), "take", broken)
        await sender.say([a_post("the result")])
    await sender.look()
    await emptied(ledger, clock)
    assert texts(slack) == ["the result"]
