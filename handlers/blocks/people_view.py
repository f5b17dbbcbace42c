"""Everybody on a conversation, in pages: a view holds 100 blocks, a conversation may hold 200 people."""

from datetime import datetime

from bot.domain.conversation import Conversation
from handlers.blocks import ids
from handlers.blocks.card import participant_row
from handlers.blocks.metadata import Target, Ticket
from handlers.blocks.mrkdwn import Block, Blocks, button, clock_time, context, section
from handlers.blocks.views import View, view
from handlers.blocks.words import whence

PER_PAGE = 40
TITLE = "Everybody on it"
CHOOSE_TITLE = "Who should leave?"


def people_view(
    conversation: Conversation, ticket: Ticket, now: datetime, *, page: int = 0, choose: bool = False
) -> View:
    """List the live first, then who has left; a page that does not exist shows the last one."""
    people = [*conversation.live, *([] if choose else conversation.gone)]
    pages = max(1, -(-len(people) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = people[page * PER_PAGE : (page + 1) * PER_PAGE]
    live, count = len(conversation.live), len(conversation.participants)
    where = f" · page {page + 1} of {pages}" if pages > 1 else ""
    org = whence(conversation.org, conversation.place)
    blocks: Blocks = [context(f"{live} live of {count}{where} · as read {clock_time(now)} · {org}")]
    blocks += [participant_row(conversation, person, now) for person in shown]
    if not shown:
        blocks.append(section("Nobody is live on this conversation." if choose else "The platform lists nobody here."))
    if pages > 1:
        blocks.append(_pager(conversation, page, pages))
    return view(CHOOSE_TITLE if choose else TITLE, blocks, callback_id=ids.PEOPLE_VIEW, ticket=ticket)


def _pager(conversation: Conversation, page: int, pages: int) -> Block:
    def turn(text: str, to: int) -> Block:
        target = Target(org=conversation.org, conversation_id=conversation.id, page=to)
        return button(text, f"{ids.PEOPLE_PAGE}:{to}", target.packed())

    elements = [turn("Previous", page - 1)] if page > 0 else []
    elements += [turn("Next", page + 1)] if page + 1 < pages else []
    return {"type": "actions", "elements": elements}
