"""A question that stays on the screen until Slack takes it away can be pressed twice; it is answered once."""

from datetime import timedelta

import structlog
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.desk import Desk

REMEMBERED = timedelta(minutes=1)

log = structlog.get_logger()


def pressed_before(args: AsyncArgs, desk: Desk) -> bool:
    """Tell whether somebody has answered this message's question a moment ago, in this process."""
    container = args.body.get("container") or {}
    if not container.get("message_ts"):
        return False
    message = f"{container.get('channel_id')}:{container.get('message_ts')}"
    for old in [key for key, at in desk.answered.items() if not timedelta(0) <= desk.now - at < REMEMBERED]:
        del desk.answered[old]
    before = message in desk.answered
    desk.answered[message] = desk.now
    if before:
        log.info("question.answered_twice")
    return before
