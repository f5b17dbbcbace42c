"""`/conversation alerts test <rule>`: what a rule would raise now, told to the asker alone."""

from contextlib import aclosing

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks.rule_trial import trial_message
from handlers.desk import Desk
from handlers.patience import patient
from handlers.typed import words_of


async def try_rule(args: AsyncArgs, desk: Desk) -> None:
    """Look once, and say what was seen; nothing is posted."""
    # alerts, test, and then the rule's name.
    asked = words_of(words_of(words_of(str(args.body.get("text", ""))).rest).rest)
    async with aclosing(desk.try_rule(args.context["lead"], asked.first)) as parts:
        async with patient(args, desk):
            first = trial_message(await anext(parts))
        await Answer(args).ephemeral(first.text, first.blocks)
        async for later in parts:
            message = trial_message(later)
            await Answer(args).ephemeral(message.text, message.blocks)
