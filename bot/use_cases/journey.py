"""One demand on its way: where it stands, and what it has cost so far."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.access import Lead
from bot.domain.conflict import Conflict
from bot.domain.disconnection import Disconnection, Phase
from bot.domain.exchange import Exchange, Probes, Reading
from bot.ports import Conversations, Meter

REQUESTS_PER_DEMAND = 12


@dataclass(slots=True)
class Journey:
    """One demand on its way: where it stands, what was asked so far, and what it has cost."""

    demand: Disconnection
    lead: Lead
    conversations: Conversations
    meter: Meter = field(default_factory=Meter)
    before: Reading | None = None
    exchange: Exchange | None = None
    # What a read costs, which the verifying one shows. The preview's was such a one; what it had to try again is not
    # counted, since nothing was demanded then.
    read_cost: int = 1
    telling: "asyncio.Task[None] | None" = None

    @property
    def left(self) -> int:
        """How many platform requests may still be made for this demand."""
        return REQUESTS_PER_DEMAND - self.read_cost - self.meter.requests

    def conflict(self, now: datetime, rereads: tuple[Reading, ...], probes: Probes) -> Conflict:
        """Put together what is known of this demand, for an explanation."""
        demand, before = self.demand, self.before
        return Conflict(
            org=self.conversations.org,
            now=now,
            conversation_id=demand.conversation_id,
            participant_id=demand.participant_id,
            exchange=self.exchange,
            lead=demand.lead,
            seen_live_at=None if demand.seen.phase is Phase.GONE else demand.requested_at,
            before=before.conversation if before else None,
            before_at=before.at if before else None,
            rereads=rereads,
            probes=probes,
        )
