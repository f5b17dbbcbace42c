"""Whom on a conversation somebody may disconnect, and why not."""

from datetime import datetime

from bot.domain.access import Decision
from bot.use_cases.can_i import Verdicts
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import Blocks, clock_time, code, context, escaped, lines, section
from handlers.blocks.pause import pause_line
from handlers.blocks.whoami import because
from handlers.blocks.words import name_of, purpose_of, whence


def can_i_message(found: Verdicts, now: datetime, *, read_only: bool) -> Message:
    """Answer for each who is live, and for ending it all."""
    conversation = found.conversation
    people = [
        _line(f"*{escaped(name_of(person), 80)}* ({escaped(purpose_of(person), 40)})", decision, person.fixed)
        for person, decision in found.people
    ]
    yes = sum(decision.allowed and person.fixed is None for person, decision in found.people)
    summary = f"You may disconnect {yes} of {len(people)} who are live." if people else "Nobody is live on it."
    org = whence(conversation.org, conversation.place)
    blocks: Blocks = [
        section(f"*May you disconnect?* {summary}"),
        *([section(lines(people))] if people else []),
        section(_line("*End it for everybody*", found.whole, conversation.fixed)),
        context(f"As read {clock_time(now)} · {org} · `{code(conversation.id, 60)}`"),
    ]
    if found.pause is not None:
        blocks.append(context(f"{pause_line(found.pause, now)} Until somebody resumes, nothing is disconnected."))
    if read_only:
        blocks.append(context(":lock: *Read only:* nothing is disconnected just now."))
    if denied := next((d for _, d in found.people if not d.allowed), None):
        blocks.append(context(f"To allow it, the person who runs Hangup adds: `{code(denied.fix)}`"))
    return Message(summary, blocks)


def _line(whom: str, decision: Decision, fixed: str | None) -> str:
    if decision.allowed and fixed is not None:
        return f":lock: {whom}: nobody can. {escaped(fixed, 300)}"
    return (
        f":white_check_mark: {whom}: yes. {because(decision)}"
        if decision.allowed
        else f":no_entry: {whom}: no. {because(decision)}"
    )
