"""Settle what a crash left behind, and look again at what was not confirmed."""

import asyncio
import contextlib
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.domain.conversation import Conversation
from bot.domain.disconnection import LEASE_SECONDS, RECHECK_SECONDS, Disconnection, Outcome
from bot.ports import Clock, Conversations, Ledger, Messenger, Priority, Report
from bot.use_cases.carry_out import LEFT_UNPROVEN
from bot.use_cases.read_back import read_back, shows_gone

NEVER_SENT = "never_sent"
MAYBE_NOT_SENT = "maybe_not_sent"
TELL_AGAIN = timedelta(seconds=60)
TELL_WITHIN = timedelta(hours=24)
# Well within the turn: what is told twice has the same reference, and is told twice all the same.
READ_SECONDS = 20.0

T = TypeVar("T")

log = structlog.get_logger()


async def all_of(works: Iterable[Awaitable[T]]) -> list[T]:
    """Wait for all of them, whatever becomes of one; raises the first error then."""
    ended = await asyncio.gather(*works, return_exceptions=True)
    for one in ended:
        if isinstance(one, BaseException):
            raise one
    return [one for one in ended if not isinstance(one, BaseException)]


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Run at start and by a job; two processes never settle the same demand.

    A run need not wait for the one before: an org that hangs holds up its own demands, and nobody else's.
    """

    orgs: Mapping[str, Conversations]
    ledger: Ledger
    messenger: Messenger
    clock: Clock
    owner: str
    _settling: set[str] = field(default_factory=set)

    async def settle_expired(self) -> int:
        """Settle the demands in flight whose lease has run out; returns how many. Nothing is ever sent from here.

        Those of one org one after the other, the orgs beside one another: no org waits for another's slowness. An org
        that an earlier run is still at is left to it.
        """
        by_org: dict[str, list[Disconnection]] = {}
        for demand in await self.ledger.expired(self.clock.now()):
            if demand.org not in self._settling:
                by_org.setdefault(demand.org, []).append(demand)
        return sum(await all_of([self._settle_all(org, demands) for org, demands in by_org.items()]))

    async def _settle_all(self, org: str, demands: Sequence[Disconnection]) -> int:
        self._settling.add(org)
        try:
            return await self._settle_each(demands)
        finally:
            self._settling.discard(org)

    async def _settle_each(self, demands: Sequence[Disconnection]) -> int:
        settled = 0
        for demand in demands:
            now = self.clock.now()
            until = now + timedelta(seconds=LEASE_SECONDS)
            claimed = await self.ledger.claim(demand.id, self.owner, until, now)
            if claimed is not None:
                await self._settle(claimed)
                settled += 1
        return settled

    async def tell_untold(self) -> int:
        """Tell the end of demands that nobody was told, after a crash or while Slack was away; returns how many.

        All at once, and each in time for its turn: an org that hangs keeps nobody waiting, not even for its own.
        """
        now, taken = self.clock.now(), []
        try:
            while demand := await self.ledger.take_untold(self.owner, now + TELL_AGAIN, now, now - TELL_WITHIN):
                taken.append(asyncio.ensure_future(self._tell_again(demand)))
        finally:
            await all_of(taken)
        return len(taken)

    async def _tell_again(self, demand: Disconnection) -> None:
        conversations, seen = self.orgs.get(demand.org), None
        if conversations is not None:
            with contextlib.suppress(TimeoutError):
                async with self.clock.timeout(READ_SECONDS):
                    seen = (await conversations.read(demand.conversation_id)).conversation
        await self.messenger.tell(Report(demand, conversation=seen))

    async def recheck_due(self) -> int:
        """Read again what was not confirmed and is due, all at once; returns how many were read."""
        now, taken = self.clock.now(), []
        try:
            while (due := await self.ledger.take_recheck(now)) is not None:
                taken.append(asyncio.ensure_future(self._recheck_or_plan(*due)))
        finally:
            await all_of(taken)
        return len(taken)

    async def _recheck_or_plan(self, demand: Disconnection, number: int) -> None:
        try:
            await self._recheck(demand, number)
        except BaseException:
            # Taken is gone: what could not be looked at, or was cut short by a shutdown, is planned anew.
            await asyncio.shield(self.ledger.plan_recheck(demand.id, self.clock.now() + TELL_AGAIN, number))
            raise

    async def _settle(self, demand: Disconnection) -> None:
        conversations = self.orgs.get(demand.org)
        if demand.outcome is Outcome.REQUESTED:
            # The step "sending" is written before anything is sent; without it nothing was.
            await self._conclude(demand, Outcome.NOT_SENT, NEVER_SENT)
            return
        if conversations is None:
            # The org is no longer set up, so nobody can look; what may have been sent is not claimed either way.
            await self._conclude(demand, Outcome.NOT_CONFIRMED, MAYBE_NOT_SENT)
            return
        shown = await read_back(demand, conversations, self.clock, waits=(0.0, 2.0, 4.0))
        accepted = demand.outcome is Outcome.ACCEPTED
        if shown.left:
            settled = await self._conclude(
                demand, Outcome.CONFIRMED, "" if accepted else LEFT_UNPROVEN, seen=shown.conversation, tell=False
            )
        else:
            settled = await self._conclude(
                demand, Outcome.NOT_CONFIRMED, "" if accepted else MAYBE_NOT_SENT, seen=shown.conversation, tell=False
            )
            await self.ledger.plan_recheck(demand.id, self.clock.now() + timedelta(seconds=RECHECK_SECONDS[0]), 1)
        if settled is not None:
            await self.messenger.tell(Report(settled, conversation=shown.conversation))

    async def _conclude(
        self,
        demand: Disconnection,
        outcome: Outcome,
        detail: str,
        *,
        seen: Conversation | None = None,
        tell: bool = True,
    ) -> Disconnection | None:
        step = demand.reached(outcome, self.clock.now(), detail=detail, settled_by_other=True)
        if not await self.ledger.record(step, snapshot=seen):
            return None
        log.info("reconcile.settled", reference=step.id, outcome=outcome.value, detail=detail)
        if tell:
            await self.messenger.tell(Report(step))
        return step

    async def _recheck(self, demand: Disconnection, number: int) -> None:
        conversations = self.orgs.get(demand.org)
        if conversations is None or demand.outcome is not Outcome.NOT_CONFIRMED:
            return
        reading = await conversations.read(demand.conversation_id, priority=Priority.READ_BACK)
        if shows_gone(reading, demand):
            step = demand.reached(Outcome.CONFIRMED, self.clock.now(), detail=LEFT_UNPROVEN)
            if await self.ledger.record(step, snapshot=reading.conversation):
                await self.messenger.tell(Report(step, conversation=reading.conversation, correction=True))
        elif number < len(RECHECK_SECONDS):
            wait = RECHECK_SECONDS[number] - RECHECK_SECONDS[number - 1]
            await self.ledger.plan_recheck(demand.id, self.clock.now() + timedelta(seconds=wait), number + 1)
