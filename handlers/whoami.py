"""`/conversation whoami`: who Hangup takes somebody for, and what they may."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks.whoami import whoami_message
from handlers.desk import Desk


async def whoami(args: AsyncArgs, desk: Desk) -> None:
    """Tell it to the person alone."""
    found = await desk.whoami(args.context["lead"])
    message = whoami_message(found, paused=desk.read_only or await desk.look_up.paused() is not None)
    await Answer(args).ephemeral(message.text, message.blocks)
