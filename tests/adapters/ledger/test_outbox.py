import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.disconnection import Outcome
from bot.domain.errors import LedgerUnavailableError
from bot.domain.letter import Allowance, Backlog, Letter, Posting, Urgency, Way
from tests.adapters.ledger.samples import a_demand
from tests.support.clock import START

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=30)
HOUR = timedelta(hours=1)
ALLOWED = Allowance(per_minute={Way.UPDATE: 50, Way.POST: 240})


def a_post(words="words", channel="C0CHANNEL", **facts):
    facts = {"written_at": START, "reference": "H-1", **facts}
    return Letter(channel, words, [{"type": "divider"}], **facts)


def a_card(words="words", ts="1.1", channel="C0CHANNEL", **facts):
    return a_post(words, channel, message_ts=ts, subject=f"card:{channel}:{ts}", **facts)


@pytest.fixture
def outbox(ledger):
    return ledger.outbox


async def taken(outbox, at=START, owner="one", allowed=ALLOWED):
    return await outbox.take(owner, at, at + LEASE, allowed)


async def sent(outbox, at=START, owner="one"):
    """Take what may be sent at a moment, one after another, and send it; returns the texts."""
    texts = []
    while isinstance(posting := await taken(outbox, at, owner), Posting):
        texts.append(posting.letter.text)
        await outbox.sent(posting, at)
    return texts


async def steps(ledger):
    return [(entry.step, entry.detail) for entry in await ledger.entries()]


async def test_a_letter_comes_out_as_it_went_in(outbox):
    letter = a_post(
        thread_ts="1.2", lead="U0LEAD", echoed=True, tells="D-1", org="genesys", conversation_id="c", posted_again=True
    )
    await outbox.put([letter])
    posting = await taken(outbox)
    assert posting.letter == letter
    assert not posting.repeated


async def test_nothing_waits_in_an_empty_outbox(outbox):
    assert await taken(outbox) is None
    assert await outbox.backlog() == Backlog()


async def test_a_letter_that_was_sent_leaves_nothing_behind(outbox, ledger):
    await outbox.put([a_post("about a customer")])
    await outbox.sent(await taken(outbox), START)
    assert await taken(outbox) is None
    assert await ledger._reading.run(lambda connection: connection.scalar(text("SELECT count(*) FROM outbox"))) == 0


async def test_answers_go_before_alerts_and_alerts_before_refreshes(outbox):
    await outbox.put([a_post("refresh", "C1", urgency=Urgency.REFRESH), a_post("alert", "C2", urgency=Urgency.ALERT)])
    await outbox.put([a_post("answer", "C3"), a_post("answer too", "C4")])
    assert await sent(outbox) == ["answer", "answer too", "alert", "refresh"]


async def test_of_several_states_of_a_card_only_the_newest_is_sent(outbox):
    await outbox.put([a_card("first")])
    await outbox.put([a_card("second"), a_card("other card", "2.2", channel="C1")])
    await outbox.put([a_card("third")])
    assert sorted(await sent(outbox)) == ["other card", "third"]


async def test_a_card_that_is_refreshed_again_keeps_its_turn(outbox):
    """Else the last of many cards would never have theirs."""
    await outbox.put([a_card("old", "1.1", written_at=START)])
    await outbox.put([a_card("other", "2.2", "C1", written_at=START + SECOND)])
    await outbox.put([a_card("new", "1.1", written_at=START + 2 * SECOND)])
    assert await sent(outbox, START + 3 * SECOND) == ["new", "other"]


async def test_a_refresh_in_the_place_of_an_answer_is_as_urgent(outbox):
    await outbox.put([a_card("answer"), a_post("alert", "C1", urgency=Urgency.ALERT)])
    await outbox.put([a_card("refresh", urgency=Urgency.REFRESH)])
    assert await sent(outbox) == ["refresh", "alert"]


async def test_a_state_that_came_while_the_last_was_being_sent_is_sent_after_it(outbox):
    await outbox.put([a_card("first")])
    first = await taken(outbox)
    await outbox.put([a_card("second")])
    assert not isinstance(await taken(outbox), Posting)
    await outbox.sent(first, START)
    assert await sent(outbox) == ["second"]


async def test_a_state_that_slack_did_not_take_gives_way_to_a_newer_one(outbox):
    await outbox.put([a_card("first")])
    first = await taken(outbox)
    await outbox.put([a_card("second")])
    await outbox.later(first, START + SECOND, unsure=False, rest=START)
    assert await sent(outbox, START + SECOND) == ["second"]


