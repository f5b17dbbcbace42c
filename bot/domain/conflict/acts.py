"""The rows that our ledger decides: the same request twice, and somebody else's act."""

from bot.domain.conflict import hints, presence, seen
from bot.domain.conflict.explanation import Cause
from bot.domain.conflict.finding import Finding, likely, proven
from bot.domain.conflict.scene import Scene
from bot.domain.conflict.words import names, observations
from bot.domain.disconnection import RECENT_SECONDS, Outcome, PastAct

_NOTHING_SENT = frozenset({Outcome.REFUSED, Outcome.NOT_SENT})
_NOTED_BEFORE_SECONDS = 1.0
# What is longer under way than this was left behind by a crash: a demand's whole life is about a minute.
_IN_FLIGHT_SECONDS = 300.0
_UNDER_WAY = frozenset({Outcome.REQUESTED, Outcome.SENDING})


def duplicate_request(scene: Scene) -> Finding | None:
    """Proven by our ledger: the same target, in flight or accepted within 60 s; whoever asked."""
    same = [act for act in _acts(scene) if _same_target(scene, act) and not _itself(scene, act)]
    same = [act for act in same if _within(scene, act, _IN_FLIGHT_SECONDS if _under_way(act) else RECENT_SECONDS)]
    if same:
        act = max(same, key=lambda one: one.at)
        fact = observations.SAME_IN_FLIGHT if _under_way(act) else observations.SAME_ACCEPTED
        variant = "in_flight" if _under_way(act) else ""
        return proven(Cause.DUPLICATE_REQUEST, seen.remembered(seen.filled(scene, fact), act), variant=variant)
    return hints.claimed(scene, Cause.DUPLICATE_REQUEST)


def concurrent_action(scene: Scene) -> Finding | None:
    """Proven by our ledger: another act on this conversation within 60 s; likely by a transfer between reads."""
    mine = scene.conflict.lead
    others = [act for act in _acts(scene) if not _same_target(scene, act) and _within(scene, act, RECENT_SECONDS)]
    others = [act for act in others if not mine or act.by != mine]
    if others:
        act = max(others, key=lambda one: one.at)
        fact = observations.OTHER_END if act.participant_id is None else observations.OTHER_ACT
        return proven(Cause.CONCURRENT_ACTION, seen.remembered(fact, act))
    moved = _transferred_away(scene)
    if moved:
        fact = observations.OTHER_TRANSFERRED.format(other=moved)
        return likely(Cause.CONCURRENT_ACTION, seen.read(scene, fact), variant="transfer")
    return hints.claimed(scene, Cause.CONCURRENT_ACTION)


def _acts(scene: Scene) -> list[PastAct]:
    """List the acts on this conversation that reached, or may have reached, the platform."""
    wanted = scene.conflict.conversation_id
    acts = (act for act in scene.conflict.ledger if act.outcome not in _NOTHING_SENT)
    return [act for act in acts if not act.conversation_id or act.conversation_id.lower() == wanted.lower()]


def _same_target(scene: Scene, act: PastAct) -> bool:
    mine = scene.conflict.participant_id
    return (act.participant_id or "").lower() == (mine or "").lower()


def _under_way(act: PastAct) -> bool:
    return act.outcome in _UNDER_WAY


def _itself(scene: Scene, act: PastAct) -> bool:
    """Tell whether an entry is the explained act: one that the platform took, noted as it was sent or later.

    A refused act has no accepted entry of its own, so there only the note of its sending can be itself.
    """
    sent_at = scene.conflict.exchange.request.sent_at if scene.conflict.exchange else None
    if sent_at is None:
        return False
    later = (act.at - sent_at).total_seconds()
    if scene.accepted or scene.silence is not None:
        return later > -_NOTED_BEFORE_SECONDS
    return later == 0 and _under_way(act)


def _within(scene: Scene, act: PastAct, seconds: float) -> bool:
    return abs((scene.asked_at - act.at).total_seconds()) <= seconds


def _transferred_away(scene: Scene) -> str:
    """Name somebody else who was there at one read, and at a later one had left by transfer."""
    there: set[str] = set()
    for sighting in scene.sightings:
        for person in sighting.participants:
            if person.id == scene.participant_id:
                continue
            how = (person.disconnect_type or "").lower()
            if presence.gone(person) and how.startswith("transfer") and person.id in there:
                return names.who(person)
            if not presence.gone(person):
                there.add(person.id)
    return ""
