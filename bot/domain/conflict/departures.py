"""The rows of what is over: the conversation, the wrap-up that is left, the participant, the wrong row."""

from bot.domain.conflict import claims, hints, presence, seen
from bot.domain.conflict.explanation import Cause, Evidence
from bot.domain.conflict.finding import Finding, hinted, likely, proven
from bot.domain.conflict.scene import Scene
from bot.domain.conflict.words import names, observations, platforms
from bot.domain.conversation import Conversation
from bot.domain.participant import Participant

# What an id is that is neither another leg's, nor a person's, nor a queue's.
_NOBODYS = frozenset({"", "conversation"})


def conversation_ended(scene: Scene) -> Finding | None:
    """Proven by a re-read with an end, or by the records' end where it is gone; likely if it was live before."""
    cause = Cause.CONVERSATION_ENDED
    worked = "worked" if scene.accepted and scene.was_live else ""
    ended = next((c for c in scene.sightings if c is not scene.conflict.before and c.ended_at is not None), None)
    if ended is not None:
        seen_at = next(r.at for r in scene.reads if r.conversation is ended)
        fact = observations.CONVERSATION_HAS_END
        return proven(
            cause,
            Evidence(fact, observations.RE_READ, seen_at, happened_at=ended.ended_at),
            *_how(scene),
            variant=worked,
        )
    if scene.conversation is not None and presence.over(scene.conversation):
        return proven(cause, seen.read(scene, observations.EVERY_LEG_ENDED), *_how(scene), variant=worked)
    if scene.not_found:
        return _vanished(scene)
    if scene.conversation is None and scene.conflict.before is not None and presence.over(scene.conflict.before):
        return hinted(cause, seen.read(scene, observations.EVERY_LEG_ENDED), variant="likely")
    return None if scene.conversation is not None else hints.claimed(scene, cause)


def _vanished(scene: Scene) -> Finding | None:
    cause, records = Cause.CONVERSATION_ENDED, scene.conflict.probes.analytics
    gone = seen.missed(scene, observations.NOT_THERE)
    if records is not None and records.known and records.ended_at is not None:
        return proven(cause, gone, seen.recorded(scene, observations.RECORDS_END))
    if scene.was_live:
        was_live = Evidence(
            observations.WAS_LIVE, observations.FIRST_READ, scene.conflict.before_at or scene.conflict.seen_live_at
        )
        if scene.missing is not None or _says_no_conversation(scene):
            return likely(cause, gone, was_live, variant="likely")
        return hinted(cause, gone, was_live, variant="likely")
    if records is not None and records.known:
        return hinted(cause, gone, seen.recorded(scene, observations.RECORDS_OPEN), variant="likely")
    return hints.claimed(scene, cause)


def wrap_up_pending(scene: Scene) -> Finding | None:
    """Proven by a re-read: the participant has left, and a wrap-up is owed."""
    cause = Cause.WRAP_UP_PENDING
    if scene.party is not None and presence.owes_wrap_up(scene.party):
        return proven(cause, _wrap_up(scene, scene.party))
    if scene.conversation is not None and scene.participant_id is None and presence.over(scene.conversation):
        owing = next((p for p in scene.conversation.participants if presence.owes_wrap_up(p)), None)
        return proven(cause, _wrap_up(scene, owing), about=names.who(owing)) if owing else None
    before = _before_only(scene)
    if before is not None and presence.owes_wrap_up(before):
        return hinted(cause, _wrap_up(scene, before), variant="likely")
    return None if scene.conversation is not None else hints.claimed(scene, cause)


def wrong_participant(scene: Scene) -> Finding | None:
    """Proven by a re-read: the id is nobody's there, or that row has ended while the person is live on another."""
    cause, sent = Cause.WRONG_PARTICIPANT, scene.participant_id
    if sent is None:
        return None
    if scene.conversation is not None and scene.conversation.participants:
        if scene.party is None:
            what, about, facts = _instead(scene, scene.conversation, sent)
            # Where legs are forgotten, an id that nobody bears any more may have been a leg's: see below.
            return None if _forgotten(scene) and what in _NOBODYS else proven(cause, *facts, variant=what, about=about)
        stand_in = presence.stand_in(scene.conversation, scene.party)
        if stand_in is not None and scene.party_left:
            facts = (_left(scene, scene.party), seen.read(scene, observations.LIVE_ELSEWHERE))
            found = proven(cause, *facts, variant="moved")
            return Finding(found.cause, found.certainty, found.evidence, variant="moved", stand_in_id=stand_in.id)
    mixed = _mixed(scene)
    if mixed:
        return hinted(cause, seen.requested(scene, mixed), variant="mixed")
    before = scene.conflict.before if scene.conversation is None else None
    if before is not None and before.participants and presence.row(before, sent) is None:
        what, about, facts = _instead(scene, before, sent)
        return hinted(cause, *facts, variant=what, about=about)
    return None if scene.party_present else hints.claimed(scene, cause)


