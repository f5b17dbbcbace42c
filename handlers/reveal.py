"""`/conversation reveal <conversation> <why>`: a customer's name and numbers, to the asker alone."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks.reveal import reveal_message
from handlers.desk import Desk
from handlers.going_on import about_to_ask
from handlers.patience import patient
from handlers.typed import after_first_word, org_apart, words_of


async def reveal(args: AsyncArgs, desk: Desk) -> None:
    """Show it, once it is written down."""
    asked = words_of(after_first_word(str(args.body.get("text", ""))))
    why, org = org_apart(asked.rest, desk.look_up.orgs)
    if org and not desk.look_up.which.fitting(asked.first, org):
        # It can't be of that org, so the words belong to the reason.
        why, org = asked.rest, ""
    about_to_ask(args, "reveal", why)
    async with patient(args, desk):
        found = await desk.reveal(args.context["lead"], asked.first, why, org)
    message = reveal_message(found, desk.now, desk.places.get(found.conversation.org, ""))
    await Answer(args).ephemeral(message.text, message.blocks)
