"""What a view or a button carries from one request to the next: Slack gives it back to us unchanged."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.conversation import Conversation
from bot.domain.disconnection import Phase, Preview
from bot.domain.rule import Circumstances

PRIVATE_METADATA_CHARACTERS = 3000
ABOUT_CHARACTERS = 500
ABOUT_DIVISIONS = 8


class Target(BaseModel):
    """A button's value (at most 2,000 characters): which conversation, and who on it."""

    model_config = ConfigDict(frozen=True)

    org: str
    conversation_id: str
    participant_id: str | None = None
    page: int = 0

    def packed(self) -> str:
        """Give it as a button's value."""
        return self.model_dump_json(exclude_none=True)


class Ticket(BaseModel):
    """A view's private metadata (at most 3,000 characters): what is about to be demanded, and where it was asked."""

    model_config = ConfigDict(frozen=True)

    org: str = ""
    conversation_id: str = ""
    participant_id: str | None = None
    participant_name: str = Field(default="", max_length=200)
    channel_id: str | None = None
    message_ts: str | None = None
    attempt: int = 0
    phase: Phase = Phase.CONNECTED
    others: int = 0
    user_id: str | None = None
    reason: str = ""
    note: str = ""
    about: Circumstances | None = None

    def packed(self) -> str:
        """Give it as private metadata."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def seen(self) -> Preview:
        """What the lead saw."""
        return Preview(self.phase, self.others, self.user_id)

    def having_seen(self, conversation: Conversation) -> Self:
        """Return a ticket for what is shown now; of very many queues none is kept, and the act decides alone."""
        seen, about = (
            Preview.of(conversation, self.participant_id),
            Circumstances.of(conversation, self.participant_id),
        )
        small = sum(len(i) + len(name) for i, name in about.queues or ()) <= ABOUT_CHARACTERS
        return self.model_copy(
            update={
                "phase": seen.phase,
                "others": seen.others,
                "user_id": seen.user_id,
                "about": about if small and len(about.divisions or ()) <= ABOUT_DIVISIONS else None,
            }
        )
