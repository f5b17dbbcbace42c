"""The answer to which org is meant: the command that asked goes on, as if the org had been typed."""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks import ids
from handlers.blocks.which_org import Asked, chosen
from handlers.desk import Desk
from handlers.disconnect import COMMAND as DISCONNECT
from handlers.disconnect import disconnect_typed
from handlers.errors import guarded, just_ack
from handlers.pressed import once
from handlers.subcommands import conversation


def register(app: AsyncApp, desk: Desk) -> None:
    """Register this behaviour's listeners."""
    app.action(re.compile(rf"^{ids.WHICH_ORG}(:\d+)?$"))(ack=just_ack, lazy=[guarded(desk, go_on)])


async def go_on(args: AsyncArgs, desk: Desk) -> None:
    """Take the question away, and give its command again in the org that was chosen."""
    async with once(args, desk) as first:
        if first:
            await _go_on(args, desk)


async def _go_on(args: AsyncArgs, desk: Desk) -> None:
    packed, org = chosen(args.body["actions"][0], lambda packed: Asked.unpacked(packed).org)
    asked = Asked.unpacked(packed)
    # The question is no card: nothing that follows belongs to its message.
    for name in ("container", "message"):
        args.body.pop(name, None)
    args.body["command"], args.body["text"] = asked.command, f"{asked.text} in {org}"
    args.context["thread"], args.context["been"] = asked.thread, asked.been
    await Answer(args).take_away()
    await (disconnect_typed if asked.command == DISCONNECT else conversation)(args, desk)
