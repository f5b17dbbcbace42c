"""A slow platform is said to be slow: silence after a command reads as a bot that is dead."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks.mrkdwn import section
from handlers.desk import Desk

PATIENCE_SECONDS = 3.0
WORDS = "The platform is slow to answer. Hangup is still asking."


@asynccontextmanager
async def patient(args: AsyncArgs, desk: Desk) -> AsyncIterator[None]:
    """Tell the lead, once, if the block takes longer than three seconds."""
    telling = asyncio.create_task(_tell(args, desk))
    try:
        yield
    finally:
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await telling


async def _tell(args: AsyncArgs, desk: Desk) -> None:
    await desk.clock.sleep(PATIENCE_SECONDS)
    async with desk.telling:
        await Answer(args).ephemeral(WORDS, [section(f":hourglass_flowing_sand: {WORDS}")])
