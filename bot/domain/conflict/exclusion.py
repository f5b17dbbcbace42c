"""What was ruled out: only what was looked into, and only where it was found not so."""

from collections.abc import Callable, Iterator, Mapping

from bot.domain.conflict import presence, seen
from bot.domain.conflict.explanation import Cause
from bot.domain.conflict.scene import Scene
from bot.domain.conflict.words.exclusions import EXCLUSIONS

_SERVER_TROUBLE = 500


def ruled_out(scene: Scene, holding: frozenset[Cause]) -> tuple[str, ...]:
    """Say what was checked and found not so, in the table's order; nothing that holds by any evidence."""
    return tuple(seen.filled(scene, EXCLUSIONS[cause]) for cause in _checked(scene) if cause not in holding)


def _checked(scene: Scene) -> Iterator[Cause]:
    return (cause for cause, looked in _LOOKED.items() if looked(scene))


def _live(scene: Scene) -> bool:
    return scene.conversation is not None and not presence.over(scene.conversation)


def _there(scene: Scene) -> bool:
    return scene.participant_id is not None and scene.party_present


def _steady(scene: Scene) -> bool:
    still = _there(scene) and scene.unchanged and len(scene.standings) > 1
    return still and not (scene.conversation and any(t.unfinished for t in scene.conversation.transfers))


def _person_there(scene: Scene) -> bool:
    if scene.conversation is None or not _live(scene):
        return False
    return any(p.is_person and not p.is_outsider for p in presence.present_ones(scene.conversation))


def _known(scene: Scene) -> bool:
    records = scene.conflict.probes.analytics
    return any(scene.sightings) or (records is not None and records.known)


def _refused_by_none_of(*statuses: int) -> Callable[[Scene], bool]:
    return lambda scene: scene.reply is not None and not scene.reply.ok and scene.reply.status not in statuses


def _token_taken(scene: Scene) -> bool:
    host = scene.conflict.org.host
    return any(p.accepted and p.host in {"", host} for p in scene.conflict.probes.tokens) or scene.latest is not None


_LOOKED: Mapping[Cause, Callable[[Scene], bool]] = {
    Cause.DUPLICATE_REQUEST: lambda scene: scene.conflict.ledger_asked,
    Cause.CONVERSATION_ENDED: _live,
    Cause.WRONG_PARTICIPANT: _there,
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: _there,
    Cause.PARTICIPANT_IN_TRANSITION: _steady,
    Cause.CONCURRENT_ACTION: lambda scene: scene.conflict.ledger_asked,
    Cause.OWNED_BY_FLOW: _person_there,
    Cause.UNKNOWN_CONVERSATION: _known,
    Cause.PERMISSION_DENIED: _refused_by_none_of(401, 403),
    Cause.REJECTED_PAYLOAD: _refused_by_none_of(400, 413, 415, 422),
    Cause.WRONG_REGION: _token_taken,
    Cause.RATE_LIMITED: _refused_by_none_of(429),
    Cause.PLATFORM_UNAVAILABLE: lambda scene: scene.reply is not None and scene.reply.status < _SERVER_TROUBLE,
}
