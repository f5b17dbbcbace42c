"""`/conversation audit`: what the ledger holds about a conversation, about a person, or about oneself."""

import re

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.answer import Answer
from handlers.blocks.audit import audit_message
from handlers.blocks.mrkdwn import code, mention
from handlers.desk import Desk
from handlers.typed import after_first_word, org_apart, undressed

# https://docs.slack.dev/interactivity/implementing-slash-commands#escaping
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|([UW][A-Z0-9]{5,})")
MYSELF = {"", "me", "mine", "myself"}


async def show_audit(args: AsyncArgs, desk: Desk) -> None:
    """Show the latest lines to the asker alone."""
    lead = args.context["lead"]
    typed, org = org_apart(after_first_word(str(args.body.get("text", ""))).strip())
    person = _person(typed, lead.user_id)
    if person is not None:
        about, found = mention(person), await desk.audit.of_person(lead, person, org)
    else:
        conversation_id, found = await desk.audit.of_conversation(lead, undressed(typed), org)
        about = f"`{code(conversation_id, 60)}`"
    message = audit_message(about, found.entries, desk.now, desk.reasons, hidden=found.hidden)
    await Answer(args).ephemeral(message.text, message.blocks)


def _person(typed: str, asker: str) -> str | None:
    """Tell who is meant; None if it is no person."""
    if typed.lower() in MYSELF:
        return asker
    found = _PERSON.fullmatch(typed)
    return None if found is None else found[1] or found[2]
