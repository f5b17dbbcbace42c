"""Disconnect one participant: the preview that the lead confirms, and the demand."""

from dataclasses import dataclass

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conversation import Conversation
from bot.domain.errors import InputError
from bot.domain.participant import STAFF, Participant
from bot.ports import Placed, Priority
from bot.use_cases.demand import Intent, PlaceDemand
from bot.use_cases.look_up import LookUp

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Disconnect:
    """The use case."""

    look_up: LookUp
    place: PlaceDemand

    async def preview(
        self, lead: Lead, org: str, conversation_id: str, participant_id: str
    ) -> tuple[Conversation, Participant]:
        """Read the participant just now.

        Raises `AccessDeniedError`, `ReadOnlyError`, `LookUpError`, and `InputError` if it is not on the conversation.
        """
        conversation = await self.look_up.again(
            lead, org, conversation_id, action=Action.DISCONNECT, priority=Priority.LOOK_UP
        )
        found = conversation.participant(participant_id)
        if found is None:
            raise InputError("This participant is no longer on the conversation.", "Refresh the card and look again.")
        await self.decide(lead, conversation, found)
        return conversation, found

    async def find(self, lead: Lead, typed: str, org: str = "") -> Conversation:
        """Look up what was typed for a disconnect; raises what `preview` and `LookUp` raise."""
        await self.look_up.permit.require(lead, Action.DISCONNECT)
        await self.look_up.require_running()
        return await self.look_up(lead, typed, org)

    async def decide(self, lead: Lead, conversation: Conversation, participant: Participant) -> None:
        """Decide about a participant that was found; raises `AccessDeniedError`, and `InputError` for who is fixed."""
        about = Circumstances.of(conversation, participant.id)
        await self.look_up.permit.require(lead, Action.DISCONNECT, about)
        if participant.fixed is not None:
            raise InputError(participant.fixed, _instead(conversation))

    async def demand(self, lead: Lead, intent: Intent) -> Placed:
        """Demand it; see `PlaceDemand`."""
        return await self.place(lead, intent)


def _instead(conversation: Conversation) -> str:
    """Name who can be disconnected; staff alone, whose names anybody here may read."""
    free = [one for one in conversation.live if one.fixed is None]
    names = [one.name for one in free if one.purpose in STAFF and one.name]
    if names:
        return f"Can be disconnected: {', '.join(names[:MOST_NAMED])}."
    if free:
        return "Somebody else who is live on it can be: look it up, and choose on the card."
    return "Nobody else who is live on it can be disconnected with Hangup."
