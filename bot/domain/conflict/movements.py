"""The rows of what is still there: changing state, stuck, or held by a flow."""

from datetime import timedelta

from bot.domain.conflict import hints, presence, seen
from bot.domain.conflict.explanation import Cause, Evidence
from bot.domain.conflict.finding import Finding, hinted, likely, proven
from bot.domain.conflict.scene import UNCHANGED_SECONDS, Scene
from bot.domain.conflict.words import names, observations
from bot.domain.conversation import Conversation
from bot.domain.participant import IN_TRANSITION, Participant

_OPEN_FOR = timedelta(hours=12)


def participant_in_transition(scene: Scene) -> Finding | None:
    """Proven by two reads that differ, by a state on the way to another, or by an unfinished transfer that names it."""
    cause = Cause.PARTICIPANT_IN_TRANSITION
    conversation, party = scene.conversation, scene.party
    if conversation is not None and presence.over(conversation):
        return None
    if conversation is not None and party is not None and not presence.gone(party):
        return _moving(scene, conversation, party)
    if conversation is not None:
        return None
    before = scene.conflict.before
    known = scene.party_known if before is not None else None
    if before is not None and known is not None and presence.present(before, known) and not scene.not_found:
        if known.standing in IN_TRANSITION:
            return hinted(cause, _state(scene, known), variant="likely")
        if _named_in_transfer(before, known):
            return hinted(cause, _fact(scene, observations.TRANSFER_OPEN), variant="likely")
    return None if scene.not_found else hints.claimed(scene, cause)


def _moving(scene: Scene, conversation: Conversation, party: Participant) -> Finding | None:
    cause = Cause.PARTICIPANT_IN_TRANSITION
    facts = []
    variant = about = ""
    if party.standing in IN_TRANSITION:
        variant, about = "state", names.state(party.standing.value)
        facts.append(_state(scene, party))
    if scene.state_moved:
        first, last = scene.standings[0], scene.standings[-1]
        first = next(state for state in scene.standings if state is not last) if first is last else first
        words = {"first": names.state(first.value), "last": names.state(last.value)}
        facts.append(_fact(scene, observations.STATE_MOVED, **words))
    if _named_in_transfer(conversation, party):
        variant = variant or "transfer"
        facts.append(_fact(scene, observations.TRANSFER_OPEN))
    if _consulting(conversation, party):
        variant = variant or "transfer"
        facts.append(_fact(scene, observations.CONSULT_OPEN))
    if facts and scene.contact_unknown:
        # What moves may bear another id by now; that it does is not shown.
        return hinted(cause, *facts, variant="likely")
    if facts:
        return proven(cause, *facts, variant=variant, about=about)
    if any(transfer.unfinished for transfer in conversation.transfers):
        return hinted(cause, seen.read(scene, observations.TRANSFER_SOMEWHERE), variant="likely")
    return None


def stuck_conversation(scene: Scene) -> Finding | None:
    """Likely if it was accepted and unchanged for 20 s; proven if nobody else is live, or it was open for over 12 h."""
    if not scene.accepted or scene.conversation is None or scene.unchanged_for < UNCHANGED_SECONDS:
        return None
    unchanged = _fact(scene, observations.UNCHANGED, seconds=str(int(scene.unchanged_for)))
    facts = [seen.answered(scene, observations.ACCEPTED), unchanged]
    alone = scene.participant_id is not None and not scene.others
    if alone:
        facts.append(seen.read(scene, observations.NOBODY_ELSE))
    records = scene.conflict.probes.analytics
    old = (
        records is not None
        and records.ended_at is None
        and records.started_at is not None
        and scene.conflict.now - records.started_at > _OPEN_FOR
    )
    if old:
        facts.append(seen.recorded(scene, observations.RECORDS_OLD))
    if alone or old:
        return proven(Cause.STUCK_CONVERSATION, *facts)
    return likely(Cause.STUCK_CONVERSATION, *facts, variant="likely")


def owned_by_flow(scene: Scene) -> Finding | None:
    """Proven by a re-read: the participant, or everybody live but the customer, is a queue, a flow or a dialer."""
    cause = Cause.OWNED_BY_FLOW
    known = scene.known
    if known is None or presence.over(known):
        return hints.claimed(scene, cause) if known is None and not scene.not_found else None
    settle = proven if scene.conversation is not None else hinted
    hedge = "" if scene.conversation is not None else "likely"
    party = presence.row(known, scene.participant_id)
    if party is not None and party.is_flow and presence.present(known, party):
        return settle(cause, _fact(scene, observations.IS_FLOW), variant=hedge)
    holders = [p for p in presence.present_ones(known) if not p.is_outsider]
    if holders and all(p.is_flow for p in holders):
        about = names.who_all(holders)
        fact = seen.read(scene, observations.ONLY_FLOWS.format(other=about))
        return settle(cause, fact, variant=hedge or "rest", about=about)
    return None


def _fact(scene: Scene, words: str, **more: str) -> Evidence:
    return seen.read(scene, seen.filled(scene, words, **more))


def _state(scene: Scene, party: Participant) -> Evidence:
    return _fact(scene, observations.STATE_NOW, state=names.state(party.standing.value))


def _named_in_transfer(conversation: Conversation, party: Participant) -> bool:
    """Tell whether an unfinished transfer names this person."""
    if party.user_id is None:
        return False
    return any(
        transfer.unfinished and party.user_id in {transfer.initiator_user_id, transfer.target_user_id}
        for transfer in conversation.transfers
    )


def _consulting(conversation: Conversation, party: Participant) -> bool:
    """Tell whether an unfinished consultation names this row: both ends live, and nobody has left by transfer since."""
    for person in presence.present_ones(conversation):
        other = presence.row(conversation, person.consult_participant_id) if person.consult_participant_id else None
        if other is None or not presence.present(conversation, other) or party.id not in {person.id, other.id}:
            continue
        if not any(_transferred_since(left, person) for left in conversation.participants):
            return True
    return False


def _transferred_since(left: Participant, person: Participant) -> bool:
    if not presence.gone(left) or not (left.disconnect_type or "").lower().startswith("transfer"):
        return False
    if "noanswer" in (left.disconnect_type or "") or "notavailable" in (left.disconnect_type or ""):
        return False
    return left.left_at is None or person.started_at is None or left.left_at >= person.started_at
