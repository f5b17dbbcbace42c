# ruff: noqa: ARG002 - a stand-in takes what its port takes
"""An org and a ledger that remember what they were asked, and answer from memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.disconnection import PastAct
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Analytics, Exchange, Org, Reading, Reply, TokenProbe
from bot.ports import Clock, Located, Priority, count_request

Seen = Conversation | Reply


@dataclass
class RememberedConversations:
    """One org: `sights` are what the next reads show, the last one again and again; `asked` is what was asked.

    `known_at` are the other orgs' hosts that would take this org's credentials.
    """

    org: Org
    clock: Clock
    sights: list[Seen]
    records: Analytics | None = None
    token_status: int = 200
    known_at: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)

    async def discover(self) -> None:
        self.asked.append("discover")

    def locate(self, text: str) -> Located | None:
        return Located(text)

    async def read(self, conversation_id: str, *, priority: Priority = Priority.LOOK_UP) -> Reading:
        count_request()
        self.asked.append("read")
        sight = self.sights[min(self.asked.count("read"), len(self.sights)) - 1]
        at = self.clock.now()
        return Reading(at, conversation=sight) if isinstance(sight, Conversation) else Reading(at, reply=sight)

    async def still_there(self, conversation_id: str, participant_id: str) -> bool | None:
        return None

    async def ready(self) -> None:
        raise AssertionError("an explanation never writes")

    async def disconnect(self, conversation: Conversation, participant_id: str, *, reason: str) -> Exchange:
        raise AssertionError("an explanation never writes")

    async def end(self, conversation_id: str) -> Exchange:
        raise AssertionError("an explanation never writes")

    async def recall(self, conversation_id: str) -> Analytics | None:
        count_request()
        self.asked.append("recall")
        return self.records

    async def probe_token(self, at: Org | None = None) -> TokenProbe:
        count_request()
        if at is not None:
            self.asked.append(f"token at {at.host}")
            taken = at.host in self.known_at
            return TokenProbe(self.clock.now(), at.host, accepted=taken, status=200 if taken else 401)
        self.asked.append("token")
        return TokenProbe(self.clock.now(), self.org.host, accepted=self.token_status == 200, status=self.token_status)


@dataclass
class RememberedActs:
    """The part of a ledger that an explanation asks; `unavailable` stands for a database that is down."""

    acts: Sequence[PastAct] = ()
    unavailable: bool = False
    since: datetime | None = None

    async def past_acts(self, org: str, conversation_id: str, since: datetime) -> Sequence[PastAct]:
        if self.unavailable:
            raise LedgerUnavailableError("down")
        self.since = since
        return [act for act in self.acts if act.at >= since]
