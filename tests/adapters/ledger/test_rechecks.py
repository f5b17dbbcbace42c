import asyncio
from datetime import timedelta

from tests.adapters.ledger.samples import a_demand
from tests.support.clock import START

MINUTE = timedelta(minutes=1)


async def test_a_recheck_is_taken_when_it_is_due_and_once(ledger, other):
    await ledger.place(a_demand())
    await ledger.plan_recheck("D-1", START + MINUTE, 1)
    assert await ledger.take_recheck(START) is None
    assert await other.take_recheck(START + MINUTE) == (a_demand(), 1)
    assert await ledger.take_recheck(START + MINUTE) is None


async def test_the_recheck_that_is_due_for_longest_comes_first(ledger):
    await ledger.place(a_demand())
    await ledger.plan_recheck("D-1", START + 5 * MINUTE, 2)
    await ledger.plan_recheck("D-1", START + MINUTE, 1)
    assert (await ledger.take_recheck(START + 9 * MINUTE))[1] == 1
    assert (await ledger.take_recheck(START + 9 * MINUTE))[1] == 2


async def test_a_recheck_that_is_planned_again_is_moved(ledger):
    await ledger.place(a_demand())
    await ledger.plan_recheck("D-1", START, 1)
    await ledger.plan_recheck("D-1", START + MINUTE, 1)
    assert await ledger.take_recheck(START) is None
    assert await ledger.take_recheck(START + MINUTE) is not None
    assert await ledger.take_recheck(START + MINUTE) is None


async def test_many_takers_at_once_take_each_recheck_once(ledger, other):
    for number in range(10):
        await ledger.place(a_demand(number, participant_id=str(number)))
        await ledger.plan_recheck(f"D-{number}", START, 1)
    taken = await asyncio.gather(*((ledger, other)[turn % 2].take_recheck(START) for turn in range(20)))
    ids = [found[0].id for found in taken if found is not None]
    assert len(ids) == len(set(ids))
    while (found := await ledger.take_recheck(START)) is not None:
        ids.append(found[0].id)
    assert sorted(ids) == [f"D-{number}" for number in range(10)]
