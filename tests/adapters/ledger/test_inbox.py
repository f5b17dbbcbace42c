"""The inbox: kept until dealt with, one thing after the other of each problem, by one process at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest_asyncio

from bot.adapters.ledger import Archive, DatabaseLedger
from bot.domain.alert import Severity
from bot.domain.notice import FailedCall, Notice, Tiding
from bot.ports import Entry
from tests.support.clock import START

LEASE = START + timedelta(seconds=60)
CALL = FailedCall("https://host/api/v2/conversations/c", "POST", None, "none", "application/json", "{}", "", "trace")
NOTICE = Notice(
    "H-1", "studio", START, "k", Tiding.FIRING, "Title", "Text", Severity.CRITICAL, START, "c", "p", CALL,
    (("script", "main"),), "remark",
)  # fmt: skip


@pytest_asyncio.fixture
async def inbox(ledger: DatabaseLedger):
    return ledger.inbox


async def test_a_notice_comes_back_whole_and_once(inbox):
    assert await inbox.put(NOTICE)
    assert await inbox.take("first", START, LEASE) == NOTICE
    assert await inbox.take("second", START, LEASE) is None
    await inbox.done(NOTICE, "first")
    assert await inbox.take("second", LEASE, LEASE) is None


async def test_the_newest_of_a_problem_takes_the_place_of_the_one_that_waits(inbox):
    assert await inbox.put(NOTICE)
    newer = replace(NOTICE, id="H-2", tiding=Tiding.RESOLVED)
    assert not await inbox.put(newer)
    assert await inbox.take("first", START, LEASE) == newer
    await inbox.done(newer, "first")
    assert await inbox.take("first", START, LEASE) is None


async def test_what_comes_while_its_problem_is_dealt_with_waits_its_turn(inbox):
    await inbox.put(NOTICE)
    await inbox.take("first", START, LEASE)
    over = replace(NOTICE, id="H-2", tiding=Tiding.RESOLVED)
    assert not await inbox.put(over)
    assert await inbox.take("second", START, LEASE) is None
    await inbox.done(NOTICE, "first")
    assert await inbox.take("second", START, LEASE) == over


async def test_a_crashed_process_leaves_its_notice_to_another_after_the_lease(inbox):
    await inbox.put(NOTICE)
    await inbox.take("first", START, LEASE)
    after = LEASE + timedelta(seconds=1)
    assert await inbox.take("second", after, after + timedelta(seconds=60)) == NOTICE
    await inbox.done(NOTICE, "first")
    assert await inbox.take("third", after + timedelta(seconds=61), after + timedelta(seconds=90)) == NOTICE


async def test_what_is_given_back_comes_later(inbox):
    await inbox.put(NOTICE)
    await inbox.take("first", START, LEASE)
    await inbox.later(NOTICE, "first", START + timedelta(seconds=20))
    assert await inbox.take("second", START + timedelta(seconds=19), LEASE) is None
    assert await inbox.take("second", START + timedelta(seconds=20), LEASE) == NOTICE


async def test_the_oldest_goes_first(inbox):
    later = replace(NOTICE, id="H-2", key="other", received_at=START + timedelta(seconds=1))
    await inbox.put(later)
    await inbox.put(NOTICE)
    now = START + timedelta(seconds=2)
    assert [(await inbox.take("first", now, LEASE)).id for _ in range(2)] == ["H-1", "H-2"]


async def test_what_was_told_while_a_clock_was_far_ahead_is_not_put_off(inbox):
    early = replace(NOTICE, received_at=START + timedelta(days=3650))
    await inbox.put(early)
    assert await inbox.take("first", START, LEASE) == early


async def test_a_signature_counts_once_until_it_is_too_old_to_be_let_in(inbox):
    signed = replace(NOTICE, signature="v1=abc")
    assert await inbox.put(signed)
    taken = await inbox.take("first", START, LEASE)
    assert taken == NOTICE
    await inbox.done(taken, "first")
    again = replace(signed, id="H-2", received_at=START + timedelta(seconds=200))
    assert not await inbox.put(again)
    assert await inbox.take("first", START + timedelta(seconds=300), LEASE) is None
    assert await inbox.put(replace(again, id="H-3", received_at=START + timedelta(hours=2), signature="v1=def"))
    assert await inbox.put(replace(again, id="H-4", key="other", received_at=START + timedelta(hours=2)))


async def test_erased_a_conversations_notices_go_and_others_stay(ledger, inbox, url, clock):
    await ledger.enter(Entry(START, "U0LEADA", "looked_up", "acme", "c0ffee-1"))
    await inbox.put(replace(NOTICE, key="mine", conversation_id="c0ffee-1"))
    other = replace(NOTICE, key="other", conversation_id="c0ffee-2")
    await inbox.put(other)
    async with Archive.opened(url, clock) as archive:
        await archive.erase("c0ffee-1", "operator", "asked to")
    assert await inbox.take("first", START, LEASE) == other
    assert await inbox.take("first", START, LEASE) is None
