"""Look up a conversation: from what somebody typed to the conversation as it is now."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conflict import Cause, Certainty, Conflict, explain
from bot.domain.conflict.words import platforms
from bot.domain.conflict.words.platforms import Words
from bot.domain.conversation import Conversation
from bot.domain.disconnection import PastAct
from bot.domain.errors import InputError, LedgerUnavailableError, LookUpError
from bot.domain.exchange import Reading
from bot.domain.pause import Pause
from bot.ports import Clock, Conversations, Entry, Ledger, Priority
from bot.use_cases.explain import explain_refusal
from bot.use_cases.permit import WRITES, Permit
from bot.use_cases.which_org import HINT, WhichOrg

HISTORY = timedelta(hours=24)
# Refusals whose cause one answer can prove; the others say more about the moment than about the conversation.
SAID_BY_ITSELF = frozenset({400, 403, 405})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LookUp:
    """The use case; `orgs` by name, of which only the one is asked that `which` finds."""

    orgs: Mapping[str, Conversations]
    ledger: Ledger
    permit: Permit
    clock: Clock
    which: WhichOrg

    async def __call__(self, lead: Lead, typed: str, org: str = "") -> Conversation:
        """Find what was typed, in the org that the lead named, if they did.

        Raises `AccessDeniedError`, `InputError` for what is no id and for a link of no org here, `WhichOrgError` where
        the lead has to choose, and `LookUpError`.
        """
        conversations, conversation_id = await self.which.settled(lead, typed, org)
        await self.permit.require(lead, Action.LOOK_UP, self.which.about(conversations.org, conversation_id))
        reading = await conversations.read(conversation_id)
        if reading.conversation is not None:
            await self.permit.require(lead, Action.LOOK_UP, Circumstances.of(reading.conversation))
            await self._note(lead, reading.conversation, "looked_up")
            return reading.conversation
        if not reading.not_found:
            raise self._refused(conversations, conversation_id, reading)
        raise await self._unknown(lead, conversations, conversation_id, reading, typed)

    async def _unknown(
        self, lead: Lead, conversations: Conversations, conversation_id: str, reading: Reading, typed: str
    ) -> LookUpError:
        """Tell a conversation that ended long ago from an id that nobody knows: the records are asked, once."""
        conflict = Conflict(conversations.org, self.clock.now(), conversation_id, rereads=(reading,))
        explanation, conflict = await explain_refusal(
            conflict, conversations=conversations, ledger=self.ledger, clock=self.clock, budget=1
        )
        if explanation.cause is Cause.CONVERSATION_ENDED:
            records = conflict.probes.analytics
            ended_at = records.ended_at if records else None
            return LookUpError(explanation.headline, reading, org=conversations.org, ended_at=ended_at)
        fitting = [one for one, _ in self.which.fitting(typed) if one is not conversations]
        others = [one.org for one in await self.which.open_to(lead, fitting)]
        return LookUpError(
            explanation.headline,
            reading,
            org_words(conversations).look_alikes,
            org=conversations.org,
            typed=conversation_id,
            others=others,
        )

    def _refused(self, conversations: Conversations, conversation_id: str, reading: Reading) -> LookUpError:
        """Say why a look-up was refused: in the explanation's words where the one answer proves its cause."""
        if reading.status not in SAID_BY_ITSELF:
            return LookUpError(*words_for(reading, org_words(conversations)), org=conversations.org)
        found = explain(Conflict(conversations.org, self.clock.now(), conversation_id, rereads=(reading,)))
        if found.certainty is Certainty.PROVEN:
            return LookUpError(found.headline, reading, " ".join(found.next_steps), org=conversations.org)
        return LookUpError(*words_for(reading, org_words(conversations)), org=conversations.org)

    async def known(self, lead: Lead, org: str, conversation_id: str) -> Conversation:
        """Look up a conversation whose org is known, as a search tells it; raises what `again` raises."""
        conversation = await self.again(lead, org, conversation_id, priority=Priority.LOOK_UP)
        await self._note(lead, conversation, "looked_up")
        return conversation

    def is_of(self, typed: str) -> str | None:
        """Give the conversation's id in what was typed, if an org takes it for an id or a link of its own."""
        located = (org.locate(typed) for org in self.orgs.values())
        return next((one.conversation_id for one in located if one and one.mine and one.conversation_id), None)

    async def again(
        self,
        lead: Lead,
        org: str,
        conversation_id: str,
        *,
        action: Action = Action.LOOK_UP,
        priority: Priority = Priority.REFRESH,
    ) -> Conversation:
        """Read a known conversation anew.

        Raises `AccessDeniedError`, `ReadOnlyError` for an action that writes, `InputError`, `LookUpError`.
        Whether the lead may look at it is decided of what was read; whether they may act on it, by who acts.
        """
        await self.permit.require(lead, action, Circumstances(org=org, conversation_id=conversation_id))
        if action in WRITES:
            await self.require_running()
        if org not in self.orgs:
            raise InputError(f"The org {org} is no longer set up here.", HINT)
        reading = await self.orgs[org].read(conversation_id, priority=priority)
        if reading.conversation is None:
            raise LookUpError(*words_for(reading, org_words(self.orgs[org])), org=self.orgs[org].org)
        await self.permit.require(lead, Action.LOOK_UP, Circumstances.of(reading.conversation))
        return reading.conversation

    async def of_alert(self, lead: Lead, org: str, conversation_id: str) -> Conversation:
        """Look up what an alert names; without an org it is looked for in all. Raises what the others raise."""
        if not org:
            return await self(lead, conversation_id)
        conversation = await self.again(lead, org, conversation_id, priority=Priority.LOOK_UP)
        await self._note(lead, conversation, "looked_up")
        return conversation

    async def paused(self) -> Pause | None:
        """Tell who has paused Hangup, if somebody has; nobody, if the ledger can't be read."""
        try:
            return await self.permit.switch.paused()
        except LedgerUnavailableError:
            log.warning("ledger.switch_not_read")
            return None

    async def require_running(self) -> None:
        """Refuse a preview while Hangup is paused; a ledger that can't be read is found out by the demand."""
        with contextlib.suppress(LedgerUnavailableError):
            await self.permit.require_running()

    async def history(self, conversation: Conversation) -> Sequence[PastAct]:
        """List what was lately done to a conversation with Hangup; nothing, if the ledger can't be read."""
        try:
            return await self.ledger.past_acts(conversation.org, conversation.id, self.clock.now() - HISTORY)
        except LedgerUnavailableError:
            log.warning("ledger.history_not_read", conversation_id=conversation.id)
            return ()

    async def _note(self, lead: Lead, conversation: Conversation, step: str) -> None:
        """Write down who looked; a look-up goes on without a ledger, since it changes nothing."""
        entry = Entry(self.clock.now(), lead.user_id, step, conversation.org, conversation_id=conversation.id)
        try:
            await self.ledger.enter(entry)
        except LedgerUnavailableError:
            log.warning("ledger.look_up_not_written", conversation_id=conversation.id)


def org_words(conversations: Conversations) -> Words:
    """Give the words of an org's platform."""
    return platforms.of(conversations.org.platform)


def words_for(reading: Reading, words: Words) -> tuple[str, Reading, str]:
    """Say why a conversation could not be read, and what to do: words, the reading, the hint."""
    status, reply = reading.status, reading.reply
    if reply is not None and reply.fault is not None:
        return reply.fault_words("there"), reading, words.fixes.get(reply.fault, "")
    if status == 404:  # noqa: PLR2004
        return (
            "There is no conversation with this id here, or it ended long ago.",
            reading,
            words.look_alikes,
        )
    if status in {401, 403}:
        return (
            "The platform does not let Hangup read this conversation.",
            reading,
            words.view_fix,
        )
    if status == 429:  # noqa: PLR2004
        return "The platform asks Hangup to slow down.", reading, "Try again in a minute."
    if status is not None and status < 500:  # noqa: PLR2004
        return "The platform refused the look-up.", reading, "Check the id, and try once more."
    return (
        "The platform did not answer in time." if status is None else "The platform has trouble of its own just now.",
        reading,
        "Nothing was changed. Try again in a minute.",
    )
