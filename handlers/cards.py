"""Where a card goes: where it was asked for, if that is a place for it; else to the lead directly."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import structlog
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot.domain.conversation import Conversation
from bot.domain.errors import LedgerUnavailableError
from bot.ports import Card
from handlers.answer import Answer
from handlers.blocks.mrkdwn import section
from handlers.desk import Desk
from handlers.refusal import code_of

NOT_MEMBER = "Hangup is not a member of this channel"
SHARED = "This channel is shared with another company"
ARCHIVED = "This channel is archived"
UNKNOWN_READERS = "Slack did not say who can read this channel"
UNPOSTABLE = {
    "not_in_channel": NOT_MEMBER,
    "channel_not_found": NOT_MEMBER,
    "is_archived": ARCHIVED,
    "restricted_action": "Only some people may post in this channel",
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card can stand; `why_not` says why it is not where it was asked for."""

    channel_id: str
    why_not: str = ""


async def post_card(args: AsyncArgs, desk: Desk, conversation: Conversation) -> None:
    """Post a conversation's card, and tell the lead where it went if that was elsewhere."""
    lead_id, channel_id = args.context["lead"].user_id, str(args.context.channel_id or "")
    message, place = await asyncio.gather(desk.card(conversation), place_of(args, channel_id))
    if not place.why_not:
        try:
            posted = await args.client.chat_postMessage(
                channel=place.channel_id, text=message.text, blocks=message.blocks, unfurl_links=False
            )
        except SlackApiError as refused:
            code = code_of(refused)
            if code not in UNPOSTABLE:
                raise
            place = Place(place.channel_id, UNPOSTABLE[code])
        else:
            await _keep(desk, conversation, str(posted["channel"]), str(posted["ts"]))
            return
    posted = await args.client.chat_postMessage(
        channel=lead_id, text=message.text, blocks=message.blocks, unfurl_links=False
    )
    await _keep(desk, conversation, str(posted["channel"]), str(posted["ts"]))
    words = f"{place.why_not}, so the card went to your direct messages with Hangup."
    hint = "Invite it with `/invite @hangup` to have cards here." if place.why_not == NOT_MEMBER else ""
    await Answer(args).ephemeral(words, [section(f":incoming_envelope: {words} {hint}".strip())], hint=hint)


async def update_card(args: AsyncArgs, desk: Desk, conversation: Conversation) -> None:
    """Show a conversation anew in the message whose button was pressed; a deleted card is posted again."""
    message = await desk.card(conversation)
    container = args.body.get("container") or {}
    channel_id, message_ts = str(container.get("channel_id")), str(container.get("message_ts"))
    try:
        await args.client.chat_update(channel=channel_id, ts=message_ts, text=message.text, blocks=message.blocks)
    except SlackApiError as refused:
        if code_of(refused) not in {"message_not_found", "cant_update_message"}:
            raise
        log.info("card.posted_again", code=code_of(refused))
        await post_card(args, desk, conversation)
    else:
        with suppress(LedgerUnavailableError):
            await desk.outbox.overtaken(channel_id, message_ts, desk.now)


async def place_of(args: AsyncArgs, channel_id: str) -> Place:
    """Tell whether a conversation may be shown in a channel; what can't be known is answered with no."""
    try:
        channel = (await args.client.conversations_info(channel=channel_id))["channel"]
    except SlackApiError as refused:
        # A private channel or a chat between people, without the bot: Slack does not even say that it exists.
        log.info("card.channel_unknown", code=code_of(refused))
        return Place(channel_id, UNPOSTABLE.get(code_of(refused), UNKNOWN_READERS))
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return Place(channel_id, SHARED)
    if channel.get("is_archived"):
        return Place(channel_id, ARCHIVED)
    return Place(channel_id)


async def _keep(desk: Desk, conversation: Conversation, channel_id: str, message_ts: str) -> None:
    try:
        await desk.ledger.keep_card(Card(conversation.org, conversation.id, channel_id, message_ts, desk.now))
    except LedgerUnavailableError:
        log.warning("ledger.card_not_kept", conversation_id=conversation.id)
