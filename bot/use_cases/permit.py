"""Decide whether a lead may: asked at every step, by every use case, of one table."""

from dataclasses import dataclass, replace

from bot.domain.access import Access, Action, Lead
from bot.domain.errors import AccessDeniedError, ReadOnlyError
from bot.ports import Roster

WRITES = frozenset({Action.DISCONNECT, Action.END_CONVERSATION})


@dataclass(frozen=True, slots=True)
class Permit:
    """The access table, who belongs to which group, and the kill switch."""

    access: Access
    roster: Roster
    read_only: bool = False

    async def require(self, lead: Lead, action: Action) -> None:
        """Let pass; raises `AccessDeniedError` with the fix, or `ReadOnlyError` for a write under the kill switch."""
        if not await self.allows(lead, action):
            raise AccessDeniedError(f"You may not {action.words} with Hangup.", self.access.fix(lead, action))
        if self.read_only and action in WRITES:
            raise ReadOnlyError(
                "Hangup is set to read only (HANGUP_READ_ONLY): look-ups work, nothing is disconnected."
            )

    async def allows(self, lead: Lead, action: Action) -> bool:
        """Tell whether the lead may, the kill switch aside."""
        if self.access.allows(lead, action):
            return True
        groups = self.access.group_ids
        if not groups:
            return False
        return self.access.allows(replace(lead, groups=await self.roster.groups_of(lead.user_id, groups)), action)
