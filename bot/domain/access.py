"""Who may do what: a pure table. It fails closed, and a refusal says what would allow it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Action(StrEnum):
    """What somebody wants to do, as the settings name it."""

    LOOK_UP = "look_up"
    DISCONNECT = "disconnect"
    END_CONVERSATION = "end_conversation"

    @property
    def words(self) -> str:
        """Say the action in words that follow `may not`."""
        match self:
            case Action.LOOK_UP:
                return "look up conversations"
            case Action.DISCONNECT:
                return "disconnect participants"
            case Action.END_CONVERSATION:
                return "end whole conversations"


@dataclass(frozen=True, slots=True)
class Lead:
    """The person asking: a Slack user, with the user groups that the access table asks about."""

    user_id: str
    name: str = ""
    team_id: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Access:
    """The access table in its smallest form: user ids (`U…`, `W…`) and user-group ids (`S…`) by action.

    Who may disconnect or end may look up too: nobody can decide about what they can't see.
    """

    look_up: frozenset[str] = frozenset()
    disconnect: frozenset[str] = frozenset()
    end_conversation: frozenset[str] = frozenset()

    @property
    def group_ids(self) -> frozenset[str]:
        """The user groups that a decision needs to know about."""
        everyone = self.look_up | self.disconnect | self.end_conversation
        return frozenset(i for i in everyone if i.startswith("S"))

    def allows(self, lead: Lead, action: Action) -> bool:
        """Decide whether the lead, or a group of the lead's, is named for this action."""
        named: frozenset[str]
        match action:
            case Action.LOOK_UP:
                named = self.look_up | self.disconnect | self.end_conversation
            case Action.DISCONNECT:
                named = self.disconnect
            case Action.END_CONVERSATION:
                named = self.end_conversation
        return bool(named & (lead.groups | {lead.user_id}))

    def fix(self, lead: Lead, action: Action) -> str:
        """Give the line to add to the settings so that this lead may do this."""
        if action is Action.END_CONVERSATION:
            return f'[access] end_conversation = ["{lead.user_id}"] in hangup.toml'
        return f'HANGUP_OPERATORS={lead.user_id}, or [access] {action.value} = ["{lead.user_id}"] in hangup.toml'
