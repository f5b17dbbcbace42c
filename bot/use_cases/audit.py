"""Show what the ledger holds about a conversation or about a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.access import Action, Circumstances, Lead
from bot.ports import Entry, Priority
from bot.use_cases.look_up import LookUp

LINES = 20


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the ledger, the newest first; `hidden` are those about what the asker may not look up."""

    entries: Sequence[Entry]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """The use case, for whoever may look up, and of what they may look up; at most 20 lines."""

    look_up: LookUp

    async def of_person(self, lead: Lead, user_id: str, org: str = "") -> Lines:
        """List what a person did, in an org if one is named, all of it to that person.

        Raises `AccessDeniedError`, `LedgerUnavailableError`, and `InputError` for an org that is not here.
        """
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        found = await self.look_up.ledger.entries(by=user_id, org=await self._name(lead, org), limit=LINES)
        if user_id == lead.user_id:
            return Lines(found)
        # Nothing is read for it: one person's lines are about many conversations.
        shown = [entry for entry in found if not entry.conversation_id or await self._surely(lead, entry.org)]
        return Lines(shown, len(found) - len(shown))

    async def of_conversation(self, lead: Lead, typed: str, org: str = "") -> tuple[str, Lines]:
        """List what was done to a conversation, after its id; raises `InputError` for what is none, and as above.

        An id that fits several orgs needs no choice: the ledger is one, and each line tells its org.
        """
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        conversation_id = await self.look_up.which.id_in(lead, typed, org)
        found = await self.look_up.ledger.entries(
            conversation_id=conversation_id, org=await self._name(lead, org), limit=LINES
        )
        orgs = sorted({entry.org for entry in found})
        open_ones = {org for org in orgs if await self._may(lead, org, conversation_id)}
        if orgs and not open_ones:
            about = Circumstances(orgs[0], conversation_id=conversation_id, closed=True)
            decision = await self.look_up.permit.decide(lead, Action.LOOK_UP, about)
            raise await self.look_up.permit.denied(lead, decision, about)
        shown = [entry for entry in found if entry.org in open_ones]
        return conversation_id, Lines(shown, len(found) - len(shown))

    async def _surely(self, lead: Lead, org: str) -> bool:
        """Tell whether the lead may look up all of an org: what is not known speaks against them."""
        return await self.look_up.permit.allows(lead, Action.LOOK_UP, Circumstances(org, closed=True))

    async def _may(self, lead: Lead, org: str, conversation_id: str) -> bool:
        """Tell whether the lead may look this conversation up; it is read only where a rule depends on it."""
        if await self._surely(lead, org):
            return True
        permit, conversations = self.look_up.permit, self.look_up.orgs.get(org)
        if conversations is None or not await permit.allows(lead, Action.LOOK_UP, Circumstances(org)):
            return False
        read = (await conversations.read(conversation_id, priority=Priority.REFRESH)).conversation
        return read is not None and await permit.allows(lead, Action.LOOK_UP, Circumstances.of(read))

    async def _name(self, lead: Lead, org: str) -> str | None:
        return (await self.look_up.which.meant(lead, org)).org.name if org else None
