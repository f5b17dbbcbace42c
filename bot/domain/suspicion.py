"""Which of several conversations is likely the culprit, and why: stuck first, then on hold, then the longest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from bot.domain.participant import IN_TRANSITION, Standing
from bot.domain.sighting import Sighting

# A phone rings for half a minute, and wrap-up takes some: past these nobody is expected to be in that state.
STUCK_AFTER = timedelta(seconds=60)
WRAP_UP_AFTER = timedelta(minutes=5)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Suspicion(IntEnum):
    """Why a conversation is suspicious; an earlier one weighs more."""

    STUCK = 0
    STUCK_IN_WRAP_UP = 1
    AGENT_ALONE = 2
    CUSTOMER_ALONE = 3
    HELD = 4
    LONGEST = 5

    @property
    def words(self) -> str:
        """Say it, to stand after a dash."""
        return _WORDS[self]


_WORDS = {
    Suspicion.STUCK: "stuck in this state",
    Suspicion.STUCK_IN_WRAP_UP: "stuck in wrap-up",
    Suspicion.AGENT_ALONE: "no customer is on it",
    Suspicion.CUSTOMER_ALONE: "nobody is with the customer",
    Suspicion.HELD: "on hold",
    Suspicion.LONGEST: "the longest",
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A sighting, and why it stands where it stands; None for what is merely live."""

    sighting: Sighting
    suspicion: Suspicion | None = None


def suspicion_of(one: Sighting, now: datetime) -> Suspicion | None:
    """Tell what is suspicious about a sighting by itself."""
    lasts = now - one.since if one.since is not None else timedelta()
    if one.standing in IN_TRANSITION and lasts >= STUCK_AFTER:
        return Suspicion.STUCK
    if one.standing is Standing.WRAP_UP:
        return Suspicion.STUCK_IN_WRAP_UP if lasts >= WRAP_UP_AFTER else None
    if one.agent_alone:
        return Suspicion.AGENT_ALONE
    if one.customer_alone:
        return Suspicion.CUSTOMER_ALONE
    return Suspicion.HELD if one.held else None


def ranked(sightings: Iterable[Sighting], now: datetime) -> tuple[Suspect, ...]:
    """Order sightings: the likely culprit first, and among alike ones that which has lasted longest."""
    found = [Suspect(one, suspicion_of(one, now)) for one in sightings]
    ordered = sorted(
        found,
        key=lambda one: (
            Suspicion.LONGEST if one.suspicion is None else one.suspicion,
            one.sighting.since or _NEVER,
            one.sighting.conversation_id,
        ),
    )
    if len(ordered) > 1 and ordered[0].suspicion is None and ordered[0].sighting.since is not None:
        ordered[0] = Suspect(ordered[0].sighting, Suspicion.LONGEST)
    return tuple(ordered)
