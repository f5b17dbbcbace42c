"""Evidence from a scene: a fact with the place and the time at which it was seen."""

from bot.domain.conflict.explanation import Evidence
from bot.domain.conflict.scene import Scene
from bot.domain.conflict.words import names, observations
from bot.domain.disconnection import PastAct
from bot.domain.participant import Participant


def read(scene: Scene, fact: str, participant: Participant | None = None) -> Evidence:
    """Note a fact of the latest re-read, or of the read before the request if there is no other."""
    happened = participant.left_at if participant else None
    if scene.latest is None:
        return Evidence(fact, observations.FIRST_READ, scene.conflict.before_at, happened_at=happened)
    return Evidence(fact, observations.RE_READ, scene.latest.at, happened_at=happened)


def missed(scene: Scene, fact: str) -> Evidence:
    """Note a fact of a re-read that found nothing, or of the answer that said so."""
    if scene.missing is not None:
        return Evidence(fact, observations.RE_READ, scene.missing.at)
    return answered(scene, fact)


def answered(scene: Scene, fact: str) -> Evidence:
    """Note what the platform answered; the moment of the request stands for the answer's."""
    exchange = scene.conflict.exchange
    return Evidence(fact, observations.ANSWER, exchange.request.sent_at if exchange else None)


def requested(scene: Scene, fact: str) -> Evidence:
    """Note what the request itself shows."""
    exchange = scene.conflict.exchange
    return Evidence(fact, observations.REQUEST, exchange.request.sent_at if exchange else None)


def recorded(scene: Scene, fact: str) -> Evidence:
    """Note what the platform's records say."""
    records = scene.conflict.probes.analytics
    if records is None:
        return Evidence(fact, observations.RECORDS)
    return Evidence(fact, observations.RECORDS, records.at, happened_at=records.ended_at)


def remembered(fact: str, act: PastAct) -> Evidence:
    """Note an act of the ledger, with who did it."""
    return Evidence(fact, observations.LEDGER, act.at, by=act.by or None)


def whole(scene: Scene) -> str:
    """Name what the request was about: a participant, or the conversation; a leg that the answer alone names."""
    if scene.participant_id is None and scene.contact_unknown:
        return "that contact"
    return names.who(scene.party_known) if scene.participant_id else "the conversation"


def still_live(scene: Scene) -> Evidence:
    """Note that the participant, or the conversation that was to end, is still there, and in which state."""
    if scene.party is None:
        return read(scene, observations.CONVERSATION_LIVE)
    steady = len(scene.standings) > 1 and not scene.state_moved
    words = observations.STILL_LIVE_UNCHANGED if steady else observations.STILL_LIVE
    return read(scene, filled(scene, words, state=names.condition(scene.party)))


def filled(scene: Scene, fact: str, **words: str) -> str:
    """Fill a sentence with who it is about."""
    subject = whole(scene)
    return fact.format(who=subject, Who=names.opening(subject), **words)
