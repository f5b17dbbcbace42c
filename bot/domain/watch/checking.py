"""Whether a conversation, as it was just read, bears out what a search showed: before an alert, and before its end."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.participant import FLOWS, STAFF, Participant, Purpose, Standing
from bot.domain.watch.rule import AlertRule, RuleKind, Stuck
from bot.domain.watch.words import STATES, person

ENDED = "The conversation has ended."


@dataclass(frozen=True, slots=True)
class Checked:
    """What a read says of a problem: it stands, since a moment; or it is over, with what was seen; or neither."""

    over: str = ""
    stands: bool = False
    since: datetime | None = None


UNDECIDED = Checked()


def check(
    rule: AlertRule, conversation: Conversation, participant_id: str | None, agent_id: str | None, now: datetime
) -> Checked:
    """Decide from the conversation alone."""
    match rule.kind:
        case RuleKind.STUCK_STATE:
            return _stuck(rule, conversation, _party(conversation, participant_id, agent_id), now)
        case RuleKind.AGENT_ALONE if not conversation.ended:
            return _agent_alone(rule, conversation, now)
        case RuleKind.CUSTOMER_ALONE if not conversation.ended:
            return _customer_alone(rule, conversation, now)
        case RuleKind.WAITING if not conversation.ended:
            return _waiting(rule, conversation)
        case RuleKind.NOT_CONFIRMED if not conversation.ended and participant_id is not None:
            return _left(conversation, participant_id)
        case _:
            return Checked(over=ENDED) if conversation.ended else Checked(stands=True, since=conversation.started_at)


def _stuck(rule: AlertRule, conversation: Conversation, one: Participant | None, now: datetime) -> Checked:
    if one is None:
        return Checked(over=ENDED) if conversation.ended else UNDECIDED
    standing = conversation.standing(one)
    state = Stuck.WRAP_UP if standing is Standing.WRAP_UP else Stuck.HELD if one.held else _stuck_in(standing)
    if state in rule.states:
        if one.since is not None and now - one.since < rule.longer_than:
            return Checked(over=f"{person(one)} is {STATES[state]}, and not for long.")
        return Checked(stands=True, since=one.since)
    if standing is Standing.ENDED:
        return Checked(over=ENDED if conversation.ended else f"{person(one)} has left.")
    return Checked(over=f"{person(one)} is {standing.value} now.")


def _stuck_in(standing: Standing) -> Stuck | None:
    try:
        return Stuck(standing.value)
    except ValueError:
        return None


def _agent_alone(rule: AlertRule, conversation: Conversation, now: datetime) -> Checked:
    staff = [one for one in conversation.live if one.purpose in STAFF]
    if not staff:
        return Checked(over="The agent has left.")
    if any(one.is_outsider for one in conversation.live):
        return Checked(over="A customer is on it.")
    if len(staff) > 1:
        return Checked(over="Another colleague is on it.")
    gone = [one.left_at for one in conversation.gone if one.is_outsider and one.left_at is not None]
    return _lasting(rule, max(gone, default=staff[0].since), now, "The customer has only just left.")


def _customer_alone(rule: AlertRule, conversation: Conversation, now: datetime) -> Checked:
    if not any(one.is_outsider for one in conversation.live):
        return Checked(over="The customer has left.")
    attending = [one for one in conversation.live if one.purpose in STAFF or one.purpose in FLOWS]
    if attending:
        return Checked(over=f"{person(attending[0])} has the customer now.")
    gone = [one.left_at for one in conversation.gone if one.left_at is not None]
    began = [one.since for one in conversation.live if one.is_outsider and one.since is not None]
    return _lasting(rule, max([*gone, *began[:1]], default=None), now, "The customer has only just been left alone.")


def _lasting(rule: AlertRule, since: datetime | None, now: datetime, too_new: str) -> Checked:
    if since is not None and now - since < rule.longer_than:
        return Checked(over=too_new)
    return Checked(stands=True, since=since)


def _waiting(rule: AlertRule, conversation: Conversation) -> Checked:
    queues = [one for one in conversation.live if one.purpose == Purpose.ACD]
    mine = [one for one in queues if rule.means_queue(one.queue_id, one.queue_name)]
    agents = [one for one in conversation.live if one.purpose in STAFF and one.standing is Standing.CONNECTED]
    if agents:
        return Checked(over=f"{person(agents[0])} has answered.")
    if not mine:
        return Checked(over="The customer is no longer in the queue.")
    return Checked(stands=True, since=mine[0].since)


def _left(conversation: Conversation, participant_id: str) -> Checked:
    if not conversation.has_left(participant_id):
        return Checked(stands=True)
    one = conversation.participant(participant_id)
    return Checked(over=f"{person(one) if one else 'The participant'} has left since.")


def _party(conversation: Conversation, participant_id: str | None, agent_id: str | None) -> Participant | None:
    found = conversation.participant(participant_id) if participant_id is not None else None
    if found is not None or agent_id is None:
        return found
    mine = [one for one in conversation.participants if one.user_id == agent_id]
    return conversation.live_one_of(agent_id) or (mine[-1] if mine else None)
