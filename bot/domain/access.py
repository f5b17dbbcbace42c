"""Who may do what: a pure table. It fails closed, and a refusal says what would allow it and who may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.rule import ANYTHING, Action, Circumstances, Kind, Role, Rule

__all__ = ["ANYTHING", "Access", "Action", "Circumstances", "Decision", "Kind", "Lead", "Membership", "Role", "Rule"]

# What a role may without any rule: `number` 0 stands for built in.
BUILT_IN = (
    Rule(0, allows=True, actions=frozenset({Action.LOOK_UP}), role=Role.VIEWER),
    Rule(
        0,
        allows=True,
        actions=frozenset({Action.DISCONNECT}),
        role=Role.OPERATOR,
        purposes=frozenset({Kind.AGENT, Kind.FLOW}),
    ),
    Rule(0, allows=True, actions=frozenset(Action), role=Role.ADMIN),
)
OF_THE_LISTS = frozenset({Action.LOOK_UP, Action.DISCONNECT, Action.END_CONVERSATION})


class Membership(StrEnum):
    """What Slack says somebody is here; only members are let in by a user group."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """Say why a group is not enough; nothing for a member."""
        match self:
            case Membership.MEMBER:
                return ""
            case Membership.GUEST:
                return "You are a guest of this workspace: a guest must be named, a user group is not enough."
            case Membership.STRANGER:
                return "You belong to another workspace: who does must be named, a user group is not enough."
            case Membership.UNKNOWN:
                return "Slack could not be asked who you are just now, so your user groups do not count. Try again."


@dataclass(frozen=True, slots=True)
class Lead:
    """The person asking: a Slack user, where they ask, and the user groups that the access table asks about."""

    user_id: str
    name: str = ""
    team_id: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)
    channel_id: str = ""
    membership: Membership = Membership.MEMBER

    @property
    def ids(self) -> frozenset[str]:
        """What this person may be named by."""
        return frozenset({self.user_id}) | (self.groups if self.membership is Membership.MEMBER else frozenset())


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a lead may, and all that there is to say about it.

    `why` is a sentence or two without markup, or nothing where the lead is simply not named; `through` are the ids by
    which the lead is named; `missing` is the least role that would do, `holders` the user and user-group ids that may;
    `fix` is the line to add.
    """

    allowed: bool
    action: Action
    why: str
    role: Role | None = None
    through: tuple[str, ...] = ()
    missing: Role | None = None
    holders: tuple[str, ...] = ()
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """The access table: roles and rules, and the smallest form, user ids (`U…`, `W…`) and group ids (`S…`) by action.

    Who may disconnect or end may look up too: nobody can decide about what they can't see.
    """

    look_up: frozenset[str] = frozenset()
    disconnect: frozenset[str] = frozenset()
    end_conversation: frozenset[str] = frozenset()
    roles: Mapping[Role, frozenset[str]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @property
    def group_ids(self) -> frozenset[str]:
        """The user groups that a decision needs to know about."""
        everyone = self.look_up | self.disconnect | self.end_conversation
        return frozenset(i for i in everyone.union(*self.roles.values()) if i.startswith("S"))

    def roles_of(self, lead: Lead) -> dict[Role, tuple[str, ...]]:
        """Tell the roles that a lead is given, the highest first, and the ids each is given through."""
        given = {role: tuple(sorted(lead.ids & self.roles.get(role, frozenset()))) for role in reversed(Role)}
        return {role: ids for role, ids in given.items() if ids}

    def role_of(self, lead: Lead) -> Role | None:
        """Tell a lead's highest role."""
        return next(iter(self.roles_of(lead)), None)

    def named_for(self, action: Action) -> frozenset[str]:
        """List the ids that the smallest form names for an action."""
        match action:
            case Action.LOOK_UP:
                return self.look_up | self.disconnect | self.end_conversation
            case Action.DISCONNECT:
                return self.disconnect
            case Action.END_CONVERSATION:
                return self.end_conversation
            case Action.REVEAL | Action.PAUSE | Action.ALERT_SETTINGS:
                return frozenset()

    def allows(self, lead: Lead, action: Action, about: Circumstances = ANYTHING) -> bool:
        """Decide, without the words."""
        return self.decide(lead, action, about).allowed

    def decide(self, lead: Lead, action: Action, about: Circumstances = ANYTHING) -> Decision:
        """Decide: a deny that holds wins, then a list or an allow that holds lets in, and all else is denied.

        Circumstances that are not known yet are taken as favourable: ask again when they are.
        """
        roles = self.roles_of(lead)
        role = next(iter(roles), None)
        denied, granted = self._denied(role, lead, action, about), self._granted(role, lead, action, about)
        listed = tuple(sorted(lead.ids & self.named_for(action)))
        if denied is None and listed:
            return Decision(allowed=True, action=action, why="You are named for it.", role=role, through=listed)
        if denied is None and granted is not None and role is not None:
            how = f"As {role.value}" + (f", and by rule {granted.number}." if granted.number else ".")
            return Decision(allowed=True, action=action, why=how, role=role, through=roles[role])
        missing = next((r for r in Role if self._would(r, lead, action, about)), None) if self.roles else None
        why = _why_denied(denied, missing, lead)
        return Decision(
            allowed=False,
            action=action,
            why=why,
            role=role,
            through=roles[role] if role else (),
            missing=missing,
            holders=self._holders(action, missing, denied),
            fix=self._fix(lead, action, missing, denied),
        )

    def _denied(self, role: Role | None, lead: Lead, action: Action, about: Circumstances) -> Rule | None:
        denies = (r for r in self.rules if not r.allows and r.actions & action.needs)
        return next((r for r in denies if r.reaches(role) and r.holds(about, lead.channel_id)), None)

    def _granted(self, role: Role | None, lead: Lead, action: Action, about: Circumstances) -> Rule | None:
        allows = (r for r in (*BUILT_IN, *self.rules) if r.allows and action in r.actions)
        return next((r for r in allows if r.reaches(role) and r.holds(about, lead.channel_id)), None)

    def _would(self, role: Role, lead: Lead, action: Action, about: Circumstances) -> bool:
        denied = self._denied(role, lead, action, about)
        return denied is None and self._granted(role, lead, action, about) is not None

    def _holders(self, action: Action, missing: Role | None, denied: Rule | None) -> tuple[str, ...]:
        enough = [ids for role, ids in self.roles.items() if missing is not None and role.rank >= missing.rank]
        listed = frozenset() if denied is not None else self.named_for(action)
        return tuple(sorted(listed.union(*enough)))

    def _fix(self, lead: Lead, action: Action, missing: Role | None, denied: Rule | None) -> str:
        if denied is not None and missing is None:
            return f"a narrower deny in [[access.rules]], number {denied.number}, in hangup.toml"
        if missing is not None or action not in OF_THE_LISTS:
            return f'[access.roles] {(missing or Role.ADMIN).value} = ["{lead.user_id}"] in hangup.toml'
        if action is Action.END_CONVERSATION:
            return f'[access] end_conversation = ["{lead.user_id}"] in hangup.toml'
        return f'HANGUP_OPERATORS={lead.user_id}, or [access] {action.value} = ["{lead.user_id}"] in hangup.toml'


def _why_denied(denied: Rule | None, missing: Role | None, lead: Lead) -> str:
    parts = [lead.membership.words]
    if denied is not None:
        parts.append(f"Rule {denied.number} denies it" + (f": {denied.because}" if denied.because else "") + ".")
    if missing is not None:
        parts.append(f"It takes the role {missing.value}.")
    return " ".join(part for part in parts if part)
