"""A conflict: everything that is known about one refused, unanswered or ineffective act."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.disconnection import PastAct
from bot.domain.exchange import Exchange, Org, Probes, Reading


@dataclass(frozen=True, slots=True)
class Conflict:
    """The evidence, as it was gathered; every part may be missing.

    `participant_id` is None when the whole conversation was to end; `ledger` holds other acts on the same
    conversation, the explained act itself left out; `before` is the conversation as it was read before the act.
    """

    org: Org
    now: datetime
    conversation_id: str
    participant_id: str | None = None
    exchange: Exchange | None = None
    before: Conversation | None = None
    before_at: datetime | None = None
    rereads: tuple[Reading, ...] = ()
    probes: Probes = field(default_factory=Probes)
    ledger: tuple[PastAct, ...] = ()
