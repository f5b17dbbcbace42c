"""What a view or a button carries from one request to the next: Slack gives it back to us unchanged."""

from dataclasses import replace
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.conversation import Conversation
from bot.domain.disconnection import Phase, Preview
from bot.domain.errors import InputError
from bot.domain.rule import Circumstances
from bot.domain.wanted import Sought

PRIVATE_METADATA_CHARACTERS = 3000
ABOUT_CHARACTERS = 600
NAME_CHARACTERS = 200


class Packed(BaseModel):
    """What Slack carries for us; a button may be older than the version that reads it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    def packed(self) -> str:
        """Give it as text."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """Read it back; raises `InputError` for what this version does not read."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            raise InputError(
                "Hangup does not understand this button: it may be of another version.",
                "Nothing was done. Type `/conversation` and the id again.",
            ) from None


class Target(Packed):
    """A button's value (at most 2,000 characters): which conversation, and who on it."""

    org: str
    conversation_id: str
    participant_id: str | None = None
    page: int = 0

    def packed(self) -> str:
        """Give it as a button's value."""
        return self.model_dump_json(exclude_none=True)


class Seeking(Packed):
    """A button's value (at most 2,000 characters): what is sought, and which page. A customer's number is a token."""

    kind: Sought
    text: str = Field(default="", max_length=NAME_CHARACTERS)
    user_id: str = ""
    token: str = ""
    part: int = 1
    page: int = 0
    org: str = ""
    chosen: tuple[str, ...] = ()


class Ticket(Packed):
    """A view's private metadata (at most 3,000 characters): what is about to be demanded, and where it was asked."""

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

    @property
    def seen(self) -> Preview:
        """What the lead saw."""
        return Preview(self.phase, self.others, self.user_id)

    def having_seen(self, seen: Preview) -> Self:
        """Return a ticket for what is shown now."""
        return self.model_copy(update={"phase": seen.phase, "others": seen.others, "user_id": seen.user_id})

    def having_read(self, conversation: Conversation) -> Self:
        """Return a ticket for a conversation as it is shown now, with what the access table asks about.

        Of very many queues or divisions nothing is kept: there is no room, and the act decides of its own read.
        """
        # The ids are in the ticket already.
        about = replace(Circumstances.of(conversation, self.participant_id), conversation_id="", participant_id="")
        names = [name for queue in about.queues or () for name in queue] + [*(about.divisions or ())]
        room = sum(map(len, names)) <= ABOUT_CHARACTERS
        seen = self.having_seen(Preview.of(conversation, self.participant_id))
        return seen.model_copy(update={"about": about if room else None})
