"""Tell a lead who Hangup takes them for, and what they may."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.access import Action, Decision, Lead, Role
from bot.use_cases.permit import Permit


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A lead as Slack and the access table know them: roles, each with the ids it is given through, and decisions."""

    lead: Lead
    roles: Mapping[Role, tuple[str, ...]]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class WhoAmI:
    """The use case; anybody may ask it about themselves."""

    permit: Permit

    async def __call__(self, lead: Lead) -> Acquaintance:
        """Ask Slack and the table; what depends on the conversation is taken as favourable."""
        known = await self.permit.known(lead)
        known = replace(known, membership=await self.permit.membership(lead))
        access = self.permit.access
        decisions = tuple(access.decide(known, action) for action in Action)
        return Acquaintance(known, access.roles_of(known), decisions)
