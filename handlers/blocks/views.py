"""The frame of every view, and the views that only say something."""

from handlers.blocks import ids
from handlers.blocks.metadata import Ticket
from handlers.blocks.mrkdwn import Blocks, context, label, section

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
    """Make the blocks of a notice: words and hint are ours, and may hold markup."""
    blocks: Blocks = [section(f":warning: *{words}*" + (f"\n{hint}" if hint else ""))]
    if reference:
        blocks.append(context(f"Reference `{reference}`"))
    return blocks
