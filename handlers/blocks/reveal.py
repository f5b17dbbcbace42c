"""What is masked everywhere else, shown to one person."""

from datetime import datetime

from bot.domain.participant import Participant
from bot.use_cases.reveal import Revealed
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import clock_time, code, context, escaped, section
from handlers.blocks.words import whence

# A conversation has a handful of outsiders; a message takes fifty blocks.
MOST = 40


def reveal_message(found: Revealed, now: datetime, place: str = "") -> Message:
    """Render a line for each person: name, and each address once; `place` is the org's platform and region."""
    conversation = found.conversation
    title = f"*Not masked* · conversation `{code(conversation.id, 60)}` · {whence(conversation.org, place)}"
    shown = found.people[:MOST]
    return Message(
        "What is masked elsewhere, for you alone",
        [
            section(title),
            *(section(_line(person)) for person in shown),
            context(f"Only you see this, as of {clock_time(now)}. The ledger says that you did, and why."),
        ],
    )


def _line(person: Participant) -> str:
    known = dict.fromkeys(
        escaped(address, 200) for address in (person.address, person.ani, person.dnis) if address and address.strip()
    )
    name = escaped(person.name, 200) if person.name else "no name"
    return f"*{escaped(person.purpose, 40)}* · {name} · " + (" · ".join(f"`{one}`" for one in known) or "no number")
