import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.pace import Pace
from bot.ports import Priority
from tests.support.clock import START, JumpingClock


@pytest.fixture
def ran(clock: JumpingClock):
    """Let requests of these priorities take their turns at once; give what each did, and after how many seconds."""

    async def run(pace: Pace, *priorities: Priority) -> list[tuple[Priority, float]]:
        done: list[tuple[Priority, float]] = []

        async def one(priority: Priority) -> None:
            await pace.turn(priority)
            done.append((priority, (clock.now() - START).total_seconds()))

        await asyncio.gather(*(one(priority) for priority in priorities))
        return done

    return run


async def test_a_fifth_is_kept_for_acts(clock, ran):
    pace = Pace(clock, 10)
    looked = await ran(pace, *[Priority.LOOK_UP] * 8)
    acted = await ran(pace, Priority.ACT, Priority.ACT)
    assert {at for _, at in looked + acted} == {0}


async def test_the_limit_holds_for_acts_too(clock, ran):
    done = await ran(Pace(clock, 10), *[Priority.ACT] * 11)
    assert [at for _, at in done] == [0] * 10 + [60]


async def test_an_act_may_use_what_look_ups_leave(clock, ran):
    done = await ran(Pace(clock, 10), *[Priority.LOOK_UP] * 9, *[Priority.ACT] * 2)
    assert [at for priority, at in done if priority is Priority.ACT] == [0, 0]
    assert [at for priority, at in done if priority is Priority.LOOK_UP] == [0] * 8 + [60]


async def test_the_weightiest_goes_first_and_then_the_oldest(clock, ran):
    pace = Pace(clock, 10)
    await ran(pace, *[Priority.LOOK_UP] * 8)
    done = await ran(pace, *[Priority.REFRESH] * 4, *[Priority.READ_BACK] * 6)
    assert (
        sorted(priority for priority, seconds in done if seconds == 60)
        == [Priority.READ_BACK] * 6 + [Priority.REFRESH] * 2
    )
    assert [priority for priority, seconds in done if seconds == 120] == [Priority.REFRESH] * 2


async def test_who_gives_up_waiting_leaves_the_line(clock):
    pace = Pace(clock, 10)
    for _ in range(10):
        await pace.turn(Priority.ACT)
    waiting = asyncio.create_task(pace.turn(Priority.ACT))
    await asyncio.sleep(0)
    assert len(pace._queue) == 1
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert pace._queue == []


async def test_a_clock_that_is_set_back_makes_nobody_wait_longer_than_a_minute(clock, ran):
    pace = Pace(clock, 10)
    clock.advance(3600)
    await ran(pace, *[Priority.ACT] * 10)
    clock._now = START
    assert [at for _, at in await ran(pace, Priority.ACT, Priority.LOOK_UP)] == [60, 60]


@settings(deadline=None)  # a busy machine is slow, and the clock is virtual
@given(
    st.lists(st.tuples(st.floats(0, 200), st.sampled_from(Priority)), max_size=40),
    st.integers(10, 14),
)
def test_no_minute_ever_sees_more_than_the_limit(arrivals: list[tuple[float, Priority]], limit: int):
    sent = asyncio.run(_sent(arrivals, limit))
    assert len(sent) == len(arrivals)
    sent.sort()
    for index, (at, _) in enumerate(sent):
        window = [one for one in sent[: index + 1] if at - one[0] < timedelta(seconds=60)]
        assert len(window) <= limit
        if sent[index][1] is not Priority.ACT:
            assert len(window) <= int(limit * 0.8) + sum(p is Priority.ACT and t == at for t, p in window)


async def _sent(arrivals: list[tuple[float, Priority]], limit: int) -> list[tuple[datetime, Priority]]:
    clock = JumpingClock()
    pace = Pace(clock, limit)
    sent: list[tuple[datetime, Priority]] = []

    async def one(after: float, priority: Priority) -> None:
        await clock.sleep(after)
        await pace.turn(priority)
        sent.append((clock.now(), priority))

    tasks = [asyncio.ensure_future(one(*arrival)) for arrival in arrivals]
    while not all(task.done() for task in tasks):
        for _ in range(5):
            await asyncio.sleep(0)
        clock._jump()
    await asyncio.gather(*tasks)
    return sent
