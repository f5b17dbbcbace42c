"""What the platform says of a contact and of an agent, as records of this adapter's own."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact: a leg of a conversation, whose id changes with each transfer.

    `master_id` is the id of the first leg, which stands for the conversation; `completed` where the platform's answer
    has the shape of a contact that is over; `transfer` is the platform's word for how the leg came about.
    """

    id: str
    master_id: str
    agent_id: str | None = None
    agent_name: str | None = None
    skill_id: str | None = None
    skill_name: str | None = None
    state_id: int | None = None
    state_name: str = ""
    category: str = ""
    media_id: int | None = None
    media_name: str = ""
    outbound: bool = False
    from_address: str | None = None
    to_address: str | None = None
    transfer: str = ""
    started_at: datetime | None = None
    agent_started_at: datetime | None = None
    updated_at: datetime | None = None
    ended_at: datetime | None = None
    completed: bool = False
    end_reason: str | None = None

    @property
    def bare(self) -> bool:
        """Whether no more is known of it than its id and its times, as the reports tell them."""
        return not (self.media_id or self.media_name or self.from_address or self.to_address or self.state_name)


@dataclass(frozen=True, slots=True)
class AgentState:
    """What one agent is doing; at most one contact is named, of `open_contacts`, which is None where it is not said."""

    agent_id: str
    name: str | None = None
    state_id: int | None = None
    state_name: str = ""
    contact_id: str | None = None
    in_acw: bool = False
    open_contacts: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A line of a contact's hierarchy, from the platform's reports."""

    contact_id: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
