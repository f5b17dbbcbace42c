"""One demand on its way: where it stands, and what it has cost so far."""

import asyncio
from dataclasses import dataclass

from bot.domain.access import Lead
from bot.domain.disconnection import Disconnection
from bot.domain.exchange import Exchange, Reading
from bot.ports import Conversations

REQUESTS_PER_DEMAND = 12


@dataclass(slots=True)
class Journey:
    """One demand on its way: where it stands, what was asked so far, and how many requests it has cost."""

    demand: Disconnection
    lead: Lead
    conversations: Conversations
    before: Reading | None = None
    exchange: Exchange | None = None
    requests: int = 1  # the preview's read
    telling: "asyncio.Task[None] | None" = None

    @property
    def left(self) -> int:
        """How many platform requests may still be made for this demand."""
        return REQUESTS_PER_DEMAND - self.requests
