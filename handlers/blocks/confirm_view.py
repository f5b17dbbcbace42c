"""The confirm view: the participant as read just now, who remains, and why."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.disconnection import Change
from bot.domain.participant import Participant, Purpose, Standing
from bot.domain.reason import Reason
from handlers.blocks import ids
from handlers.blocks.card import participant_row
from handlers.blocks.metadata import Ticket
from handlers.blocks.mrkdwn import Block, Blocks, clock_time, context, escaped, label, lines, section
from handlers.blocks.views import View, view
from handlers.blocks.words import name_of, named, standing_of, whence

TITLE = "Disconnect participant"
END_TITLE = "End conversation"
NAMED = 6


def confirm_view(
    conversation: Conversation, person: Participant, reasons: Sequence[Reason], ticket: Ticket, now: datetime
) -> View:
    """Ask whether to disconnect, and why; two taps suffice, since the first reason is chosen already."""
    if not person.live or conversation.ended:
        return view(TITLE, [*_who(conversation, person, now), section(_gone_words(conversation, person))])
    return view(
        TITLE,
        [
            *_who(conversation, person, now),
            section(_remains(conversation, person)),
            *_warning(conversation, person),
            *reason_inputs(reasons),
        ],
        callback_id=ids.CONFIRM_VIEW,
        submit="Disconnect",
        close="Keep",
        ticket=ticket,
    )


def end_view(conversation: Conversation, reasons: Sequence[Reason], ticket: Ticket, now: datetime) -> View:
    """Ask whether to end the whole conversation, and say what that costs."""
    if conversation.ended:
        over = section(":black_circle: *This conversation has ended already.* There is nothing to end.")
        return view(END_TITLE, [over, _as_read(conversation, now)])
    people = [f"• {named(p)} {standing_of(conversation, p)}" for p in conversation.live[:20]]
    more = len(conversation.live) - len(people)
    if more > 0:
        people.append(f"• and {more} more")
    too = ", the customer too" if any(p.purpose == Purpose.CUSTOMER for p in conversation.live) else ""
    return view(
        END_TITLE,
        [
            section(f":rotating_light: *This ends the conversation for everybody on it{too}.*"),
            section(lines(people) or "The platform lists nobody on it just now."),
            section(
                "*What it costs:* the platform writes a system wrap-up code over the agent's own. "
                "If one person is stuck, disconnect that one instead."
            ),
            _as_read(conversation, now),
            *reason_inputs(reasons),
        ],
        callback_id=ids.END_VIEW,
        submit="End for everybody",
        close="Keep",
        ticket=ticket,
    )


def changed_view(
    conversation: Conversation, person: Participant | None, found: Sequence[Change], ticket: Ticket, now: datetime
) -> View:
    """Show what is different from what the lead saw; nothing was sent, and one button sends it anyway."""
    whole = ticket.participant_id is None
    title = END_TITLE if whole else TITLE
    name = escaped(name_of(person), 80) if person else escaped(ticket.participant_name or "The participant", 80)
    different = "\n".join(f"• {_change_words(change, name)}" for change in found)
    blocks: Blocks = [
        section(f":eyes: *Nothing was sent: the conversation has changed since you looked.*\n{different}")
    ]
    over = {Change.CONVERSATION_ENDED, Change.LEFT, Change.MOVED} & set(found)
    if over:
        if Change.MOVED in found:
            blocks += _moved_to(conversation, person, now)
        return view(title, [*blocks, _as_read(conversation, now)])
    if person is not None:
        blocks += [*_who(conversation, person, now), section(_remains(conversation, person))]
    else:
        blocks.append(_as_read(conversation, now))
    return view(
        title,
        [*blocks, context("Your reason is kept")],
        callback_id=ids.END_VIEW if whole else ids.CONFIRM_VIEW,
        submit="End anyway" if whole else "Disconnect anyway",
        close="Keep",
        ticket=ticket,
    )


def again_view(blocks: Blocks, ticket: Ticket) -> View:
    """Offer to press again, as a new demand with the same reason."""
    return view(TITLE, blocks, callback_id=ids.CONFIRM_VIEW, submit="Disconnect", close="Keep", ticket=ticket)


def reason_inputs(reasons: Sequence[Reason]) -> Blocks:
    """Make the select of reasons and the note."""
    options = [{"text": label(reason.label, 75), "value": reason.code} for reason in reasons[:100]]
    return [
        {
            "type": "input",
            "block_id": ids.REASON_BLOCK,
            "label": label("Why?"),
            "element": {
                "type": "static_select",
                "action_id": ids.REASON,
                "options": options,
                "initial_option": options[0],
            },
        },
        {
            "type": "input",
            "block_id": ids.NOTE_BLOCK,
            "optional": True,
            "label": label("Note"),
            "hint": label("Goes into the ledger. No customer data, please."),
            "element": {"type": "plain_text_input", "action_id": ids.NOTE, "multiline": False, "max_length": 500},
        },
    ]


def _moved_to(conversation: Conversation, person: Participant | None, now: datetime) -> Blocks:
    """Offer the row where the same person is live."""
    other = conversation.stand_in_for(person) if person else None
    return [section("Press the row that is live:"), participant_row(conversation, other, now)] if other else []


def _who(conversation: Conversation, person: Participant, now: datetime) -> Blocks:
    return [participant_row(conversation, person, now, button=False), _as_read(conversation, now)]


def _as_read(conversation: Conversation, now: datetime) -> Block:
    return context(f"As read {clock_time(now)} · {whence(conversation.org, conversation.place)}")


def _remains(conversation: Conversation, person: Participant) -> str:
    others = conversation.others_live(person.id)
    consequence = f" {escaped(person.consequence, 200)}" if person.consequence else ""
    if not others:
        return f"*Who remains:* nobody else is live on this conversation.{consequence}"
    # Who is live may not stay: that is said alone where the platform is known to leave them.
    return f"*{'Also live' if consequence else 'Who remains'}:* {_names(others)}.{consequence}"


def _names(people: Sequence[Participant]) -> str:
    more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
    return ", ".join(named(p) for p in people[:NAMED]) + more


def _warning(conversation: Conversation, person: Participant) -> Blocks:
    standing = conversation.standing(person)
    caution = [_caution(person, escaped(person.caution, 200))] if person.caution else []
    # How a state was found out that has no word of its own stands in the row.
    if standing is Standing.CONNECTED or (standing is Standing.UNKNOWN and person.remark):
        return caution
    ringing = "is not connected yet: it is ringing"
    words = {
        # What is known to end is not said to be offered on.
        Standing.ALERTING: ringing if person.consequence else f"{ringing}. The platform may offer it to somebody else",
        Standing.UNKNOWN: "is in a state that Hangup does not know. The platform may refuse",
        Standing.SCHEDULED: "is waiting for its scheduled time. Nobody is talking",
        Standing.PARKED: "is parked. The agent has put it aside, not finished it",
    }.get(standing, "is not connected yet. The platform may refuse while it changes")
    return [_caution(person, words), *caution]


def _caution(person: Participant, words: str) -> Block:
    return section(f":warning: *{escaped(name_of(person), 80)}* {words}.")


def _gone_words(conversation: Conversation, person: Participant) -> str:
    name = escaped(name_of(person), 80)
    if conversation.ended:
        return (
            f":black_circle: *The conversation has ended.* {name} is no longer on it; there is nothing to disconnect."
        )
    if conversation.standing(person) is Standing.WRAP_UP:
        return f":memo: *{name} has left and is in wrap-up.* Nothing to disconnect: the agent finishes the wrap-up."
    gone = f":black_circle: *{name} has left already.* There is nothing to disconnect."
    if conversation.stand_in_for(person):
        return f"{gone} The same person is live on another row of the card: use that one."
    if not conversation.live:
        return gone
    free = any(one.fixed is None for one in conversation.live)
    more = " Look it up again to disconnect one of them." if free else ""
    return f"{gone}\n*Live now:* {_names(conversation.live)}.{more}"


def _change_words(change: Change, name: str) -> str:
    match change:
        case Change.CONVERSATION_ENDED:
            return "The conversation has ended. There is nobody to disconnect."
        case Change.LEFT:
            return f"*{name}* has left by now. There is nothing left to do."
        case Change.MOVED:
            return f"*{name}* is live on another row: the same person, joined anew."
        case Change.CONNECTED:
            return f"*{name}* is connected now, and was not when you looked."
        case Change.WAITING:
            return f"*{name}* is no longer connected, but has not left."
        case Change.PEOPLE_JOINED:
            return "Somebody has joined the conversation."
        case Change.PEOPLE_LEFT:
            return "Somebody else has left the conversation."
