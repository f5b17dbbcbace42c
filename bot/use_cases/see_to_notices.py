"""See to what was told from outside: explain a failed call, look its conversation up, raise the alert or close it."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from bot.domain.alert import Problem
from bot.domain.caller import with_callers_side
from bot.domain.conflict import Cause, Certainty, Conflict, Explanation, explain
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Org, Reading
from bot.domain.family import home_of
from bot.domain.notice import FailedCall, Notice, Tiding
from bot.domain.source import Source
from bot.domain.telling import problem_of, whose_host
from bot.ports import Clock, Conversations, Inbox, Ledger, Metrics, Priority
from bot.use_cases.explain import explain_refusal
from bot.use_cases.reconcile import all_of
from bot.use_cases.watch import Ending, Raising
from bot.use_cases.which_org import located_in

LEASE = timedelta(seconds=60)
# Long enough for the re-reads of an explanation, and well within the lease.
EXPLAIN_SECONDS = 30.0
# An org that does not answer the first read by then is not asked again for a while: its alerts go out without it.
FIRST_READ_SECONDS = 8.0
NOT_ASKED = timedelta(seconds=30)
AGAIN = timedelta(seconds=20)
MOST_AT_ONCE = 64
# Of one org no more is asked at once: the others of its notices wait in a line of their own.
READS_AT_ONCE = 4
BY_ADDRESS = frozenset({Cause.UNSUPPORTED_ROUTE, Cause.WRONG_REGION})
LONGEST = timedelta(days=1)

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
    read_call: Callable[[FailedCall, Notice, Org | None], Conflict]
    clock: Clock
    owner: str
    _silent_until: dict[str, datetime] = field(default_factory=dict)
    _lines: dict[str, asyncio.Semaphore] = field(default_factory=dict)

    async def __call__(self) -> int:
        """See to all that waits; returns how many were dealt with. Raises `LedgerUnavailableError`.

        Several beside one another: what an org that hangs is asked for keeps no other org's alert waiting.
        """
        return await self._beside(MOST_AT_ONCE)

    async def _beside(self, most: int) -> int:
        """Take one; while it is dealt with, let others be taken."""
        taken = await self._take()
        if taken is None:
            return 0
        works = [self._rest(*taken)]
        if most > 1:
            works.append(self._beside(most - 1))
        return sum(await all_of(works))

    async def _rest(self, notice: Notice, turn: str) -> int:
        """Deal with the one that was taken, then with whatever is left."""
        dealt = 0
        taken: tuple[Notice, str] | None = (notice, turn)
        while taken is not None:
            dealt += await self._see_to(*taken)
            taken = await self._take()
        return dealt

    async def _take(self) -> tuple[Notice, str] | None:
        # A name of its own for each turn: two tasks of one process must not take each other's for theirs.
        turn, now = f"{self.owner}/{next(_turns)}", self.clock.now()
        notice = await self.inbox.take(turn, now, now + LEASE)
        return (notice, turn) if notice is not None else None

    async def _see_to(self, notice: Notice, turn: str) -> int:
        try:
            await self._deal(notice)
        except LedgerUnavailableError:
            raise
        except Exception:
            # A mistake of ours about one notice must not hold the others back.
            log.exception("notice.failed", reference=notice.id)
            await self._postpone(notice, turn)
            return 0
        await self.inbox.done(notice, turn)
        return 1

    async def _postpone(self, notice: Notice, turn: str) -> None:
        """Give it back for a while, each time for a longer one; what fails for a day is let go."""
        now = self.clock.now()
        age = max(now - notice.received_at, timedelta(0))
        if age < LONGEST:
            await self.inbox.later(notice, turn, now + AGAIN + age / 2)
        else:
            log.error("notice.given_up", reference=notice.id, source=notice.source)
            await self.inbox.done(notice, turn)

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
            # A call that can't be explained is told of all the same.
            log.exception("notice.not_explained", reference=notice.id)
            return problem_of(notice, source)
        self.metrics.explained(explanation)
        seen = next((one.conversation for one in reversed(conflict.rereads) if one.conversation is not None), None)
        # The call may have named one leg; the conversation goes by an id of its own.
        about = seen.id if seen is not None else conflict.conversation_id or notice.conversation_id
        told = replace(notice, conversation_id=about)
        participant = conflict.participant_id or notice.participant_id
        org = conflict.org.name if seen is not None or conflict.org.name in self.orgs else source.org
        whose = None if org else whose_host(_host(notice.call.url), [one.org for one in self.orgs.values()])
        return problem_of(replace(told, participant_id=participant), source, explanation, org=org, whose=whose)

    async def _explained(self, call: FailedCall, notice: Notice, source: Source) -> tuple[Explanation, Conflict]:
        home = self._home_of(call, source)
        conflict = self.read_call(call, notice, home.org if home is not None else None)
        try:
            async with self.clock.timeout(EXPLAIN_SECONDS):
                if home is not None and not await self._is_of(home, call.url, source):
                    home, conflict = None, self.read_call(call, notice, None)
                if home is None and (home := await self._found(conflict)) is not None:
                    conflict = self.read_call(call, notice, home.org)
                explanation, conflict = await self._judged(conflict, home)
        except TimeoutError:
            # Slow platforms must not hold an alert back: what is known without them is said.
            log.warning("notice.explained_without_platform", reference=notice.id)
            explanation = explain(conflict)
        return with_callers_side(explanation, call), conflict

    async def _is_of(self, home: Conversations, url: str, source: Source) -> bool:
        """Tell whether an address is an org's; one that may be has it find out first where it is at home."""
        located = home.locate(url)
        if source.org or located is None or located.certain or self._silent(home.org.name):
            return True
        with contextlib.suppress(TimeoutError):
            async with self.clock.timeout(FIRST_READ_SECONDS):
                await home.discover()
        located = home.locate(url)
        return located is None or located.mine

    def _silent(self, org: str) -> bool:
        """Tell whether an org did not answer a moment ago."""
        now = self.clock.now()
        return now < self._silent_until.get(org, now)

    async def _judged(self, conflict: Conflict, home: Conversations | None) -> tuple[Explanation, Conflict]:
        told = explain(conflict)
        # What the address alone proves needs no platform; and an id of another shape is not asked after.
        if home is None or _settled(told) or home.locate(conflict.conversation_id) is None:
            return told, conflict
        reading = await self._read(home, conflict.conversation_id)
        if reading is None:
            return told, conflict
        others = [one for one in self.orgs.values() if one is not home]
        known = replace(conflict, rereads=(reading,))
        return await explain_refusal(known, conversations=home, others=others, ledger=self.ledger, clock=self.clock)

    async def _found(self, conflict: Conflict) -> Conversations | None:
        """Find the org whose conversation a call to another place was about: only one that really has it is taken."""
        if home_of(conflict.sent_host or "") is None or _settled(explain(conflict)):
            return None
        fitting = self._fitting(conflict.conversation_id)
        if len(fitting) != 1:
            return None
        reading = await self._read(fitting[0], conflict.conversation_id)
        return fitting[0] if reading is not None and reading.conversation is not None else None

    async def _read(self, home: Conversations, conversation_id: str) -> Reading | None:
        """Read what a call was about; None from an org that does not answer, or did not a moment ago."""
        name = home.org.name
        async with self._lines.setdefault(name, asyncio.Semaphore(READS_AT_ONCE)):
            if self._silent(name):
                return None
            reading: Reading | None = None
            with contextlib.suppress(TimeoutError):
                async with self.clock.timeout(FIRST_READ_SECONDS):
                    # As a re-read: what waits for its turn behind everything else would be taken for silence.
                    reading = await home.read(conversation_id, priority=Priority.READ_BACK)
            if reading is None or reading.silence is not None:
                log.warning("notice.org_silent", org=name)
                self._silent_until[name] = self.clock.now() + NOT_ASKED
                return None
            return reading

    def _fitting(self, text: str) -> Sequence[Conversations]:
        located = [(one, at) for one, at in located_in(self.orgs.values(), text) if at.mine and at.conversation_id]
        return [one for one, at in located if at.certain] or [one for one, _ in located]

    def _home_of(self, call: FailedCall, source: Source) -> Conversations | None:
        """Find the org that a call was meant for: the source's own, else the one at the call's host.

        Some tell their host late, and some are reached by another: then the only one that the address can be of.
        """
        if source.org:
            return self.orgs.get(source.org)
        host = _host(call.url)
        there = next((one for one in self.orgs.values() if host and one.org.host.lower() == host), None)
        if there is not None or not host:
            return there
        fitting = self._fitting(call.url)
        return fitting[0] if len(fitting) == 1 else None


def _settled(told: Explanation) -> bool:
    return told.cause in BY_ADDRESS and told.certainty is Certainty.PROVEN


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
