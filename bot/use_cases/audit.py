"""Show what the ledger holds about a conversation or about a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.access import Action, Lead
from bot.ports import Entry
from bot.use_cases.look_up import LookUp

LINES = 20


@dataclass(frozen=True, slots=True)
class Audit:
    """The use case, for whoever may look up; the lines come newest first, at most 20."""

    look_up: LookUp

    async def of_person(self, lead: Lead, user_id: str) -> Sequence[Entry]:
        """List what a person did; raises `AccessDeniedError`, `LedgerUnavailableError`."""
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        return await self.look_up.ledger.entries(by=user_id, limit=LINES)

    async def of_conversation(self, lead: Lead, typed: str) -> tuple[str, Sequence[Entry]]:
        """List what was done to a conversation, after its id; raises `InputError` for what is none, and as above."""
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        _, conversation_id = self.look_up.candidates(typed)[0]
        return conversation_id, await self.look_up.ledger.entries(conversation_id=conversation_id, limit=LINES)
