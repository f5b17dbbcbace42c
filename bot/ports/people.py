"""Slack's people, as a port, and how they are told."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.conflict import Explanation
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Change, Disconnection
from bot.domain.exchange import Exchange
from bot.ports.memory import Head


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is to Slack: a guest (or unknown to the workspace) or not, and of which workspaces.

    `email` is empty where Slack does not tell it: without the scope users:read.email it tells nobody's.
    """

    guest: bool
    team_ids: frozenset[str]
    email: str = field(default="", compare=False)


class Roster(Protocol):
    """Who somebody is in Slack, and who belongs to which user group."""

    async def groups_of(self, user_id: str, among: frozenset[str]) -> frozenset[str]:
        """Tell which of the groups in `among` a user belongs to; an unanswered question denies."""
        ...

    async def person(self, user_id: str) -> Person | None:
        """Tell who a user is; None if Slack can't be asked, or knows nobody of this id."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to tell about a disconnection at one moment.

    `may_end`: the lead may end the conversation, where that may help. `again`: what changed has settled, and pressing
    again makes sense. `unwritten`: the ledger can't be written just now, and the end will be told later. `first` is
    the other lead's demand that this one came second to, and how it ended.
    """

    disconnection: Disconnection
    conversation: Conversation | None = None
    explanation: Explanation | None = None
    exchange: Exchange | None = None
    changes: tuple[Change, ...] = ()
    correction: bool = False
    may_end: bool = False
    again: bool = False
    first: Disconnection | None = None
    unwritten: bool = False


class Herald(Protocol):
    """How the head of the ledger's chain goes out of the house."""

    async def announce(self, head: Head, at: datetime) -> bool:
        """Post it, once; False if it certainly did not go out."""
        ...


class Messenger(Protocol):
    """How the bot tells people what became of their demand; a failure to tell is tried elsewhere, never lost."""

    async def tell(self, report: Report) -> None:
        """Show how a disconnection stands: in the view it came from, on the card, in its thread, else directly."""
        ...
