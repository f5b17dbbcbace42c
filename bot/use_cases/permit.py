"""Decide whether a lead may: asked at every step, by every use case, of one table."""

from dataclasses import dataclass, replace

from bot.domain.access import Access, Action, Circumstances, Decision, Lead, Membership
from bot.domain.errors import AccessDeniedError, ReadOnlyError
from bot.domain.rule import ANYTHING
from bot.ports import Roster, Switch
from bot.use_cases.refusals import Refusals

WRITES = frozenset({Action.DISCONNECT, Action.END_CONVERSATION})
READ_ONLY = "Hangup is set to read only (HANGUP_READ_ONLY): look-ups work, nothing is disconnected."
PAUSED = "Hangup is paused: look-ups work, nothing is disconnected."


@dataclass(frozen=True, slots=True)
class Permit:
    """The access table, who belongs to which group and workspace, and both kill switches.

    `team_ids` are those of the workspace that the bot is installed in; `refusals` keeps what was refused.
    """

    access: Access
    roster: Roster
    switch: Switch
    refusals: Refusals
    team_ids: frozenset[str] = frozenset()
    read_only: bool = False

    async def require(self, lead: Lead, action: Action, about: Circumstances = ANYTHING) -> None:
        """Let pass; raises `AccessDeniedError` with the fix, or `ReadOnlyError` for a write under HANGUP_READ_ONLY."""
        decision = await self.decide(lead, action, about)
        if not decision.allowed:
            raise await self.denied(lead, decision, about)
        if self.read_only and action in WRITES:
            await self.refusals(lead, action, about, READ_ONLY)
            raise ReadOnlyError(READ_ONLY)

    async def denied(self, lead: Lead, decision: Decision, about: Circumstances) -> AccessDeniedError:
        """Write a refusal down; returns the error that tells it."""
        await self.refusals(lead, decision.action, about, decision.why)
        return AccessDeniedError(decision)

    async def require_running(self) -> None:
        """Read the shared kill switch anew; raises `ReadOnlyError` while it is on, and `LedgerUnavailableError`."""
        pause = await self.switch.paused()
        if pause is not None:
            raise ReadOnlyError(PAUSED, pause)

    async def allows(self, lead: Lead, action: Action, about: Circumstances = ANYTHING) -> bool:
        """Tell whether the lead may, the kill switches aside."""
        return (await self.decide(lead, action, about)).allowed

    async def decide(self, lead: Lead, action: Action, about: Circumstances = ANYTHING) -> Decision:
        """Decide; Slack is asked about groups only where the lead alone is not enough, since more is never less."""
        alone = self.access.decide(lead, action, about)
        return alone if alone.allowed else self.access.decide(await self.known(lead), action, about)

    async def known(self, lead: Lead) -> Lead:
        """Find out a lead's groups, and, where they belong to any, whether they are a member of the workspace."""
        among = self.access.group_ids
        groups = await self.roster.groups_of(lead.user_id, among) if among else frozenset()
        return replace(lead, groups=groups, membership=await self.membership(lead)) if groups else lead

    async def membership(self, lead: Lead) -> Membership:
        """Tell what Slack says that a lead is here."""
        person = await self.roster.person(lead.user_id)
        if person is None:
            return Membership.UNKNOWN
        if not person.team_ids & self.team_ids:
            return Membership.STRANGER
        return Membership.GUEST if person.guest else Membership.MEMBER
