"""`/conversation` and the words that may follow it: anything else is what to look up."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.audit import show_audit
from handlers.blocks.help import help_message
from handlers.can_i import can_i
from handlers.desk import Desk
from handlers.explain import explain_typed
from handlers.find import find_agent, find_or_look_up, find_queue
from handlers.pause import pause, resume
from handlers.reveal import reveal
from handlers.typed import words_of
from handlers.whoami import whoami


async def say_help(args: AsyncArgs, _: Desk) -> None:
    """List what can be typed."""
    message = help_message()
    await Answer(args).ephemeral(message.text, message.blocks)


SUBCOMMANDS = {
    "": say_help,
    "help": say_help,
    "?": say_help,
    "--help": say_help,
    "explain": explain_typed,
    "agent": find_agent,
    "queue": find_queue,
    "whoami": whoami,
    "can-i": can_i,
    "audit": show_audit,
    "pause": pause,
    "resume": resume,
    "reveal": reveal,
}


async def conversation(args: AsyncArgs, desk: Desk) -> None:
    """Do what the first word says."""
    first = words_of(str(args.body.get("text", ""))).first.lower()
    await SUBCOMMANDS.get(first, find_or_look_up)(args, desk)
