"""`/conversation`: look up, refresh, show everybody."""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks import ids
from handlers.blocks.metadata import Target, Ticket
from handlers.blocks.people_view import TITLE, people_view
from handlers.cards import post_card, update_card
from handlers.desk import Desk
from handlers.errors import guarded, just_ack
from handlers.going_on import about_to_ask
from handlers.patience import patient
from handlers.typed import words_of


def register(app: AsyncApp, desk: Desk) -> None:
    """Register this behaviour's listeners."""
    app.action(ids.REFRESH)(ack=just_ack, lazy=[guarded(desk, refresh)])
    app.action(ids.SHOW_ALL)(ack=just_ack, lazy=[guarded(desk, show_all)])
    app.action(re.compile(rf"^{ids.PEOPLE_PAGE}:"))(ack=just_ack, lazy=[guarded(desk, turn_page)])


async def look_up(args: AsyncArgs, desk: Desk) -> None:
    """Post the card of what was typed."""
    typed = words_of(str(args.body.get("text", ""))).placed()
    desk.look_up.which.alone(typed.first, typed.rest)
    about_to_ask(args)
    async with patient(args, desk):
        conversation = await desk.look_up(args.context["lead"], typed.first, typed.org)
    await post_card(args, desk, conversation, thread_ts=args.context.get("thread") or None)


async def refresh(args: AsyncArgs, desk: Desk) -> None:
    """Show the card's conversation as it is now."""
    target = Target.unpacked(args.body["actions"][0]["value"])
    conversation = await desk.look_up.again(args.context["lead"], target.org, target.conversation_id)
    await update_card(args, desk, conversation)


async def show_all(args: AsyncArgs, desk: Desk) -> None:
    """Open the paged view of everybody."""
    await Answer(args).open_loading(TITLE)
    await _fill_people(args, desk, args.body["container"])


async def turn_page(args: AsyncArgs, desk: Desk) -> None:
    """Show another page in the same view."""
    args.context["view_id"], args.context["view_title"] = args.body["view"]["id"], TITLE
    ticket = Ticket.unpacked(args.body["view"]["private_metadata"] or "{}")
    await _fill_people(args, desk, {"channel_id": ticket.channel_id, "message_ts": ticket.message_ts})


async def _fill_people(args: AsyncArgs, desk: Desk, container: dict[str, str | None]) -> None:
    target = Target.unpacked(args.body["actions"][0]["value"])
    conversation = await desk.look_up.again(args.context["lead"], target.org, target.conversation_id)
    ticket = Ticket(
        org=target.org,
        conversation_id=target.conversation_id,
        channel_id=container.get("channel_id"),
        message_ts=container.get("message_ts"),
    )
    await Answer(args).fill(people_view(conversation, ticket, desk.now, page=target.page))
