"""End conversation…: from the card's overflow menu to a view of its own, to the demand."""

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.disconnection import Act
from handlers.answer import Answer
from handlers.blocks import ids
from handlers.blocks.confirm_view import END_TITLE, end_view
from handlers.blocks.metadata import Target
from handlers.desk import Desk
from handlers.errors import guarded, guarded_submission, just_ack
from handlers.submission import asked_from, intent_of, placed_view


def register(app: AsyncApp, desk: Desk) -> None:
    """Register this behaviour's listeners."""
    app.action(ids.MORE)(ack=just_ack, lazy=[guarded(desk, end_pressed)])
    app.action(ids.END_PRESSED)(ack=just_ack, lazy=[guarded(desk, end_pressed)])
    app.view(ids.END_VIEW)(guarded_submission(desk, end_confirmed))


async def end_pressed(args: AsyncArgs, desk: Desk) -> None:
    """Open the view that says what ending costs."""
    await Answer(args).open_loading(END_TITLE)
    pressed = args.body["actions"][0]
    target = Target.unpacked(pressed.get("value") or pressed["block_id"])
    conversation = await desk.end_conversation.preview(args.context["lead"], target.org, target.conversation_id)
    ticket = asked_from(args).model_copy(update={"org": target.org, "conversation_id": target.conversation_id})
    ticket = ticket.having_read(conversation)
    await Answer(args).fill(end_view(conversation, desk.reasons, ticket, desk.now))


async def end_confirmed(args: AsyncArgs, desk: Desk) -> None:
    """Take the demand: written down first, then acknowledged with a view that shows how it goes."""
    placed = await desk.end_conversation.demand(args.context["lead"], intent_of(args, Act.END_CONVERSATION))
    await args.ack(response_action="update", view=placed_view(placed, desk.now, desk.places))
