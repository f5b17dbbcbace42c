"""Tell a lead whom on a conversation they may disconnect, and why not."""

from dataclasses import dataclass

from bot.domain.access import Action, Circumstances, Decision, Lead
from bot.domain.conversation import Conversation
from bot.domain.participant import Participant
from bot.domain.pause import Pause
from bot.use_cases.look_up import LookUp


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A decision for each who is live, one for ending it all, and the pause that holds, if one does."""

    conversation: Conversation
    people: tuple[tuple[Participant, Decision], ...]
    whole: Decision
    pause: Pause | None


@dataclass(frozen=True, slots=True)
class CanI:
    """The use case; it shows who is on the conversation, so it takes what a look-up takes."""

    look_up: LookUp

    async def __call__(self, lead: Lead, typed: str, org: str = "") -> Verdicts:
        """Read the conversation and decide; raises what `LookUp` raises."""
        conversation = await self.look_up(lead, typed, org)
        permit = self.look_up.permit
        people = [
            (person, await permit.decide(lead, Action.DISCONNECT, Circumstances.of(conversation, person.id)))
            for person in conversation.live
        ]
        whole = await permit.decide(lead, Action.END_CONVERSATION, Circumstances.of(conversation))
        return Verdicts(conversation, tuple(people), whole, await self.look_up.paused())
