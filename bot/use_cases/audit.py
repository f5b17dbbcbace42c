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

    async def of_person(self, lead: Lead, user_id: str, org: str = "") -> Sequence[Entry]:
        """List what a person did, in an org if one is named; raises `AccessDeniedError`, `LedgerUnavailableError`."""
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        return await self.look_up.ledger.entries(by=user_id, org=self._name(org), limit=LINES)

    async def of_conversation(self, lead: Lead, typed: str, org: str = "") -> tuple[str, Sequence[Entry]]:
        """List what was done to a conversation, after its id; raises `InputError` for what is none, and as above.

        An id that fits several orgs needs no choice: the ledger is one, and each line tells its org.
        """
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        conversation_id = self.look_up.which.id_in(typed, org)
        return conversation_id, await self.look_up.ledger.entries(
            conversation_id=conversation_id, org=self._name(org), limit=LINES
        )

    def _name(self, org: str) -> str | None:
        return self.look_up.which.named(org).org.name if org else None
