"""A question that stays on the screen until Slack takes it away can be pressed twice; it is answered once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.desk import Desk

REMEMBERED = timedelta(minutes=1)

log = structlog.get_logger()


@asynccontextmanager
async def once(args: AsyncArgs, desk: Desk) -> AsyncIterator[bool]:
    """Give whether this is the first answer to this message's question, in this process; one that failed is none."""
    container = args.body.get("container") or {}
    message = f"{container.get('channel_id')}:{container.get('message_ts')}"
    if not container.get("message_ts"):
        yield True
        return
    for old in [key for key, at in desk.answered.items() if not timedelta(0) <= desk.now - at < REMEMBERED]:
        del desk.answered[old]
    if message in desk.answered:
        log.info("question.answered_twice")
        yield False
        return
    desk.answered[message] = desk.now
    try:
        yield True
    except BaseException:
        desk.answered.pop(message, None)
        raise
