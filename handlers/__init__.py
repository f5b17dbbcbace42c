"""Everything that can wake the bot, and everything a person sees."""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers import disconnect, end_conversation, explain, find, look_up, which_org
from handlers.answer import Answer
from handlers.desk import Desk
from handlers.errors import guarded, just_ack
from handlers.identity import identify
from handlers.subcommands import conversation, say_help

ANYTHING = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, desk: Desk) -> None:
    """Register every listener: the one list of what exists. What matches nothing else is answered too."""
    app.middleware(identify)
    app.command("/conversation")(ack=just_ack, lazy=[guarded(desk, conversation)])
    look_up.register(app, desk)
    disconnect.register(app, desk)
    end_conversation.register(app, desk)
    explain.register(app, desk)
    find.register(app, desk)
    which_org.register(app, desk)
    app.command(ANYTHING)(ack=just_ack, lazy=[guarded(desk, say_help)])
    app.action(ANYTHING)(ack=just_ack, lazy=[guarded(desk, outdated)])


async def outdated(args: AsyncArgs, _: Desk) -> None:
    """Answer a button of an older version."""
    await Answer(args).notice("This button is from an older card.", "Type `/conversation` and the id for a fresh one.")
