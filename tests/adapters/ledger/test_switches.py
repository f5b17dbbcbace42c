"""The kill switch: one for all processes, and each turn of it in the ledger."""

import asyncio
from datetime import timedelta

from bot.domain.pause import Pause


async def turns(ledger):
    return [(entry.step, entry.by, entry.note) for entry in reversed(await ledger.entries())]


async def test_a_pause_is_seen_by_another_process_at_once(ledger, other, clock):
    assert await other.paused() is None
    pause = Pause("U0ADMIN", clock.now(), "storm")
    assert await ledger.pause(pause) == pause
    assert await other.paused() == pause
    assert await other.resume("U0OTHER", clock.now()) == pause
    assert await ledger.paused() is None
    assert await turns(ledger) == [("paused", "U0ADMIN", "storm"), ("resumed", "U0OTHER", "")]


async def test_a_second_pause_leaves_the_first_and_a_second_resume_does_nothing(ledger, clock):
    first = Pause("U0ADMIN", clock.now())
    await ledger.pause(first)
    assert await ledger.pause(Pause("U0OTHER", clock.now() + timedelta(seconds=1), "me too")) == first
    assert await ledger.resume("U0OTHER", clock.now()) == first
    assert await ledger.resume("U0OTHER", clock.now()) is None
    assert [step for step, _, _ in await turns(ledger)] == ["paused", "resumed"]


async def test_two_who_pause_at_once_are_one_pause(ledger, other, clock):
    wanted = [Pause(f"U0ADMIN{n}", clock.now()) for n in range(6)]
    held = await asyncio.gather(*((ledger, other)[n % 2].pause(one) for n, one in enumerate(wanted)))
    assert len(set(held)) == 1
    assert len(await turns(ledger)) == 1
