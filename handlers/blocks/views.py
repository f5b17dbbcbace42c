"""The frame of every view, and the views that only say something."""

import re

from handlers.blocks import ids
from handlers.blocks.metadata import Ticket
from handlers.blocks.mrkdwn import Blocks, Marked, context, label, lines, section, spoken, unmarked

# A moment as `mrkdwn` writes it: without the link that Slack would allow as a fourth part.
_DATE = re.compile(r"(<!date\^\d{1,12}\^[^<>|^]{1,60}\|[^<>|]{1,60}>)")
_CUT_ENTITY = re.compile(r"&[a-z]*$")
View = dict[str, object]


def view(
    title: str,
    blocks: Blocks,
    *,
    callback_id: str = ids.NOTICE_VIEW,
    submit: str | None = None,
    close: str = "Close",
    ticket: Ticket | None = None,
) -> View:
    """Make a modal view; titles and button labels hold at most 24 characters."""
    made: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": label(title, 24),
        "close": label(close, 24),
        "blocks": blocks[:100],
        "private_metadata": ticket.packed() if ticket else "",
    }
    if submit is not None:
        made["submit"] = label(submit, 24)
    return made


def loading_view(title: str) -> View:
    """Show at once, within the trigger's three seconds, that something is on its way."""
    return view(title, [section(":hourglass_flowing_sand: Reading the conversation as it is now…")])


def notice_view(title: str, words: str, hint: str, reference: str) -> View:
    """Say what went wrong, what to do, and the reference to quote."""
    return view(title, notice_blocks(words, hint, reference))


def notice_blocks(words: str, hint: str, reference: str) -> Blocks:
    """Make the blocks of a notice. Words and hint are ours, but may quote what came from outside.

    Mentions stand in what is `Marked` alone.
    """
    said = _quoting(words, 1000)
    blocks: Blocks = [section(f":warning: *{said}*" + (f"\n{_quoting(hint, 1800)}" if hint else ""))]
    if reference:
        blocks.append(context(f"Reference `{reference}`"))
    return blocks


def notice_text(words: str, hint: str, reference: str) -> str:
    """Say a notice in a message's own `text`: nobody is mentioned by it."""
    return unmarked(spoken(f"{words} {hint}".strip()) + (f" (reference {reference})" if reference else ""))


def _quoting(text: str, characters: int) -> str:
    """Keep our backticks and moments; no mention or link can stand in what is quoted."""
    if isinstance(text, Marked):
        return lines(text.splitlines(), characters)
    made = ""
    for n, part in enumerate(_DATE.split(text)):
        ours = n % 2 == 1
        piece = part if ours else part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if len(made) + len(piece) > characters:
            head = "" if ours else piece[: characters - len(made)]
            return made + _CUT_ENTITY.sub("", head) + "…"
        made += piece
    return made
