"""Explain anything that somebody pastes: an error body, curl's output, a log line, a captured case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conflict import Conflict, Explanation, explain
from bot.domain.conversation import Conversation
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Reading
from bot.ports import Clock, Conversations, Entry, Ledger, Metrics
from bot.use_cases.explain import explain_refusal
from bot.use_cases.permit import Permit

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation, what it was made from, and the conversation as it is now, if it was looked up."""

    explanation: Explanation
    conflict: Conflict
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True)
class ExplainAnything:
    """The use case; `read` finds status, code, message and ids in a text, and raises `InputError` if there are none."""

    orgs: Mapping[str, Conversations]
    ledger: Ledger
    permit: Permit
    clock: Clock
    metrics: Metrics
    read: Callable[[str], Conflict]

    async def __call__(self, lead: Lead, text: str) -> Explained:
        """Explain a text; the conversation that it names is looked up if the lead may. Raises `InputError`."""
        conflict = _unproven(self.read(text), self.clock.now())
        explanation, conflict = await self._judged(lead, conflict)
        self.metrics.explained(explanation)
        await self._note(lead, conflict, explanation)
        seen = next((r.conversation for r in reversed(conflict.rereads) if r.conversation is not None), None)
        return Explained(explanation, conflict, seen)

    async def _judged(self, lead: Lead, conflict: Conflict) -> tuple[Explanation, Conflict]:
        if not conflict.conversation_id or conflict.rereads or not await self.permit.allows(lead, Action.LOOK_UP):
            return explain(conflict), conflict
        found = await self._home_of(lead, conflict)
        if found is None:
            return explain(conflict), conflict
        conversations, reading = found
        read = reading.conversation
        if read is not None and not await self.permit.allows(lead, Action.LOOK_UP, Circumstances.of(read)):
            return explain(conflict), conflict
        others = [c for c in self.orgs.values() if c is not conversations]
        known = replace(conflict, org=conversations.org, rereads=(reading,))
        return await explain_refusal(
            known, conversations=conversations, others=others, ledger=self.ledger, clock=self.clock
        )

    async def _home_of(self, lead: Lead, conflict: Conflict) -> tuple[Conversations, Reading] | None:
        """Find the org that knows the conversation; none, if the text is about a host that is not ours."""
        host = conflict.org.host
        mine = [
            c for c in self.orgs.values() if not host or c.org.host == host or (c.org.region and c.org.region in host)
        ]
        first: tuple[Conversations, Reading] | None = None
        for conversations in mine:
            if not await self.permit.allows(lead, Action.LOOK_UP, Circumstances(org=conversations.org.name)):
                continue
            reading = await conversations.read(conflict.conversation_id)
            if not reading.not_found:
                return conversations, reading
            first = first or (conversations, reading)
        return first

    async def _note(self, lead: Lead, conflict: Conflict, explanation: Explanation) -> None:
        entry = Entry(
            self.clock.now(),
            lead.user_id,
            "explained",
            conflict.org.name,
            conversation_id=conflict.conversation_id,
            participant_id=conflict.participant_id,
            detail=f"{explanation.cause.value} ({explanation.certainty.value})",
            trace_id=explanation.trace_id,
        )
        try:
            await self.ledger.enter(entry)
        except LedgerUnavailableError:
            log.warning("ledger.explanation_not_written")


def _unproven(pasted: Conflict, now: datetime) -> Conflict:
    """Keep the exchange of a pasted text alone: re-reads and ledger lines that somebody typed prove nothing here."""
    return Conflict(
        org=pasted.org,
        now=now,
        conversation_id=pasted.conversation_id,
        participant_id=pasted.participant_id,
        exchange=pasted.exchange,
        sent_conversation_id=pasted.sent_conversation_id,
        sent_participant_id=pasted.sent_participant_id,
        path_platform=pasted.path_platform,
        host_platform=pasted.host_platform,
    )
