"""Between a view's payload and a demand: where it was asked, what was submitted, what is shown at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.disconnection import Act, Origin
from bot.domain.rule import ANYTHING
from bot.ports import Placed, Report
from bot.use_cases.demand import Intent
from handlers.blocks import ids
from handlers.blocks.metadata import Ticket
from handlers.blocks.result import progress_view, result_view, rival_view
from handlers.blocks.views import View
from handlers.errors import reference_of


def asked_from(args: AsyncArgs) -> Ticket:
    """Tell where a confirm view was asked for: on a card, in a view over a card, or by a command in a channel."""
    view, container = args.body.get("view"), args.body.get("container") or {}
    if view:
        over = Ticket.unpacked(view.get("private_metadata") or "{}")
        return Ticket(channel_id=over.channel_id, message_ts=over.message_ts)
    return Ticket(
        channel_id=container.get("channel_id") or args.context.channel_id, message_ts=container.get("message_ts")
    )


def intent_of(args: AsyncArgs, act: Act) -> Intent:
    """Read a submitted view; pressed again after a change, it is a new demand with the reason that was given."""
    view: dict[str, Any] = args.body["view"]
    ticket = Ticket.unpacked(view["private_metadata"])
    values = view.get("state", {}).get("values", {})
    option = values.get(ids.REASON_BLOCK, {}).get(ids.REASON, {}).get("selected_option") or {}
    note = values.get(ids.NOTE_BLOCK, {}).get(ids.NOTE, {}).get("value")
    return Intent(
        reference=reference_of(args.context),
        key=f"{view['id']}:{ticket.attempt}",
        act=act,
        org=ticket.org,
        conversation_id=ticket.conversation_id,
        participant_id=ticket.participant_id,
        participant_name=ticket.participant_name,
        reason=option.get("value") or ticket.reason,
        note=note if note is not None else ticket.note,
        seen=ticket.seen,
        about=ticket.about or ANYTHING,
        origin=Origin(
            user_id=args.context["lead"].user_id,
            view_id=view["id"],
            channel_id=ticket.channel_id,
            message_ts=ticket.message_ts,
        ),
    )


def placed_view(placed: Placed, now: datetime, places: Mapping[str, str]) -> View:
    """Show at once what became of a demand: under way, or second to somebody else's."""
    if placed.rival is not None:
        return rival_view(placed.disconnection, placed.rival, places)
    if placed.joined and not placed.disconnection.outcome.in_flight:
        return result_view(Report(placed.disconnection), now, places)
    return progress_view(placed.disconnection, now, places)
