"""Outbound: what waits in the outbox is sent to Slack, at Slack's pace, and again until Slack has taken it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.delivery import NO_ANSWER, delivered
from bot.adapters.slack.rendered import Rendered
from bot.adapters.slack.verdicts import BUSY, Fate, Verdict, verdict_of
from bot.domain.errors import LedgerUnavailableError
from bot.domain.letter import Allowance, Letter, Posting, Spot, Urgency, Way
from bot.ports import Card, Clock, Ledger, Metrics, Outbox

# chat.update is of tier 3; chat.postMessage takes one a second in a channel and several hundred a minute in all:
# https://docs.slack.dev/apis/web-api/rate-limits
ALLOWED = Allowance(per_minute={Way.UPDATE: 50, Way.POST: 240}, channel_seconds=1.0)
AT_ONCE = 4
LEASE = timedelta(seconds=30)
SLOWEST = 60.0
SHUT_OUT_SECONDS = 60.0
LEDGER_SECONDS = 5.0
STUCK = timedelta(minutes=5)

LOOK_SECONDS = 10.0
FIRST_SECONDS = 3.0

log = structlog.get_logger()


class Outbound:
    """Sends what is in the outbox; `elsewhere` renders a letter for its lead when a channel, by code, refused it.

    `move_alert` finds an alert's card another place then; false if there is none.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        outbox: Outbox,
        ledger: Ledger,
        *,
        clock: Clock,
        metrics: Metrics,
        elsewhere: Callable[[Letter, str], Rendered],
        owner: str,
    ) -> None:
        self._client, self._outbox, self._ledger, self._clock = client, outbox, ledger, clock
        self._metrics, self._elsewhere, self._owner = metrics, elsewhere, owner
        self.move_alert: Callable[[Letter, str], Awaitable[bool]] | None = None
        self._woken, self._rested = asyncio.Event(), asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._next: datetime | None = None
        self._look_at = clock.now()
        self._failures = dict.fromkeys(Way, 0)
        self._trouble = ""

    def start(self) -> None:
        """Begin to send."""
        self._loop = asyncio.create_task(self._run(), name="outbound")

    def wake(self) -> None:
        """Look now whether there is something to send."""
        self._rested.clear()
        self._woken.set()

    async def say(self, letters: Sequence[Letter]) -> None:
        """Keep letters, and return when Slack had them for the first time, or wants to wait; it won't take long.

        Where they can't be kept, they are sent at once, and only once.
        """
        try:
            await self._outbox.put(letters)
        except LedgerUnavailableError:
            log.warning("outbound.not_kept", letters=len(letters), reference=letters[0].reference if letters else "")
            for letter in letters:
                await self._send_unkept(letter)
        else:
            self.wake()
            with contextlib.suppress(TimeoutError):
                async with self._clock.timeout(FIRST_SECONDS):
                    await self._rested.wait()

    async def look(self) -> None:
        """Count what waits, drop what is too old, and see to what other processes left: a job does this."""
        if self._loop is not None and self._loop.done():
            log.error("outbound.had_stopped")
            self.start()
        if await self._tidy():
            self.wake()

    async def _tidy(self) -> int:
        now = self._clock.now()
        self._look_at = now + timedelta(seconds=LOOK_SECONDS)
        for letter in await self._outbox.expire(now):
            self._metrics.dropped(letter.urgency, "expired")
            if letter.urgency is not Urgency.REFRESH:
                log.error("outbound.gave_up", reference=letter.reference, channel=letter.channel, code="expired")
        backlog = await self._outbox.backlog()
        self._metrics.waiting(backlog.letters, (now - backlog.since).total_seconds() if backlog.since else 0.0)
        return backlog.letters

    async def stuck(self) -> str:
        """Say in words that nothing moves, and why; empty when all is well."""
        backlog = await self._outbox.backlog()
        if backlog.since is None or (waited := self._clock.now() - backlog.since) < STUCK:
            return ""
        why = f"; Slack's last refusal: {self._trouble}" if self._trouble else ""
        minutes = int(waited.total_seconds() // 60)
        return f"{backlog.letters} messages wait for Slack, the oldest for {minutes} minutes{why}"

    async def close(self, seconds: float) -> None:
        """Send what can be sent within so many seconds, then stop; the rest stays for the next process."""
        if self._loop is None:
            return
        deadline = self._clock.now() + timedelta(seconds=seconds)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._may_still_send(deadline):
                    await self._clock.sleep(0.05)
        self._rested.set()
        for task in (self._loop, *self._sending):
            task.cancel()
        await asyncio.gather(self._loop, *self._sending, return_exceptions=True)
        self._loop = None

    def _may_still_send(self, deadline: datetime) -> bool:
        """Whether waiting is worth it: not for a Slack that is down, nor beyond the deadline."""
        if self._loop is None or self._loop.done():
            return False
        if self._sending or self._woken.is_set():
            return True
        return self._trouble in {"", BUSY} and self._next is not None and self._next <= deadline

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            now = self._next = self._clock.now()
            try:
                if now >= self._look_at:
                    await self._tidy()
                taken = await self._outbox.take(self._owner, now, now + LEASE, ALLOWED)
            except LedgerUnavailableError:
                log.warning("outbound.ledger_unavailable")
                taken = now + timedelta(seconds=LEDGER_SECONDS)
            if isinstance(taken, Posting):
                task = asyncio.create_task(self._deliver(taken), name=f"letter {taken.id}")
                self._sending.add(task)
                task.add_done_callback(self._delivered)
                if len(self._sending) >= AT_ONCE:
                    await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)
            else:
                await self._rest(taken)

    async def _rest(self, until: datetime | None) -> None:
        """Wait until somebody wakes us, or until a moment."""
        self._next = until
        if not self._sending and not self._woken.is_set():
            self._rested.set()
        if until is None:
            await self._woken.wait()
            return
        seconds = max(0.0, (until - self._clock.now()).total_seconds())
        with contextlib.suppress(TimeoutError):
            async with self._clock.timeout(seconds):
                await self._woken.wait()

    def _delivered(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self.wake()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("outbound.failed", exc_info=error)

    async def _deliver(self, posting: Posting) -> None:
        letter = posting.letter
        if posting.repeated and letter.way is Way.POST:
            self._metrics.repeated(letter.way)
            log.warning("outbound.repeated", reference=letter.reference)
        try:
            try:
                spot = await delivered(self._client, letter)
            except NO_ANSWER as error:
                verdict = verdict_of(error)
                log.info("outbound.not_taken", reference=letter.reference, code=verdict.code, attempts=posting.attempts)
                await self._not_taken(posting, verdict)
            else:
                self._failures[letter.way], self._trouble = 0, ""
                self._metrics.said(letter.way, letter.urgency)
                if letter.posted_again:
                    # First of all: the next letter to this card must find it.
                    await self._keep_card(letter, spot)
                await self._outbox.sent(posting, self._clock.now(), spot)
        except LedgerUnavailableError:
            # The lease runs out, and whoever takes the letter then knows that it may have been sent.
            log.warning("outbound.not_written", reference=letter.reference)

    async def _not_taken(self, posting: Posting, verdict: Verdict) -> None:
        letter, now = posting.letter, self._clock.now()
        match verdict.fate:
            case Fate.WAIT | Fate.SHUT_OUT:
                await self._wait(posting, verdict)
            case Fate.GONE if letter.message_ts is not None:
                await self._outbox.replace(posting, await self._where_the_card_is(letter))
            case Fate.LOOSE if letter.thread_ts is not None:
                await self._outbox.replace(posting, replace(letter, thread_ts=None))
            case Fate.UNFIT if letter.blocks and letter.way is Way.POST:
                log.error("outbound.unfit", reference=letter.reference, code=verdict.code)
                await self._outbox.replace(posting, replace(letter, blocks=[]))
            case Fate.ELSEWHERE if letter.alert and await self._move(letter, verdict.code):
                await self._outbox.sent(posting, now)
            case Fate.ELSEWHERE if letter.lead and letter.channel != letter.lead and letter.urgency < Urgency.REFRESH:
                if letter.way is Way.UPDATE and await self._outbox.follows(posting):
                    # What comes after it says more, goes the same way, and says why.
                    self._metrics.dropped(letter.urgency, verdict.code)
                    await self._outbox.drop(posting, now, verdict.code)
                else:
                    await self._outbox.replace(posting, self._diverted(letter, verdict.code))
            case _:
                self._metrics.dropped(letter.urgency, verdict.code)
                log.error("outbound.gave_up", reference=letter.reference, channel=letter.channel, code=verdict.code)
                await self._outbox.drop(posting, now, verdict.code)

    async def _wait(self, posting: Posting, verdict: Verdict) -> None:
        """Try later: this way is given a rest, and this letter a longer one, in case it is the cause itself."""
        way, now = posting.letter.way, self._clock.now()
        self._trouble = verdict.code
        self._failures[way] += 1
        if verdict.fate is Fate.SHUT_OUT:
            log.error("outbound.shut_out", code=verdict.code, fix="install the app again, then restart with its token")
            pause = SHUT_OUT_SECONDS
        elif verdict.retry_after is not None:
            pause = verdict.retry_after
        else:
            pause = min(SLOWEST, 2.0 ** min(self._failures[way] - 1, 9))
        own = pause if verdict.retry_after is not None else min(SLOWEST, 2.0 ** min(posting.attempts, 9))
        rest = now + timedelta(seconds=pause)
        await self._outbox.later(posting, now + timedelta(seconds=max(pause, own)), unsure=verdict.unsure, rest=rest)

    async def _where_the_card_is(self, letter: Letter) -> Letter:
        """Find where a card stands that is no more where it was: where it was posted anew, else it is posted anew."""
        card = None
        if letter.conversation_id and not letter.alert:
            card = await self._ledger.card(letter.org, letter.conversation_id, letter.channel)
        if card is not None and card.message_ts != letter.message_ts:
            return replace(letter, message_ts=card.message_ts)
        log.info("outbound.card_posted_again", reference=letter.reference, channel=letter.channel)
        return replace(letter, message_ts=None, posted_again=True)

    async def _move(self, letter: Letter, code: str) -> bool:
        log.warning("outbound.alert_refused", reference=letter.reference, channel=letter.channel, code=code)
        return self.move_alert is not None and await self.move_alert(letter, code)

    def _diverted(self, letter: Letter, code: str) -> Letter:
        """Write to the lead instead, and why."""
        message = self._elsewhere(letter, code)
        log.warning("outbound.diverted", reference=letter.reference, channel=letter.channel, code=code)
        return replace(
            letter,
            channel=letter.lead,
            text=message.text,
            blocks=message.blocks,
            subject=f"instead:{letter.channel}:{letter.reference}",
            message_ts=None,
            thread_ts=None,
            posted_again=False,
        )

    async def _keep_card(self, letter: Letter, spot: Spot) -> None:
        if letter.conversation_id and spot.ts and not letter.alert:
            await self._ledger.keep_card(
                Card(letter.org, letter.conversation_id, letter.channel, spot.ts, self._clock.now())
            )

    async def _send_unkept(self, letter: Letter) -> None:
        try:
            await delivered(self._client, letter)
        except NO_ANSWER as error:
            log.error("outbound.lost", reference=letter.reference, code=verdict_of(error).code)  # noqa: TRY400
        else:
            self._metrics.said(letter.way, letter.urgency)
