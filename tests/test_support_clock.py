import asyncio

import pytest


async def test_an_hour_passes_as_soon_as_everybody_waits(clock):
    before = clock.now()
    await asyncio.gather(clock.sleep(3600), clock.sleep(10))
    assert (clock.now() - before).total_seconds() == 3600


async def test_a_block_is_bounded_in_virtual_time(clock):
    before = clock.now()
    with pytest.raises(TimeoutError):
        async with clock.timeout(60):
            await asyncio.Event().wait()
    assert (clock.now() - before).total_seconds() == 60


async def test_a_block_that_ends_in_time_is_left_alone(clock):
    async with clock.timeout(60):
        await clock.sleep(59)
    await clock.sleep(5)
