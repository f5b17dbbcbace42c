"""Who is there and who has left, by legs: what `every leg ended` and `others live` mean."""

from bot.domain.conversation import Conversation
from bot.domain.participant import Participant, Standing

_NEVER_ANSWERED = ("transfer.noanswer", "transfer.notavailable", "transfer.donotdisturb", "endpoint.donotdisturb")


def gone(participant: Participant) -> bool:
    """Tell whether somebody has left: an end is set, or every leg has ended."""
    if participant.ended_at is not None:
        return True
    legs = participant.communications
    return bool(legs) and all(leg.ended for leg in legs)


def present(conversation: Conversation, participant: Participant) -> bool:
    """Tell whether somebody is there by a leg that lives.

    A row without legs counts when it was connected, or when the document shows no legs at all.
    """
    if conversation.ended_at is not None or gone(participant):
        return False
    if participant.communications or participant.connected_at is not None:
        return True
    return not any(p.communications for p in conversation.participants)


def present_ones(conversation: Conversation) -> tuple[Participant, ...]:
    """List who is there."""
    return tuple(p for p in conversation.participants if present(conversation, p))


def over(conversation: Conversation) -> bool:
    """Tell whether a conversation is over: it bears an end, or every leg has ended."""
    if conversation.ended_at is not None:
        return True
    return any(gone(p) for p in conversation.participants) and not present_ones(conversation)


def row(conversation: Conversation, participant_id: str | None) -> Participant | None:
    """Find a participant by id; the live row, should the id be listed twice."""
    wanted = (participant_id or "").lower()
    rows = [p for p in conversation.participants if wanted and p.id.lower() == wanted]
    return next((p for p in rows if not gone(p)), rows[-1] if rows else None)


def owes_wrap_up(participant: Participant) -> bool:
    """Tell whether somebody has left and still owes a wrap-up; who never answered owes none."""
    if not gone(participant) or not participant.wrapup_pending:
        return False
    never = participant.connected_at is None and all(leg.connected_at is None for leg in participant.communications)
    unanswered = (participant.disconnect_type or "").lower() in _NEVER_ANSWERED
    pending = any(leg.wrapup_pending for leg in participant.communications)
    return pending or not (never and unanswered)


def stand_in(conversation: Conversation, participant: Participant) -> Participant | None:
    """Find the live row of the same person, the newest; voicemail aside."""
    if participant.user_id is None:
        return None
    mine = [
        p
        for p in present_ones(conversation)
        if p.user_id == participant.user_id and p.id != participant.id and p.purpose != "voicemail"
    ]
    return max(mine, key=lambda p: p.started_at.timestamp() if p.started_at else 0.0, default=None)


def standing(conversation: Conversation, participant: Participant) -> Standing:
    """Tell a participant's state, as the reads are compared."""
    if conversation.ended_at is not None or gone(participant):
        return Standing.ENDED
    return participant.standing
