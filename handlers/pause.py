"""`/conversation pause [reason]` and `/conversation resume`: the kill switch, for admins."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks.pause_message import paused_message, resumed_message
from handlers.desk import Desk
from handlers.typed import after_first_word, unwrapped


async def pause(args: AsyncArgs, desk: Desk) -> None:
    """Turn it on, on all processes."""
    asked_at, lead = desk.now, args.context["lead"]
    holding = await desk.pause(lead, unwrapped(after_first_word(str(args.body.get("text", "")))))
    mine = holding.by == lead.user_id and holding.since >= asked_at
    message = paused_message(holding, desk.now, mine=mine)
    await Answer(args).ephemeral(message.text, message.blocks)


async def resume(args: AsyncArgs, desk: Desk) -> None:
    """Turn it off, on all processes."""
    ended = await desk.resume(args.context["lead"])
    message = resumed_message(ended, desk.now, read_only=desk.read_only)
    await Answer(args).ephemeral(message.text, message.blocks)
