"""See to what was told from outside: explain a failed call, look its conversation up, raise the alert or close it."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.domain.alert import Problem
from bot.domain.caller import with_callers_side
from bot.domain.conflict import Conflict, Explanation, explain
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Reading
from bot.domain.notice import FailedCall, Notice, Tiding
from bot.domain.source import Source
from bot.domain.telling import problem_of
from bot.ports import Clock, Conversations, Inbox, Ledger, Metrics
from bot.use_cases.explain import explain_refusal
from bot.use_cases.watch import Ending, Raising

LEASE = timedelta(seconds=60)
# Long enough for the re-reads of an explanation, and well within the lease.
EXPLAIN_SECONDS = 30.0
AGAIN = timedelta(seconds=20)
GIVE_UP = timedelta(hours=1)

_turns = itertools.count(1)

log = structlog.get_logger()


@dataclass(slots=True)
class SeeToNotices:
    """The use case: of each problem one notice after the other, each by one process at a time.

    `read_call` makes a conflict of what a script says of its call; `sources` are those of the settings, by name.
    """

    inbox: Inbox
    sources: Mapping[str, Source]
    orgs: Mapping[str, Conversations]
    ledger: Ledger
    metrics: Metrics
    raise_alert: Raising
    close_alert: Ending
    read_call: Callable[[FailedCall, Notice], Conflict]
    clock: Clock
    owner: str

    async def __call__(self) -> int:
        """See to all that waits; returns how many were dealt with. Raises `LedgerUnavailableError`."""
        dealt = 0
        while True:
            now = self.clock.now()
            # A name of its own for each turn: two tasks of one process must not take each other's for theirs.
            turn = f"{self.owner}/{next(_turns)}"
            notice = await self.inbox.take(turn, now, now + LEASE)
            if notice is None:
                return dealt
            if await self._dealt(notice, turn):
                dealt += 1

    async def _dealt(self, notice: Notice, turn: str) -> bool:
        """Deal with one; whatever goes wrong with it holds up no other, and does not go on for ever."""
        try:
            await self._deal(notice)
        except LedgerUnavailableError:
            raise
        except Exception:
            now = self.clock.now()
            if now - notice.received_at < GIVE_UP:
                log.exception("notice.failed", reference=notice.id)
                await self.inbox.later(notice, turn, now + AGAIN)
                return False
            log.exception("notice.given_up", reference=notice.id)
        await self.inbox.done(notice, turn)
        return True

    async def _deal(self, notice: Notice) -> None:
        source = self.sources.get(notice.source)
        if source is None:
            log.warning("notice.of_no_source", reference=notice.id, source=notice.source)
            return
        if notice.tiding is Tiding.RESOLVED:
            outcome = notice.text or notice.title or f"{source.name} says that it is over."
            await self.close_alert(notice.problem_key, outcome, at=notice.received_at)
            return
        await self.raise_alert(await self._problem(notice, source))

    async def _problem(self, notice: Notice, source: Source) -> Problem:
        if notice.call is None:
            return problem_of(notice, source)
        try:
            explanation, conflict = await self._explained(notice.call, notice, source)
        except LedgerUnavailableError:
            raise
        except Exception:
            # That the call failed is told, whether or not it can be explained.
            log.exception("notice.not_explained", reference=notice.id)
            return problem_of(notice, source)
        self.metrics.explained(explanation)
        told = replace(notice, conversation_id=conflict.conversation_id or notice.conversation_id)
        participant = conflict.participant_id or notice.participant_id
        found = any(reading.conversation is not None for reading in conflict.rereads)
        org = conflict.org.name if found or conflict.org.name in self.orgs else source.org
        return problem_of(replace(told, participant_id=participant), source, explanation, org=org)

    async def _explained(self, call: FailedCall, notice: Notice, source: Source) -> tuple[Explanation, Conflict]:
        conflict = self.read_call(call, notice)
        try:
            async with self.clock.timeout(EXPLAIN_SECONDS):
                explanation, conflict = await self._judged(conflict, source)
        except TimeoutError:
            # Slow platforms must not hold an alert back: what is known without them is said.
            log.warning("notice.explained_without_platform", reference=notice.id)
            explanation = explain(conflict)
        return with_callers_side(explanation, call), conflict

    async def _judged(self, conflict: Conflict, source: Source) -> tuple[Explanation, Conflict]:
        found = await self._home_of(conflict, source)
        if found is None:
            return explain(conflict), conflict
        conversations, reading = found
        others = [one for one in self.orgs.values() if one is not conversations]
        known = replace(conflict, org=conversations.org, rereads=(reading,))
        return await explain_refusal(
            known, conversations=conversations, others=others, ledger=self.ledger, clock=self.clock
        )

    async def _home_of(self, conflict: Conflict, source: Source) -> tuple[Conversations, Reading] | None:
        """Find the org that knows the conversation: the source's own, else the one at the call's host."""
        host = conflict.org.host
        mine = [
            one
            for name, one in self.orgs.items()
            if (name == source.org if source.org else bool(host) and (one.org.host == host or one.org.region in host))
        ]
        if not mine or not conflict.conversation_id or mine[0].locate(conflict.conversation_id) is None:
            return None
        return mine[0], await mine[0].read(conflict.conversation_id)