async def test_a_state_that_a_crash_left_behind_gives_way_to_a_newer_one(outbox):
    await outbox.put([a_card("first")])
    await taken(outbox)
    await outbox.put([a_card("second")])
    assert await sent(outbox, START + LEASE + SECOND) == ["second"]


async def test_two_senders_never_have_the_same_letter(outbox, other):
    await outbox.put([a_post(str(number), f"C{number}") for number in range(20)])
    got = await asyncio.gather(
        *(taken((outbox, other.outbox)[turn % 2], owner=("one", "two")[turn % 2]) for turn in range(30))
    )
    texts = [posting.letter.text for posting in got if isinstance(posting, Posting)]
    assert len(texts) == len(set(texts))
    assert sorted(texts + await sent(outbox)) == sorted(str(number) for number in range(20))


async def test_two_senders_share_one_allowance(outbox, other):
    allowed = Allowance(per_minute={Way.UPDATE: 10, Way.POST: 10})
    await outbox.put([a_card(str(number), channel=f"C{number}") for number in range(30)])
    got = await asyncio.gather(
        *(taken((outbox, other.outbox)[turn % 2], owner=str(turn % 2), allowed=allowed) for turn in range(30))
    )
    assert sum(isinstance(posting, Posting) for posting in got) == 10
    assert {moment for moment in got if not isinstance(moment, Posting)} == {START + LEASE + timedelta(milliseconds=1)}


async def test_a_fifth_of_the_allowance_is_kept_for_answers(outbox):
    allowed = Allowance(per_minute={Way.UPDATE: 10, Way.POST: 10})
    refreshes = [a_card(f"refresh {n}", channel=f"C{n}", urgency=Urgency.REFRESH) for n in range(12)]
    await outbox.put(refreshes)
    for _ in range(8):
        await outbox.sent(await taken(outbox, allowed=allowed), START)
    assert await taken(outbox, START + SECOND, allowed=allowed) == START + MINUTE
    await outbox.put([a_card("answer", channel="C99")])
    answer = await taken(outbox, START + SECOND, allowed=allowed)
    assert answer.letter.text == "answer"
    await outbox.sent(answer, START + SECOND)
    assert (await taken(outbox, START + MINUTE, allowed=allowed)).letter.text == "refresh 8"


async def test_a_lease_that_ran_out_lets_another_send_and_says_that_it_is_a_repeat(outbox, other):
    await outbox.put([a_post()])
    first = await taken(outbox)
    assert await other.outbox.take("two", START + LEASE, START + 2 * LEASE, ALLOWED) == (
        START + LEASE + timedelta(milliseconds=1)
    )
    second = await taken(other.outbox, START + LEASE + SECOND, "two")
    assert second.repeated
    assert second.letter.reference == "H-1"
    await outbox.sent(first, START + LEASE + SECOND)
    assert (await outbox.backlog()).letters == 1
    await other.outbox.sent(second, START + LEASE + SECOND)
    assert (await outbox.backlog()).letters == 0


@pytest.mark.parametrize("unsure", [True, False])
async def test_only_what_slack_may_have_is_a_repeat(outbox, unsure):
    await outbox.put([a_post()])
    await outbox.later(await taken(outbox), START + SECOND, unsure=unsure, rest=START)
    again = await taken(outbox, START + SECOND)
    assert (again.attempts, again.repeated) == (1, unsure)


async def test_a_letter_that_was_given_back_waits_until_its_moment(outbox):
    await outbox.put([a_post()])
    await outbox.later(await taken(outbox), START + MINUTE, unsure=False, rest=START)
    assert await taken(outbox, START + SECOND) == START + MINUTE + timedelta(milliseconds=1)
    assert isinstance(await taken(outbox, START + MINUTE), Posting)


async def test_a_rest_holds_for_one_way_and_for_every_process(outbox, other):
    await outbox.put([a_post("first"), a_post("second", "C2"), a_post("third", "C3"), a_card("card", channel="C1")])
    first, second = await taken(outbox), await taken(outbox)
    await outbox.later(first, START, unsure=False, rest=START + MINUTE)
    await outbox.later(second, START, unsure=False, rest=START + SECOND)
    assert await sent(other.outbox) == ["card"]
    assert await taken(other.outbox) == START + MINUTE
    assert await sent(other.outbox, START + MINUTE) == ["first", "second", "third"]


