"""What became of a demand: the view while it runs and when it is over, the line in the thread, the direct message."""

from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.disconnection import Act, Disconnection, Outcome
from bot.ports import Report
from handlers.blocks import ids
from handlers.blocks.card import Message, participant_row
from handlers.blocks.confirm_view import END_TITLE, TITLE, again_view, changed_view
from handlers.blocks.explanation import details_blocks, explanation_blocks, explanation_text
from handlers.blocks.metadata import Target, Ticket
from handlers.blocks.mrkdwn import Blocks, button, clock_time, code, context, escaped, mention, section, spoken
from handlers.blocks.views import View, view
from handlers.blocks.words import NOWHERE, Places, named, whence

# How a demand ended without an answer of the platform to explain: the details that the use cases write down.
DETAILS = {
    "left_unproven": "Whether Hangup's call did it can't be shown: the platform gave no clear answer to it.",
    "never_sent": "Hangup stopped before anything was sent. Press again if it is still needed.",
    "maybe_not_sent": "Hangup stopped in the middle, so the call may not have been sent. Press again if it is needed.",
    "withdrawn": "It was written down too late, so nothing was sent. Press again if it is still needed.",
    "not_signed_in": "Hangup could not sign in to the platform, so nothing was sent.",
    "not_readable": "The conversation could not be read again, so nothing was sent.",
    "changed": "The conversation had changed since you looked, so nothing was sent.",
}


def progress_view(demand: Disconnection, now: datetime, places: Places = NOWHERE) -> View:
    """Say that the demand is written down and under way; there is no button to press twice."""
    return view(
        _title(demand),
        [
            section(
                f":hourglass_flowing_sand: *{_doing(demand)}…*\nHangup reads the conversation once more, then sends it."
            ),
            context(f"Written down {clock_time(now)} · {_whence(demand, places)} · reference `{code(demand.id)}`"),
            context("You may close this: the result comes to the card and to you directly."),
        ],
    )


def rival_view(demand: Disconnection, rival: Disconnection, places: Places = NOWHERE) -> View:
    """Tell the second clicker who was first, and when."""
    what = "ending this conversation" if rival.act is Act.END_CONVERSATION else f"disconnecting {_whom(rival)}"
    return view(
        _title(demand),
        [
            section(
                f":raising_hand: *{mention(rival.lead)} is already {what}*, since {clock_time(rival.requested_at)}.\n"
                "Yours was not sent. The card shows how theirs ends; press again only if somebody is still there."
            ),
            context(f"{_whence(demand, places)} · reference `{code(demand.id)}`"),
        ],
    )


def result_view(report: Report, now: datetime, places: Places = NOWHERE) -> View:
    """Show how the demand stands, in the view it came from; `places` names platform and region of each org."""
    demand = report.disconnection
    if report.changes and report.conversation is not None:
        person = report.conversation.participant(demand.participant_id) if demand.participant_id else None
        changed = changed_view(report.conversation, person, report.changes, ticket_of(report), now)
        return _with_reference(changed, demand, places)
    if report.again and report.conversation is not None and demand.participant_id is not None:
        person = report.conversation.participant(demand.participant_id)
        if person is not None and person in report.conversation.live:
            blocks = [section(_headline(report)), participant_row(report.conversation, person, now, button=False)]
            return _with_reference(again_view(blocks, ticket_of(report)), demand, places)
    blocks = result_blocks(report, now)
    if report.explanation is not None:
        blocks += [{"type": "divider"}, *details_blocks(report.explanation, report.exchange, demand.id)]
    # What is offered here (another row, the whole conversation) is asked for in the same channel.
    asked = Ticket(channel_id=demand.origin.channel_id, message_ts=demand.origin.message_ts)
    return _with_reference(view(_title(demand), blocks, ticket=asked), demand, places)


def _with_reference(shown: View, demand: Disconnection, places: Places) -> View:
    """Put the org and the demand's id under a view, to be quoted."""
    blocks = shown["blocks"]
    above = blocks if isinstance(blocks, list) else []
    return {**shown, "blocks": [*above[:99], context(f"{_whence(demand, places)} · reference `{code(demand.id)}`")]}


def result_blocks(report: Report, now: datetime) -> Blocks:
    """Render the outcome, and the explanation where there is one."""
    blocks: Blocks = [section(f"{_headline(report)}")]
    if report.explanation is not None:
        blocks += explanation_blocks(report.explanation, now)
    if report.disconnection.outcome is Outcome.CONFIRMED and report.conversation is not None:
        blocks.append(context(_remaining(report.conversation)))
    blocks += _offers(report, now)
    detail = DETAILS.get(report.disconnection.detail, "")
    if detail:
        blocks.append(context(detail))
    return blocks


def result_message(report: Report, now: datetime, places: Places = NOWHERE) -> Message:
    """Say the outcome in a message of its own: directly to the lead, or in the card's thread."""
    demand = report.disconnection
    blocks = result_blocks(report, now)
    if report.explanation is not None:
        blocks += details_blocks(report.explanation, report.exchange, demand.id)
    about = f"Asked by {mention(demand.lead)} {clock_time(demand.requested_at)}"
    blocks.append(context(f"{about} · {_whence(demand, places)} · reference `{code(demand.id)}`"))
    return Message(result_text(report), blocks[:50])


