"""The platform, as a port: one org's conversations."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from bot.domain.conversation import Conversation
from bot.domain.exchange import Analytics, Exchange, Org, Reading, TokenProbe


class Priority(IntEnum):
    """Whose request goes first when an org's limit is near; lower goes first."""

    ACT = 0
    READ_BACK = 1
    LOOK_UP = 2
    REFRESH = 3


@dataclass(frozen=True, slots=True)
class Located:
    """What pasted text points at: a conversation's id (None: a link without one) and the link's region.

    `mine` is false for a link of a region that is not this org's. `certain` is false where the org does not know yet
    where it is at home, so that the link may be its own: whoever asks finds it out first (`discover`).
    """

    conversation_id: str | None
    region: str | None = None
    mine: bool = True
    certain: bool = True


class Conversations(Protocol):
    """One org's conversations. A refusal or silence comes back as data: it is evidence, not an exception."""

    @property
    def org(self) -> Org:
        """The org, as far as it is known: a platform may tell its host and region only when it was asked."""
        ...

    async def discover(self) -> None:
        """Find out where the org is, if that is not known yet; whoever is refused or not answered learns nothing."""
        ...

    def locate(self, text: str) -> Located | None:
        """Read an id or a link that somebody pasted; None for what is neither."""
        ...

    async def read(self, conversation_id: str, *, priority: Priority = Priority.LOOK_UP) -> Reading:
        """Read a conversation as it is now."""
        ...

    async def still_there(self, conversation_id: str, participant_id: str) -> bool | None:
        """Ask, at less cost than a read, whether a participant is still live.

        False is no proof that they have left: a read must tell. None where nothing costs less, and nothing was asked.
        """
        ...

    async def ready(self) -> None:
        """Wait for an act's turn and for a token, so that nothing is waited for between a decision and its write."""
        ...

    async def disconnect(self, conversation: Conversation, participant_id: str, *, reason: str) -> Exchange:
        """Ask, once, that a participant leaves; never sent again from here.

        `conversation` is the fresh read (some routes' payload depends on the participant's media); `reason` is the
        lead's, as a code.
        """
        ...

    async def end(self, conversation_id: str) -> Exchange:
        """Ask, once, that everybody leaves; it writes a system wrap-up code over the agent's."""
        ...

    async def recall(self, conversation_id: str) -> Analytics | None:
        """Ask the platform's records of a conversation, live or gone; None if they can't be asked."""
        ...

    async def probe_token(self, at: Org | None = None) -> TokenProbe:
        """Ask whether a host takes this org's credentials: this org's own, or another's, `at`."""
        ...
