"""Fixtures that every floor uses."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.clock import JumpingClock


@pytest_asyncio.fixture
async def clock() -> AsyncIterator[JumpingClock]:
    """Virtual time for this test's loop: it jumps whenever everybody waits."""
    jumping = JumpingClock()
    with jumping.attached(asyncio.get_running_loop()):
        yield jumping
