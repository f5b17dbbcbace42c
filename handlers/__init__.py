"""Everything that can wake the bot, and everything a person sees."""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers import disconnect, end_conversation, look_up
from handlers.answer import Answer
from handlers.blocks.help import help_message
from handlers.desk import Desk
from handlers.errors import guarded, just_ack
from handlers.identity import identify

ANYTHING = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, desk: Desk) -> None:
    """Register every listener: the one list of what exists. What matches nothing else is answered too."""
    app.middleware(identify)
    look_up.register(app, desk)
    disconnect.register(app, desk)
    end_conversation.register(app, desk)
    app.command(ANYTHING)(ack=just_ack, lazy=[guarded(desk, unknown)])
    app.action(ANYTHING)(ack=just_ack, lazy=[guarded(desk, outdated)])


async def unknown(args: AsyncArgs, _: Desk) -> None:
    """Answer a command that the bot does not have."""
    message = help_message()
    await Answer(args).ephemeral(message.text, message.blocks)


async def outdated(args: AsyncArgs, _: Desk) -> None:
    """Answer a button of an older version."""
    await Answer(args).notice("This button is from an older card.", "Type `/conversation` and the id for a fresh one.")
