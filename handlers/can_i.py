"""`/conversation can-i disconnect <conversation>`: whom somebody may disconnect, and why not."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.errors import InputError
from handlers.answer import Answer
from handlers.blocks.can_i import can_i_message
from handlers.desk import Desk
from handlers.going_on import about_to_ask
from handlers.patience import patient
from handlers.typed import words_of

HINT = "Type `/conversation can-i disconnect` and the conversation's id or link."


async def can_i(args: AsyncArgs, desk: Desk) -> None:
    """Read the conversation, and answer to the person alone; nothing is done."""
    asked = words_of(words_of(str(args.body.get("text", ""))).rest)
    if asked.first.lower() != "disconnect" or not asked.rest:
        raise InputError("Can you do what, to which conversation?", HINT)
    typed = words_of(asked.rest).placed()
    desk.look_up.which.alone(typed.first, typed.rest)
    about_to_ask(args, "can-i disconnect")
    async with patient(args, desk):
        found = await desk.can_i(args.context["lead"], typed.first, typed.org)
    message = can_i_message(found, desk.now, read_only=desk.read_only)
    await Answer(args).ephemeral(message.text, message.blocks)
