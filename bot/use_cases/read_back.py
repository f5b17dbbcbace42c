"""Read back: after an accepted act, look until it shows, and never say more than was seen."""

from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.disconnection import READ_BACK_SECONDS, Disconnection, waits_of
from bot.domain.exchange import Analytics, Reading
from bot.ports import Clock, Conversations, Priority

# However dear a read is: where twenty seconds have five looks, most that leave are seen to leave within two.
LEAST_LOOKS = 5


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What the reads showed: `left` is proof; `readings` are all of them, the oldest first."""

    left: bool
    readings: tuple[Reading, ...]
    analytics: Analytics | None = None

    @property
    def conversation(self) -> Conversation | None:
        """The latest conversation that was read, if any."""
        return next((r.conversation for r in reversed(self.readings) if r.conversation is not None), None)


def shows_gone(reading: Reading, demand: Disconnection) -> bool:
    """Tell whether one read proves that the target has left; wrap-up counts as left."""
    conversation = reading.conversation
    if conversation is None:
        return False
    if demand.participant_id is None:
        return conversation.ended
    return conversation.has_left(demand.participant_id)


async def read_back(
    demand: Disconnection,
    conversations: Conversations,
    clock: Clock,
    *,
    waits: tuple[float, ...] = READ_BACK_SECONDS,
    budget: int = len(READ_BACK_SECONDS) + 1,
    read_cost: int = 1,
) -> ReadBack:
    """Look until the target has left or the waits (seconds) are over.

    With a `budget` of requests, of which a read costs `read_cost`, there are fewer looks over the same time, but five
    at least. Where less than a read tells that nothing is new, that is asked first; only a read is evidence, and the
    last look is one. The platform's "no such conversation" counts only together with its records of an end.
    """
    readings: list[Reading] = []
    analytics: Analytics | None = None
    planned = waits_of(max(LEAST_LOOKS, budget - read_cost + 1), waits)
    misled = False
    for number, wait in enumerate(planned, start=1):
        await clock.sleep(wait)
        there = await _still_there(demand, conversations) if number < len(planned) else None
        # Where it was said that they may have left, and a read showed them, the same words are not believed again.
        if there is True or (there is False and misled):
            misled = misled and there is False
            continue
        reading = await conversations.read(demand.conversation_id, priority=Priority.READ_BACK)
        readings.append(reading)
        if shows_gone(reading, demand):
            return ReadBack(left=True, readings=tuple(readings))
        misled = there is False
        if reading.not_found and analytics is None and len(readings) < budget:
            analytics = await conversations.recall(demand.conversation_id)
            if analytics is not None and analytics.ended_at is not None:
                return ReadBack(left=True, readings=tuple(readings), analytics=analytics)
    return ReadBack(left=False, readings=tuple(readings), analytics=analytics)


async def _still_there(demand: Disconnection, conversations: Conversations) -> bool | None:
    if demand.participant_id is None:
        return None
    return await conversations.still_there(demand.conversation_id, demand.participant_id)
