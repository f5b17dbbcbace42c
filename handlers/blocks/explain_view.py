"""Explaining what somebody pasted: the view with room for it, and the answer."""

from datetime import datetime

from bot.use_cases.explain_anything import Explained
from handlers.blocks import ids
from handlers.blocks.card import Message
from handlers.blocks.explanation import details_blocks, explanation_blocks, explanation_text
from handlers.blocks.metadata import Ticket
from handlers.blocks.mrkdwn import Blocks, code, context, escaped, label, section
from handlers.blocks.views import View, view
from handlers.blocks.words import whence

TITLE = "Explain an error"


def paste_view(ticket: Ticket | None = None) -> View:
    """Ask for the error; the ticket remembers where."""
    return view(
        TITLE,
        [
            section("Paste the error: the answer's body, curl's output, a log line, or a stack trace."),
            {
                "type": "input",
                "block_id": ids.PASTE_BLOCK,
                "label": label("The error"),
                "hint": label("Take tokens out first. Ids may stay: Hangup looks the conversation up."),
                "element": {"type": "plain_text_input", "action_id": ids.PASTE, "multiline": True, "max_length": 3000},
            },
        ],
        callback_id=ids.PASTE_VIEW,
        submit="Explain",
        ticket=ticket,
    )


def reading_view() -> View:
    """Show that it is being worked on."""
    return view(TITLE, [section(":hourglass_flowing_sand: Reading it, and looking at the conversation…")])


def explained_view(explained: Explained, reference: str, now: datetime) -> View:
    """Show the explanation in the view."""
    return view(TITLE, _blocks(explained, reference, now))


def explained_message(explained: Explained, reference: str, now: datetime) -> Message:
    """Show the explanation as a message."""
    return Message(explanation_text(explained.explanation), _blocks(explained, reference, now)[:50])


def _blocks(explained: Explained, reference: str, now: datetime) -> Blocks:
    conflict = explained.conflict
    found = []
    if conflict.exchange is not None:
        reply = conflict.exchange.reply
        request = conflict.exchange.request
        found.append(f"{request.method} {conflict.sent_host or ''}{request.path}".strip())
        found.append(f"answered {reply.status}" if reply else "was not answered")
    looked = _looked(explained)
    blocks: Blocks = [context(" · ".join([f"`{code(' '.join(found))}`"] * bool(found) + [looked]))]
    blocks += explanation_blocks(explained.explanation, now)
    if explained.undecided:
        names = " or ".join(escaped(f"{org.name} ({org.place})", 120) for org in explained.undecided[:10])
        example = f"/conversation explain in {explained.undecided[0].name} …"
        blocks.append(
            context(f"The conversation may be of {names}, so none was asked. Name the org: `{code(example, 80)}`")
        )
    return [*blocks, *details_blocks(explained.explanation, conflict.exchange, reference)]


def _looked(explained: Explained) -> str:
    """Say whether the conversation was looked up, where, and whether it was found there."""
    seen, asked = explained.conversation, explained.asked
    if seen is not None:
        return f"the conversation was looked up just now · {whence(seen.org, seen.place)}"
    if asked is None:
        return "from the text alone"
    at = whence(asked.name, asked.place)
    if explained.conflict.rereads:
        return f"the conversation was looked for just now, and not found · {at}"
    return f"from the text alone: the conversation was not to be seen just now · {at}"
