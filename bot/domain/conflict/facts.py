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
    conversation, the explained act itself left out; `before` is the conversation as it was read before the act;
    `seen_live_at` is when a lead saw it live, where that read itself was not kept.
    `sent_…_id` are the ids that the request's path really bore, where they are known; `path_platform` and
    `host_platform` say whose family of paths and hosts the request used; `ledger_asked` tells an empty ledger
    from one that nobody looked into; `sent_host` is the host that the request's address really bore; `lead` is who
    asked, so that an act of the same lead is not another lead's. `caller` names who sent the request where that was
    not Hangup: then nothing that Hangup's own sign-in shows is evidence of theirs.
    """

    org: Org
    now: datetime
    conversation_id: str
    participant_id: str | None = None
    exchange: Exchange | None = None
    before: Conversation | None = None
    before_at: datetime | None = None
    seen_live_at: datetime | None = None
    rereads: tuple[Reading, ...] = ()
    probes: Probes = field(default_factory=Probes)
    ledger: tuple[PastAct, ...] = ()
    ledger_asked: bool = True
    sent_conversation_id: str | None = None
    sent_participant_id: str | None = None
    path_platform: str | None = None
    host_platform: str | None = None
    sent_host: str | None = None
    lead: str = ""
    caller: str = ""