def result_text(report: Report) -> str:
    """Say the outcome in plain text."""
    words = spoken(_headline(report))
    return f"{words} {explanation_text(report.explanation)}".strip() if report.explanation else words


def ticket_of(report: Report) -> Ticket:
    """Make the ticket for pressing *anyway*: the same demand, having seen what is shown now."""
    demand = report.disconnection
    number = demand.key.rpartition(":")[2]
    ticket = Ticket(
        org=demand.org,
        conversation_id=demand.conversation_id,
        participant_id=demand.participant_id,
        participant_name=demand.participant_name,
        channel_id=demand.origin.channel_id,
        message_ts=demand.origin.message_ts,
        attempt=int(number) + 1 if number.isdigit() else 1,
        reason=demand.reason,
        note=demand.note,
    )
    return ticket.having_read(report.conversation) if report.conversation else ticket


def _whence(demand: Disconnection, places: Places) -> str:
    return whence(demand.org, places.get(demand.org, ""))


def _remaining(conversation: Conversation) -> str:
    if not conversation.live:
        return "The conversation has ended: nobody is left on it."
    people = ", ".join(f"{named(p)}" for p in conversation.live[:6])
    more = len(conversation.live) - 6
    return f"Still on it: {people}" + (f" and {more} more." if more > 0 else ".")


def _gone(conversation: Conversation, participant_id: str | None) -> bool:
    return conversation.ended if participant_id is None else conversation.has_left(participant_id)


def _offers(report: Report, now: datetime) -> Blocks:
    """Offer what may help instead: the row where the same person is live, or ending the conversation."""
    conversation, explanation = report.conversation, report.explanation
    offers: Blocks = []
    if conversation is not None and explanation is not None and explanation.stand_in_id:
        other = conversation.participant(explanation.stand_in_id)
        if other is not None:
            offers.append(participant_row(conversation, other, now))
    if report.may_end:
        demand = report.disconnection
        target = Target(org=demand.org, conversation_id=demand.conversation_id)
        end = button("End conversation…", ids.END_PRESSED, target.packed(), style="danger")
        offers.append({"type": "actions", "elements": [end]})
    return offers


def _headline(report: Report) -> str:
    if report.first is not None:
        return f"{mention(report.first.lead)} was first. {_headline(Report(report.first))}"
    if report.unwritten:
        return (
            f":warning: *Hangup's ledger can't be written just now.* What became of {_whom(report.disconnection)} "
            "is looked up as soon as it can, and told to you."
        )
    if report.again:
        return f":arrows_counterclockwise: *It has settled.* Press again if {_whom(report.disconnection)} should leave."
    return _outcome(report)


def _outcome(report: Report) -> str:
    demand = report.disconnection
    whom, ended = _whom(demand), demand.act is Act.END_CONVERSATION
    match demand.outcome:
        case Outcome.REQUESTED | Outcome.SENDING:
            return f":hourglass_flowing_sand: *{_doing(demand)}…*"
        case Outcome.ACCEPTED:
            at = clock_time(demand.accepted_at)
            return f":hourglass_flowing_sand: *Accepted by the platform* {at}, not done yet. Hangup is watching."
        case Outcome.CONFIRMED:
            what = "The conversation has ended" if ended else f"{whom} has left"
            after = " after all" if report.correction else ""
            return f":white_check_mark: *{what}{after}.* Confirmed by read-back {clock_time(demand.settled_at)}."
        case Outcome.NOT_CONFIRMED:
            return _not_confirmed(report)
        case Outcome.REFUSED:
            what = "to end the conversation" if ended else f"to disconnect {whom}"
            return f":no_entry: *The platform refused {what}.*"
        case Outcome.NOT_SENT:
            detail = "" if demand.detail in DETAILS or not demand.detail else f" {escaped(demand.detail)}"
            return f":information_source: *Nothing was sent.*{detail}"


def _not_confirmed(report: Report) -> str:
    demand, conversation = report.disconnection, report.conversation
    ended = demand.act is Act.END_CONVERSATION
    whom = "everybody" if ended else _whom(demand)
    if conversation is not None and _gone(conversation, demand.participant_id):
        return f":warning: *Not confirmed at the time.* By now {whom} has left."
    what = "the conversation is still open" if ended else f"{whom} is still there"
    if conversation is None:
        what = "Hangup could not read the conversation again"
    return f":warning: *Not confirmed: {what}.* Hangup looks again after 1 and 5 minutes and corrects the card."


def _doing(demand: Disconnection) -> str:
    return "Ending the conversation" if demand.act is Act.END_CONVERSATION else f"Disconnecting {_whom(demand)}"


def _whom(demand: Disconnection) -> str:
    return escaped(demand.participant_name, 80) or "the participant"


def _title(demand: Disconnection) -> str:
    return END_TITLE if demand.act is Act.END_CONVERSATION else TITLE
