"""Read back: after an accepted act, look until it shows, and never say more than was seen."""

from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.disconnection import READ_BACK_SECONDS, Disconnection, waits_of
from bot.domain.exchange import Analytics, Reading
from bot.ports import Clock, Conversations, Priority, metered


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
    """Look until the target has left or the waits (seconds) are over, with at most `budget` requests.

    A read costs `read_cost`; where less can tell that nothing is new, that is asked first. The last look is a read in
    any case: only what was read is evidence. The platform's "no such conversation" counts only with its records of an
    end.
    """
    readings: list[Reading] = []
    analytics: Analytics | None = None
    planned = waits_of(budget - read_cost + 1, waits)
    with metered() as meter:
        for number, wait in enumerate(planned, start=1):
            await clock.sleep(wait)
            if number < len(planned) and await _nothing_new(demand, conversations):
                continue
            reading = await conversations.read(demand.conversation_id, priority=Priority.READ_BACK)
            readings.append(reading)
            if shows_gone(reading, demand):
                return ReadBack(left=True, readings=tuple(readings))
            if reading.not_found and analytics is None and meter.requests < budget:
                analytics = await conversations.recall(demand.conversation_id)
                if analytics is not None and analytics.ended_at is not None:
                    return ReadBack(left=True, readings=tuple(readings), analytics=analytics)
            if meter.requests + read_cost > budget:
                break
    return ReadBack(left=False, readings=tuple(readings), analytics=analytics)


async def _nothing_new(demand: Disconnection, conversations: Conversations) -> bool:
    if demand.participant_id is None:
        return False
    return await conversations.still_there(demand.conversation_id, demand.participant_id)