async def test_a_channel_is_given_one_post_a_second(outbox):
    await outbox.put([a_post("first"), a_post("second"), a_post("elsewhere", "C1")])
    assert await sent(outbox) == ["first", "elsewhere"]
    assert await taken(outbox) == START + SECOND
    assert await sent(outbox, START + SECOND) == ["second"]


async def test_another_letter_takes_the_place_of_one(outbox):
    await outbox.put([a_card("card", lead="U0LEAD")])
    posting = await taken(outbox)
    await outbox.replace(posting, a_post("directly", "U0LEAD"))
    assert await sent(outbox) == ["directly"]


async def test_a_card_that_was_changed_for_a_click_needs_no_older_state_and_counts(outbox):
    allowed = Allowance(per_minute={Way.UPDATE: 1, Way.POST: 1})
    await outbox.put([a_card("stale"), a_card("other", "2.2")])
    await outbox.overtaken("C0CHANNEL", "1.1", START)
    assert (await outbox.backlog()).letters == 1
    assert await taken(outbox, START + SECOND, allowed=allowed) == START + MINUTE


async def test_a_post_that_follows_a_card_into_the_same_channel_is_seen(outbox):
    await outbox.put([a_card("card")])
    card = await taken(outbox)
    await outbox.put([a_post("elsewhere", "C1"), a_post("another demand's", reference="H-2")])
    assert not await outbox.follows(card)
    await outbox.put([a_post("thread", thread_ts="1.1")])
    assert await outbox.follows(card)


async def test_what_is_too_old_is_dropped_and_written_down_but_refreshes(outbox, ledger):
    await outbox.put([a_post("answer", conversation_id="c", org="genesys"), a_post("r", urgency=Urgency.REFRESH)])
    assert [letter.text for letter in await outbox.expire(START + HOUR)] == ["r"]
    assert await steps(ledger) == []
    assert [letter.text for letter in await outbox.expire(START + 24 * HOUR)] == ["answer"]
    assert await steps(ledger) == [("not_said", "expired")]
    assert await outbox.backlog() == Backlog()


async def test_what_is_given_up_is_written_down_and_not_told_again(outbox, ledger):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.CONFIRMED, START))
    await outbox.put([a_post(tells="D-1", reference="D-1")])
    await outbox.drop(await taken(outbox), START, "user_not_found")
    assert (await steps(ledger))[0] == ("not_said", "user_not_found")
    assert await ledger.take_untold("two", START + HOUR, START + MINUTE, START) is None


async def test_a_demand_is_told_when_its_letter_was_sent_and_not_before(outbox, ledger):
    await ledger.place(a_demand())
    await ledger.record(a_demand().reached(Outcome.CONFIRMED, START))
    await outbox.put([a_post(tells="D-1")])
    posting = await taken(outbox)
    assert await ledger.take_untold("two", START + HOUR, START + MINUTE, START) is None
    await outbox.sent(posting, START + SECOND)
    assert await ledger.take_untold("two", START + HOUR, START + MINUTE, START) is None


async def test_a_letter_does_not_tell_what_was_written_after_it(outbox, ledger):
    demand = a_demand()
    await ledger.place(demand)
    demand = demand.reached(Outcome.NOT_CONFIRMED, START)
    await ledger.record(demand)
    await outbox.put([a_post(tells="D-1")])
    posting = await taken(outbox)
    await ledger.record(demand.reached(Outcome.CONFIRMED, START + SECOND))
    await outbox.sent(posting, START + 2 * SECOND)
    untold = await ledger.take_untold("two", START + HOUR, START + MINUTE, START)
    assert untold is not None
    assert untold.outcome is Outcome.CONFIRMED


async def test_the_age_of_the_oldest_leaves_refreshes_aside(outbox):
    await outbox.put([a_post("refresh", urgency=Urgency.REFRESH)])
    assert await outbox.backlog() == Backlog(1, None)
    await outbox.put([a_post("answer", written_at=START + SECOND)])
    assert await outbox.backlog() == Backlog(2, START + SECOND)


async def test_letters_are_kept_all_or_none(outbox, other):
    broken = replace(a_post("second"), channel=None)
    with pytest.raises(LedgerUnavailableError):
        await outbox.put([a_post("first"), broken])
    assert (await outbox.backlog()).letters == 0
