"""Explain anything: `/conversation explain`, with or without text, and the shortcut on any message."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from handlers.answer import Answer
from handlers.blocks import ids
from handlers.blocks.explain_view import TITLE, explained_message, explained_view, paste_view, reading_view
from handlers.blocks.metadata import Ticket
from handlers.blocks.views import View
from handlers.cards import UNPOSTABLE, place_of
from handlers.desk import Desk
from handlers.errors import guarded, guarded_submission, just_ack, reference_of, words_for
from handlers.refusal import code_of
from handlers.typed import after_first_word, unwrapped

_ORG = re.compile(r"in\s+([\w-]{1,40})\s+", re.IGNORECASE)
# An update that overtakes the answer to the submission would be overwritten by it.
AFTER_ACK_SECONDS = 0.5


def register(app: AsyncApp, desk: Desk) -> None:
    """Register this behaviour's listeners."""
    app.shortcut(ids.EXPLAIN_MESSAGE)(ack=just_ack, lazy=[guarded(desk, explain_message)])
    app.view(ids.PASTE_VIEW)(guarded_submission(desk, explain_pasted))


async def explain_typed(args: AsyncArgs, desk: Desk) -> None:
    """Explain what follows the word, or open a view with room for it."""
    text = unwrapped(after_first_word(str(args.body.get("text", ""))))
    if not text:
        await args.client.views_open(
            trigger_id=str(args.body["trigger_id"]), view=paste_view(Ticket(channel_id=args.context.channel_id))
        )
        return
    org, text = _org_first(text, desk)
    explained = await desk.explain(args.context["lead"], text, org)
    message = explained_message(explained, reference_of(args.context), desk.now)
    await Answer(args).ephemeral(message.text, message.blocks)


async def explain_message(args: AsyncArgs, desk: Desk) -> None:
    """Explain a message, in its thread if the bot can post there, else to the asker alone."""
    message, channel = args.body["message"], args.body["channel"]["id"]
    explained = await desk.explain(args.context["lead"], unwrapped(text_of(message)))
    answer = explained_message(explained, reference_of(args.context), desk.now)
    if (await place_of(args, channel)).why_not:
        return await Answer(args).ephemeral(answer.text, answer.blocks)
    try:
        await args.client.chat_postMessage(
            channel=channel,
            thread_ts=message.get("thread_ts") or message["ts"],
            text=answer.text,
            blocks=answer.blocks,
            unfurl_links=False,
        )
    except SlackApiError as refused:
        if code_of(refused) not in UNPOSTABLE:
            raise
        await Answer(args).ephemeral(answer.text, answer.blocks)


async def explain_pasted(args: AsyncArgs, desk: Desk) -> None:
    """Take what was pasted; the view is filled with the explanation when it is there."""
    text = args.body["view"]["state"]["values"][ids.PASTE_BLOCK][ids.PASTE]["value"] or ""
    desk.tasks.start(_fill_later(args, desk, unwrapped(text)), "explain pasted text")
    await args.ack(response_action="update", view=reading_view())


async def _fill_later(args: AsyncArgs, desk: Desk, text: str) -> None:
    args.context["view_id"], args.context["view_title"] = args.body["view"]["id"], TITLE
    await desk.clock.sleep(AFTER_ACK_SECONDS)
    try:
        explained = await desk.explain(args.context["lead"], text)
        view: View = explained_view(explained, reference_of(args.context), desk.now)
        await Answer(args).fill(view)
    except Exception as error:  # noqa: BLE001 - the boundary of work that goes on after the acknowledgement
        await Answer(args).notice(*words_for(error, reference_of(args.context)))


def _org_first(text: str, desk: Desk) -> tuple[str, str]:
    """Take the words `in <org>` off the beginning, where there is such an org: an error may begin with them too."""
    found = _ORG.match(text)
    known = {name.casefold() for name in desk.look_up.orgs}
    return (found[1], text[found.end() :]) if found and found[1].casefold() in known else ("", text)


def text_of(message: dict[str, Any]) -> str:
    """Collect the words of a message: its text, else those of its blocks and attachments, as other tools use them."""
    parts = [str(message.get("text") or "")]
    for attachment in message.get("attachments") or []:
        parts += [str(attachment.get(name) or "") for name in ("pretext", "title", "text", "fallback")]
        parts += [f"{field.get('title')}: {field.get('value')}" for field in attachment.get("fields") or []]
    parts += [words for block in message.get("blocks") or [] for words in _words(block)]
    return "\n".join(dict.fromkeys(part for part in parts if part.strip()))


def _words(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [w for name, value in part.items() if name != "text" or not own for w in _words(value)]
    return [w for item in part for w in _words(item)] if isinstance(part, list) else []
