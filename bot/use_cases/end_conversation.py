"""End a whole conversation: louder than a disconnect, with an access rule of its own."""

from dataclasses import dataclass

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conversation import Conversation
from bot.domain.errors import InputError
from bot.ports import Placed, Priority
from bot.use_cases.demand import Intent, PlaceDemand
from bot.use_cases.look_up import LookUp


@dataclass(frozen=True, slots=True)
class EndConversation:
    """The use case; the bot never falls back to it by itself."""

    look_up: LookUp
    place: PlaceDemand

    async def preview(self, lead: Lead, org: str, conversation_id: str) -> Conversation:
        """Read the conversation just now; raises what `Disconnect.preview` raises."""
        conversation = await self.look_up.again(
            lead, org, conversation_id, action=Action.END_CONVERSATION, priority=Priority.LOOK_UP
        )
        await self.look_up.permit.require(lead, Action.END_CONVERSATION, Circumstances.of(conversation))
        if conversation.fixed is not None:
            raise InputError(conversation.fixed)
        return conversation

    async def demand(self, lead: Lead, intent: Intent) -> Placed:
        """Demand it; see `PlaceDemand`."""
        return await self.place(lead, intent)
