"""Reveal what is masked: a customer's name and numbers, to one person, for a reason that is written down first."""

from dataclasses import dataclass

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conversation import Conversation
from bot.domain.errors import InputError
from bot.domain.participant import Participant
from bot.ports import Entry
from bot.use_cases.look_up import LookUp

STEP = "revealed"
LONGEST_REASON = 500
HINT = "Type `/conversation reveal`, the id or link, and why: `/conversation reveal <id> calling back after a drop`."


@dataclass(frozen=True, slots=True)
class Revealed:
    """Who is masked elsewhere and shown here, of which conversation."""

    conversation: Conversation
    people: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Reveal:
    """The use case, for whoever may see masked data."""

    look_up: LookUp

    async def __call__(self, lead: Lead, typed: str, why: str, org: str = "") -> Revealed:
        """Decide, write a line for each person, then hand over.

        Raises `InputError` without a reason and where nobody is masked, `AccessDeniedError`, `LookUpError`, and
        `LedgerUnavailableError`: what can't be written down is not revealed.
        """
        permit, why = self.look_up.permit, why.strip()
        if not typed:
            raise InputError("Whose data?", HINT)
        if not why:
            raise InputError("Say why, after the id: it is written down.", HINT)
        await permit.require(lead, Action.REVEAL)
        conversation = await self.look_up(lead, typed, org)
        masked = [person for person in conversation.participants if person.is_outsider]
        if not masked:
            raise InputError("Nobody on this conversation is masked.", "Its card shows all that Hangup knows.")
        about = {person.id: Circumstances.of(conversation, person.id) for person in masked}
        allowed = [person for person in masked if await permit.allows(lead, Action.REVEAL, about[person.id])]
        if not allowed:
            await permit.require(lead, Action.REVEAL, about[masked[0].id])
        for person in allowed:
            await self.look_up.ledger.enter(self._entry(lead, conversation, person, why))
        return Revealed(conversation, tuple(allowed))

    def _entry(self, lead: Lead, conversation: Conversation, person: Participant, why: str) -> Entry:
        return Entry(
            self.look_up.clock.now(),
            lead.user_id,
            STEP,
            conversation.org,
            conversation.id,
            person.id,
            note=why[:LONGEST_REASON],
            detail="name and numbers",
        )
