"""Explain anything that somebody pastes: an error body, curl's output, a log line, a captured case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conflict import Conflict, Explanation, explain
from bot.domain.conversation import Conversation
from bot.domain.errors import LedgerUnavailableError, WhichOrgError
from bot.domain.exchange import Org
from bot.domain.family import home_of
from bot.ports import Clock, Conversations, Entry, Ledger, Metrics
from bot.use_cases.explain import explain_refusal
from bot.use_cases.permit import Permit
from bot.use_cases.which_org import WhichOrg

# Who sent what somebody pastes is not told; Hangup's own refusals are explained where they happen.
CALLER = "the caller"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation, what it was made from, and the conversation as it is now, if it was looked up.

    `undecided` are the orgs that it may be of, where nothing says of which: then none was asked. `asked` is the org
    that was, whether it knows the conversation or not.
    """

    explanation: Explanation
    conflict: Conflict
    conversation: Conversation | None = None
    undecided: tuple[Org, ...] = ()
    asked: Org | None = None


@dataclass(frozen=True, slots=True)
class ExplainAnything:
    """The use case; `read` finds status, code, message and ids in a text, and raises `InputError` if there are none."""

    orgs: Mapping[str, Conversations]
    ledger: Ledger
    permit: Permit
    clock: Clock
    metrics: Metrics
    read: Callable[[str], Conflict]
    which: WhichOrg

    async def __call__(self, lead: Lead, text: str, org: str = "") -> Explained:
        """Explain a text; the conversation that it names is looked up if the lead may, in `org` if one was named.

        Raises `InputError` for a text without an error, and for an org that is not here.
        """
        conflict = _unproven(self.read(text), self.clock.now())
        undecided: tuple[Org, ...] = ()
        conversations: Conversations | None = None
        try:
            conversations = await self._asked(lead, conflict, org)
            explanation, conflict = await self._judged(lead, conflict, conversations)
        except WhichOrgError as several:
            explanation, undecided = explain(conflict), several.orgs
        self.metrics.explained(explanation)
        await self._note(lead, conflict, explanation)
        seen = next((r.conversation for r in reversed(conflict.rereads) if r.conversation is not None), None)
        asked = conversations.org if conversations is not None else None
        return Explained(explanation, conflict, seen, undecided, asked)

    async def _asked(self, lead: Lead, conflict: Conflict, org: str) -> Conversations | None:
        """Find the org to ask, if there is a conversation to ask for, and the lead may. Raises `WhichOrgError`."""
        if not conflict.conversation_id or conflict.rereads or not await self.permit.allows(lead, Action.LOOK_UP):
            return None
        return await self._home_of(lead, conflict, org)

    async def _judged(
        self, lead: Lead, conflict: Conflict, conversations: Conversations | None
    ) -> tuple[Explanation, Conflict]:
        if conversations is None:
            return explain(conflict), conflict
        reading = await conversations.read(conflict.conversation_id)
        read = reading.conversation
        if read is None and not _is_of(conversations.org, _host(conflict)):
            # The text is about a host that is no org's here, and the conversation is not here either.
            return explain(conflict), conflict
        if read is not None and not await self.permit.allows(lead, Action.LOOK_UP, Circumstances.of(read)):
            return explain(conflict), conflict
        others = [c for c in self.orgs.values() if c is not conversations]
        host = conflict.sent_host or conflict.org.host or None
        known = replace(conflict, org=conversations.org, rereads=(reading,), sent_host=host)
        return await explain_refusal(
            known, conversations=conversations, others=others, ledger=self.ledger, clock=self.clock
        )

    async def _home_of(self, lead: Lead, conflict: Conflict, org: str) -> Conversations | None:
        """Find the one org that the conversation may be of; none, if the text's host is nobody's that we know.

        A text about another vendor's host, or about a region that is not here, may still be about a call that is here:
        then the request went astray. Raises `WhichOrgError`.
        """
        host = _host(conflict)
        fitting = self.which.fitting(conflict.conversation_id, org)
        here = [found for found in fitting if _is_of(found[0].org, host)]
        if not here and home_of(host) is None and not org:
            return None
        if not (here or fitting):
            return None
        found = await self.which.one_of(lead, here or fitting)
        if found is None:
            return None
        conversations, _ = found
        may = await self.permit.allows(lead, Action.LOOK_UP, Circumstances(org=conversations.org.name))
        return conversations if may else None

    async def _note(self, lead: Lead, conflict: Conflict, explanation: Explanation) -> None:
        entry = Entry(
            self.clock.now(),
            lead.user_id,
            "explained",
            # A name in a pasted text may be anything: a line bears an org of ours, or none.
            conflict.org.name if conflict.org.name in self.orgs else "",
            conversation_id=conflict.conversation_id,
            participant_id=conflict.participant_id,
            detail=f"{explanation.cause.value} ({explanation.certainty.value})",
            trace_id=explanation.trace_id,
        )
        try:
            await self.ledger.enter(entry)
        except LedgerUnavailableError:
            log.warning("ledger.explanation_not_written")


def _host(conflict: Conflict) -> str:
    return conflict.org.host or conflict.sent_host or ""


def _is_of(org: Org, host: str) -> bool:
    """Tell whether a host is an org's, or of its region; a text without one may be of any."""
    home = home_of(host)
    return (
        not host
        or org.host == host
        or (home is not None and (home.platform, home.region) == (org.platform, org.region))
    )


def _unproven(pasted: Conflict, now: datetime) -> Conflict:
    """Keep the exchange of a pasted text alone: re-reads and ledger lines that somebody typed prove nothing here."""
    return Conflict(
        org=pasted.org,
        now=now,
        conversation_id=pasted.conversation_id,
        participant_id=pasted.participant_id,
        exchange=pasted.exchange,
        ledger_asked=False,
        sent_conversation_id=pasted.sent_conversation_id,
        sent_participant_id=pasted.sent_participant_id,
        path_platform=pasted.path_platform,
        host_platform=pasted.host_platform,
        sent_host=pasted.sent_host,
        caller=CALLER,
    )
