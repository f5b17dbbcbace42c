"""Carry a demand out: verify, act once, verify again, and never say more than is known."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conflict import Cause, Conflict, Explanation
from bot.domain.conversation import Conversation
from bot.domain.disconnection import (
    RECHECK_SECONDS,
    RESEND_WITHIN_SECONDS,
    Act,
    Disconnection,
    Outcome,
    changes,
)
from bot.domain.errors import AccessDeniedError, LedgerUnavailableError, ReadOnlyError
from bot.domain.exchange import Fault, Probes, Reading
from bot.domain.participant import IN_TRANSITION
from bot.domain.rule import ANYTHING
from bot.ports import Clock, Conversations, Ledger, Messenger, Metrics, Priority, Report, metered
from bot.use_cases.explain import explain_refusal
from bot.use_cases.journey import Journey
from bot.use_cases.lease import LeaseLostError, leased
from bot.use_cases.permit import Permit
from bot.use_cases.read_back import read_back

UNAUTHORIZED = 401
ENDING_HELPS = frozenset({Cause.STUCK_CONVERSATION, Cause.OWNED_BY_FLOW})
AFTER_ACK_SECONDS = 0.5
WATCH_SECONDS = (3.0, 5.0, 10.0)
WRITE_AGAIN_SECONDS = (0.5, 1.0, 2.0, 4.0)
LEFT_UNPROVEN = "left_unproven"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CarryOut:
    """The act. At most one write for each demand, sent again only after an answer that proves that nothing was done."""

    orgs: Mapping[str, Conversations]
    ledger: Ledger
    messenger: Messenger
    permit: Permit
    clock: Clock
    metrics: Metrics

    async def __call__(self, demand: Disconnection, lead: Lead) -> None:
        """Carry out a demand that was just placed, under its lease."""
        # A view that is filled before Slack has taken the acknowledgement is overwritten by the view in it.
        telling = asyncio.create_task(self.clock.sleep(AFTER_ACK_SECONDS))
        with metered() as meter:
            await self._travel(Journey(demand, lead, self.orgs[demand.org], meter, telling=telling))

    async def _travel(self, journey: Journey) -> None:
        demand = journey.demand
        async with leased(demand, self.ledger, self.clock):
            try:
                await self._go(journey)
            except LeaseLostError:
                log.warning("act.lease_lost", reference=demand.id)
            except LedgerUnavailableError:
                # Not written, not sent, or not yet known: whoever settles the lease will find out and tell.
                log.exception("act.ledger_unavailable", reference=demand.id, outcome=journey.demand.outcome)
                await self._tell(journey, Report(journey.demand, unwritten=True))
            finally:
                await self._told(journey)

    async def _go(self, journey: Journey) -> None:
        if not await self._verified(journey):
            return
        await self._send(journey)
        if journey.exchange is not None and journey.exchange.reply is not None and journey.exchange.reply.did_nothing:
            await self._again(journey)
        exchange = journey.exchange
        if exchange is None or journey.demand.outcome is not Outcome.SENDING:
            return
        if exchange.accepted:
            trace = exchange.reply.trace_id if exchange.reply else None
            await self._reach(journey, Outcome.ACCEPTED, trace_id=trace)
            # Telling goes on beside: a slow Slack must not delay the proof.
            before, report = journey.telling, Report(journey.demand, exchange=exchange)
            journey.telling = asyncio.create_task(self._tell_after(before, report))
            await self._prove(journey)
        elif not exchange.sent:
            await self._not_sent(journey)
        elif exchange.reply is None or exchange.reply.status >= 500:  # noqa: PLR2004 - it may have been done
            await self._prove(journey)
        else:
            await self._refused(journey)

    async def _not_sent(self, journey: Journey) -> None:
        """Settle a write that never left, since Hangup could not sign in to send it."""
        explanation, _ = await self._explained(journey, ())
        await self._settle(journey, Outcome.NOT_SENT, explanation=explanation, detail="not_signed_in")

    async def _tell(self, journey: Journey, report: Report) -> None:
        """Tell, after what is being told already."""
        await self._told(journey)
        await self.messenger.tell(report)

    async def _told(self, journey: Journey) -> None:
        telling, journey.telling = journey.telling, None
        if telling is not None:
            await telling

    async def _tell_after(self, before: "asyncio.Task[None] | None", report: Report) -> None:
        if before is not None:
            await before
        await self.messenger.tell(report)

    async def _verified(self, journey: Journey) -> bool:
        """Read the conversation again; send nothing if it is not as the lead saw it, or can't be read."""
        # Whatever has to be waited for is waited for first: the write follows the read and the decision at once.
        await journey.conversations.ready()
        with metered() as meter:
            reading = await journey.conversations.read(journey.demand.conversation_id, priority=Priority.ACT)
        journey.before, journey.read_cost = reading, max(1, meter.requests)
        if reading.conversation is None:
            explanation, _ = await self._explained(journey, (reading,))
            strange = reading.reply is not None and reading.reply.fault is Fault.SIGN_IN
            detail = "not_signed_in" if strange else "not_readable"
            await self._settle(journey, Outcome.NOT_SENT, explanation=explanation, detail=detail)
            return False
        found = changes(journey.demand.seen, reading.conversation, journey.demand.participant_id)
        if found:
            await self._reach(journey, Outcome.NOT_SENT, detail="changed", snapshot=reading.conversation)
            await self._tell(journey, Report(journey.demand, conversation=reading.conversation, changes=found))
            return False
        fixed = journey.demand.fixed_on(reading.conversation)
        if fixed is not None:
            await self._settle(journey, Outcome.NOT_SENT, conversation=reading.conversation, detail=fixed)
            return False
        return True

    async def _send(self, journey: Journey) -> None:
        before = journey.before.conversation if journey.before else None
        if before is None:
            return
        # The kill switches and the access table are asked at the last moment, not only when the demand was placed:
        # the switch last of all, and nothing is waited for after it but the ledger.
        try:
            about = Circumstances.of(before, journey.demand.participant_id)
            await self.permit.require(journey.lead, _action(journey.demand), about)
            await self.permit.require_running()
        except (AccessDeniedError, ReadOnlyError) as denied:
            await self._settle(journey, Outcome.NOT_SENT, detail=str(denied))
            return
        await self._reach(journey, Outcome.SENDING, snapshot=before)
        if journey.demand.act is Act.END_CONVERSATION:
            journey.exchange = await journey.conversations.end(before.id)
        else:
            journey.exchange = await journey.conversations.disconnect(
                before, journey.demand.participant_id or "", reason=journey.demand.reason
            )

    async def _again(self, journey: Journey) -> None:
        """Send once more after a 401 or a 429, within 30 s, after a fresh read and a fresh decision."""
        reply = journey.exchange.reply if journey.exchange else None
        default = 0.0 if reply is None or reply.status == UNAUTHORIZED else 1.0
        wait = default if reply is None or reply.retry_after is None else reply.retry_after
        deadline = journey.demand.requested_at + timedelta(seconds=RESEND_WITHIN_SECONDS)
        if self.clock.now() + timedelta(seconds=wait) >= deadline:
            return
        await self.clock.sleep(wait)
        refused, journey.exchange = journey.exchange, None
        if await self._verified(journey) and self.clock.now() < deadline:
            await self._send(journey)
        else:
            journey.exchange = refused

    async def _prove(self, journey: Journey) -> None:
        """Read back until it shows; what is not shown is not confirmed, and is looked at again later."""
        shown = await read_back(
            journey.demand, journey.conversations, self.clock, budget=journey.left - 1, read_cost=journey.read_cost
        )
        if shown.left:
            known = journey.exchange is not None and journey.exchange.accepted
            await self._reach(
                journey, Outcome.CONFIRMED, snapshot=shown.conversation, detail="" if known else LEFT_UNPROVEN
            )
            await self._tell(journey, Report(journey.demand, conversation=shown.conversation))
            return
        probes = Probes(analytics=shown.analytics)
        explanation, _ = await self._explained(journey, shown.readings, probes)
        await self._settle(journey, Outcome.NOT_CONFIRMED, explanation=explanation, conversation=shown.conversation)
        await self._plan_recheck(journey.demand, 1)

    async def _refused(self, journey: Journey) -> None:
        explanation, conflict = await self._explained(journey, ())
        seen = next((r.conversation for r in reversed(conflict.rereads) if r.conversation is not None), None)
        await self._settle(journey, Outcome.REFUSED, explanation=explanation, conversation=seen)
        if explanation.cause is Cause.PARTICIPANT_IN_TRANSITION:
            await self._watch(journey)

    async def _watch(self, journey: Journey) -> None:
        """After a refusal in transition, look until it has settled, and say when pressing again makes sense."""
        for wait in WATCH_SECONDS:
            if journey.left < journey.read_cost:
                return
            await self.clock.sleep(wait)
            reading = await journey.conversations.read(journey.demand.conversation_id, priority=Priority.READ_BACK)
            person = reading.conversation and reading.conversation.participant(journey.demand.participant_id or "")
            if person and person.standing not in IN_TRANSITION:
                await self._tell(journey, Report(journey.demand, conversation=reading.conversation, again=True))
                return

    async def _explained(
        self, journey: Journey, rereads: tuple[Reading, ...], probes: Probes | None = None
    ) -> tuple[Explanation, Conflict]:
        demand = journey.demand
        conflict = journey.conflict(self.clock.now(), rereads, probes or Probes())
        others = [c for name, c in self.orgs.items() if name != demand.org]
        explanation, conflict = await explain_refusal(
            conflict,
            conversations=journey.conversations,
            others=others,
            ledger=self.ledger,
            clock=self.clock,
            exclude_id=demand.id,
            budget=journey.left,
            read_cost=journey.read_cost,
        )
        self.metrics.explained(explanation)
        return explanation, conflict

    async def _settle(
        self,
        journey: Journey,
        outcome: Outcome,
        *,
        explanation: Explanation | None = None,
        conversation: Conversation | None = None,
        detail: str = "",
    ) -> None:
        """Write the end of a demand, then tell it."""
        reply = journey.exchange.reply if journey.exchange else None
        await self._reach(
            journey,
            outcome,
            snapshot=conversation,
            cause=explanation.cause.value if explanation else None,
            trace_id=reply.trace_id if reply else journey.demand.trace_id,
            detail=detail,
        )
        helps = explanation is not None and explanation.cause in ENDING_HELPS
        helps = helps and (conversation is None or conversation.fixed is None)
        about = Circumstances.of(conversation) if conversation else ANYTHING
        may_end = helps and await self.permit.allows(journey.lead, Action.END_CONVERSATION, about)
        await self._tell(
            journey,
            Report(
                journey.demand,
                conversation=conversation,
                explanation=explanation,
                exchange=journey.exchange,
                may_end=may_end,
            ),
        )

    async def _reach(
        self, journey: Journey, outcome: Outcome, *, snapshot: Conversation | None = None, **facts: object
    ) -> None:
        """Write the next step. Past the write to the platform, a ledger that fails is tried again for a while."""
        step = journey.demand.reached(outcome, self.clock.now(), **facts)
        waits = () if outcome is Outcome.SENDING else WRITE_AGAIN_SECONDS
        for wait in (*waits, None):
            try:
                if not await self.ledger.record(step, snapshot=snapshot):
                    raise LeaseLostError("another process has taken this demand over")
                break
            except LedgerUnavailableError:
                if wait is None:
                    raise
                await self.clock.sleep(wait)
        journey.demand = step
        self.metrics.reached(step)
        log.info("act.reached", reference=step.id, outcome=outcome.value, org=step.org, cause=step.cause)

    async def _plan_recheck(self, demand: Disconnection, number: int) -> None:
        due = (demand.settled_at or self.clock.now()) + timedelta(seconds=RECHECK_SECONDS[number - 1])
        with contextlib.suppress(LedgerUnavailableError):
            await self.ledger.plan_recheck(demand.id, due, number)


def _action(demand: Disconnection) -> Action:
    return Action.END_CONVERSATION if demand.act is Act.END_CONVERSATION else Action.DISCONNECT
