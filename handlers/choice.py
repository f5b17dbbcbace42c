"""Whom a lead means by the words after the conversation: an id, a name, a purpose, or nothing."""

from bot.domain.conversation import Conversation
from bot.domain.errors import InputError
from bot.domain.participant import STAFF, Participant
from handlers.blocks.words import name_of, purpose_of


def chosen(conversation: Conversation, words: str) -> Participant | None:
    """Find the one live participant that is meant; None where several fit, so that the lead chooses.

    Without words it is the only live agent, if there is just one. Raises `InputError` when nobody fits.
    """
    live = conversation.live
    if not words:
        staff = [p for p in live if p.purpose in STAFF]
        return staff[0] if len(staff) == 1 else None
    wanted = words.casefold().removeprefix("@")
    exact = conversation.participant(words) or conversation.participant(wanted)
    if exact is not None:
        return exact
    fitting = [
        p
        for p in live
        if wanted in name_of(p).casefold()
        or wanted in {purpose_of(p).casefold(), p.purpose, p.user_id}
        or wanted in {leg.id for leg in p.communications}
    ]
    named = [p for p in fitting if name_of(p).casefold() == wanted]
    if len(named) == 1:
        return named[0]
    if not fitting:
        names = ", ".join(name_of(p) for p in live[:6]) or "nobody"
        raise InputError(
            "Nobody who is live on this conversation fits that.",
            f"Live are: {names}. Leave the name out to choose from a list.",
        )
    return fitting[0] if len(fitting) == 1 else None