def participant_already_disconnected(scene: Scene) -> Finding | None:
    """Proven by a re-read: that participant has left, and others are live."""
    cause = Cause.PARTICIPANT_ALREADY_DISCONNECTED
    if scene.conversation is not None:
        if scene.party is None and scene.participant_id is not None and _forgotten(scene):
            return _forgotten_leg(scene, scene.conversation, scene.participant_id)
        if scene.party is None or not scene.party_left or not scene.others:
            return None
        remaining = seen.read(scene, observations.still_there(names.who_all(scene.others), len(scene.others)))
        return proven(cause, _left(scene, scene.party), remaining, variant="worked" if scene.accepted else "")
    before = _before_only(scene)
    if before is not None and presence.gone(before):
        return hinted(cause, _left(scene, before), variant="likely")
    if scene.contact_unknown and not scene.not_found:
        return hinted(cause, seen.answered(scene, observations.NO_SUCH_CONTACT), variant="likely")
    return None if scene.not_found else hints.claimed(scene, cause)


def _forgotten(scene: Scene) -> bool:
    return platforms.of(scene.conflict.org.platform).forgets_legs


def _forgotten_leg(scene: Scene, conversation: Conversation, sent: str) -> Finding | None:
    """Find a leg that is listed nowhere any more: likely where the platform says that there is none."""
    cause, (what, _, facts) = Cause.PARTICIPANT_ALREADY_DISCONNECTED, _instead(scene, conversation, sent)
    if what not in _NOBODYS or presence.over(conversation):
        return None
    found = [facts[0]]
    if scene.others:
        remaining = observations.still_there(names.who_all(scene.others), len(scene.others))
        found.append(seen.read(scene, remaining))
    if not scene.contact_unknown:
        return hinted(cause, *found, variant="likely")
    return likely(cause, seen.answered(scene, observations.NO_SUCH_CONTACT), *found, variant="likely")


def _says_no_conversation(scene: Scene) -> bool:
    return scene.reply is not None and claims.claim(scene.reply) is Cause.UNKNOWN_CONVERSATION


def _before_only(scene: Scene) -> Participant | None:
    """Find the participant in the read before the act, where there is no re-read."""
    before = scene.conflict.before
    return presence.row(before, scene.participant_id) if before is not None and scene.conversation is None else None


def _how(scene: Scene) -> tuple[Evidence, ...]:
    if scene.party is None or not presence.gone(scene.party):
        return ()
    return (_left(scene, scene.party),)


def _left(scene: Scene, participant: Participant) -> Evidence:
    fact = observations.left(names.who(participant), participant.disconnect_type)
    return seen.read(scene, fact, participant)


def _wrap_up(scene: Scene, participant: Participant) -> Evidence:
    name = names.opening(names.who(participant))
    return seen.read(scene, observations.OWES_WRAP_UP.format(Who=name), participant)


def _instead(scene: Scene, conversation: Conversation, sent: str) -> tuple[str, str, tuple[Evidence, ...]]:
    """Say what an id is that no participant bears: the variant, whom it is about, the facts."""
    absent, wanted = seen.read(scene, observations.NOT_LISTED), sent.lower()
    for person in conversation.participants:
        name = names.who(person)
        if wanted in {leg.id.lower() for leg in person.communications}:
            return "communication", name, (absent, seen.read(scene, observations.IS_COMMUNICATION.format(other=name)))
        if wanted == (person.user_id or "").lower():
            return "user", name, (absent, seen.read(scene, observations.IS_USER.format(other=name)))
        if wanted == (person.queue_id or "").lower():
            return "queue", name, (absent, seen.read(scene, observations.IS_QUEUE.format(other=name)))
    if wanted in {conversation.id.lower(), scene.conflict.conversation_id.lower()}:
        return "conversation", "", (absent, seen.read(scene, observations.IS_CONVERSATION))
    return "", "", (absent,)


def _mixed(scene: Scene) -> str:
    facts = scene.conflict
    if _differ(facts.sent_participant_id, facts.participant_id):
        return observations.MIXED_PARTICIPANTS
    if _differ(facts.sent_conversation_id, facts.conversation_id):
        return observations.MIXED_CONVERSATIONS
    return ""


def _differ(sent: str | None, meant: str | None) -> bool:
    return bool(sent and meant and sent.lower() != meant.lower())
