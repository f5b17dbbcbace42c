"""`/conversation pause [reason]` and `/conversation resume`: the kill switch, for admins."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks.pause_message import paused_message, resumed_message
from handlers.desk import Desk
from handlers.typed import after_first_word, unwrapped


async def pause(args: AsyncArgs, desk: Desk) -> None:
    """Turn it on, on all processes."""
    reason = unwrapped(after_first_word(str(args.body.get("text", ""))))
    holding, mine = await desk.pause(args.context["lead"], reason)
    message = paused_message(holding, desk.now, mine=mine, orgs=len(desk.look_up.orgs))
    await Answer(args).ephemeral(message.text, message.blocks)


async def resume(args: AsyncArgs, desk: Desk) -> None:
    """Turn it off, on all processes."""
    ended = await desk.resume(args.context["lead"])
    message = resumed_message(ended, desk.now, read_only=desk.read_only)
    await Answer(args).ephemeral(message.text, message.blocks)
