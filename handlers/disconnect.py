"""Disconnect…: from a card's button or from `/disconnect`, to the confirm view, to the demand."""

from contextlib import suppress

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.conversation import Conversation
from bot.domain.disconnection import Act
from bot.domain.errors import InputError
from bot.domain.participant import Participant
from handlers.answer import Answer
from handlers.blocks import ids
from handlers.blocks.confirm_view import TITLE, confirm_view
from handlers.blocks.help import help_message
from handlers.blocks.metadata import Target, Ticket
from handlers.blocks.people_view import people_view
from handlers.blocks.words import name_of
from handlers.cards import update_card
from handlers.choice import chosen
from handlers.desk import Desk
from handlers.errors import guarded, guarded_submission, just_ack
from handlers.going_on import about_to_ask
from handlers.submission import asked_from, intent_of, placed_view
from handlers.typed import Placed, words_of

COMMAND = "/disconnect"


def register(app: AsyncApp, desk: Desk) -> None:
    """Register this behaviour's listeners."""
    app.command(COMMAND)(ack=just_ack, lazy=[guarded(desk, disconnect_typed)])
    app.action(ids.DISCONNECT)(ack=just_ack, lazy=[guarded(desk, disconnect_pressed)])
    app.view(ids.CONFIRM_VIEW)(guarded_submission(desk, confirmed))


async def disconnect_pressed(args: AsyncArgs, desk: Desk) -> None:
    """Open the confirm view for the participant whose button was pressed."""
    await Answer(args).open_loading(TITLE)
    target = Target.unpacked(args.body["actions"][0]["value"])
    conversation, person = await desk.disconnect.preview(
        args.context["lead"], target.org, target.conversation_id, target.participant_id or ""
    )
    await ask(args, desk, conversation, person)
    if person not in conversation.live and args.body.get("message"):
        await update_card(args, desk, conversation)


async def disconnect_typed(args: AsyncArgs, desk: Desk) -> None:
    """Open the confirm view for what was typed; several who fit are offered to choose from."""
    typed = words_of(str(args.body.get("text", ""))).placed()
    if not typed.first or typed.first.lower() == "help":
        message = help_message()
        return await Answer(args).ephemeral(message.text, message.blocks)
    about_to_ask(args, after=typed.rest)
    conversation = await _found(args, desk, typed)
    person = chosen(conversation, typed.rest)
    if person is not None:
        await desk.disconnect.decide(args.context["lead"], conversation, person)
        return await ask(args, desk, conversation, person)
    ticket = Ticket(channel_id=args.context.channel_id)
    return await Answer(args).fill(people_view(conversation, ticket, desk.now, choose=True))


async def _found(args: AsyncArgs, desk: Desk, typed: Placed) -> Conversation:
    """Open the view, and read the conversation; which org it is of is asked before a view is in the way."""
    lead = args.context["lead"]
    # What is wrong with what was typed is found again, and said in the view.
    with suppress(InputError):
        await desk.look_up.which(lead, typed.first, typed.org)
    await Answer(args).open_loading(TITLE)
    return await desk.disconnect.find(lead, typed.first, typed.org)


async def confirmed(args: AsyncArgs, desk: Desk) -> None:
    """Take the demand: written down first, then acknowledged with a view that shows how it goes."""
    placed = await desk.disconnect.demand(args.context["lead"], intent_of(args, Act.DISCONNECT))
    await args.ack(response_action="update", view=placed_view(placed, desk.now, desk.places))


async def ask(
    args: AsyncArgs, desk: Desk, conversation: Conversation, person: Participant, ticket: Ticket | None = None
) -> None:
    """Ask to confirm, in the view that is open; `ticket` says where it was asked from, if the request does not."""
    ticket = (ticket or asked_from(args)).model_copy(
        update={
            "org": conversation.org,
            "conversation_id": conversation.id,
            "participant_id": person.id,
            "participant_name": name_of(person),
        }
    )
    ticket = ticket.having_read(conversation)
    await Answer(args).fill(confirm_view(conversation, person, desk.reasons, ticket, desk.now))
