"""Gather the evidence for one refusal, within a budget of platform requests, and explain it."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.conflict import Cause, Certainty, Conflict, Explanation, explain
from bot.domain.disconnection import RECENT_SECONDS
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Reading, TokenProbe
from bot.ports import Clock, Conversations, Ledger, Meter, Priority, metered

# Three re-reads over five seconds: what differs between them is evidence itself.
WAITS = (0.0, 2.0, 3.0)
BUDGET = 6
ELSEWHERE_SECONDS = 3.0
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_UNAUTHORIZED = 401


@dataclass(slots=True)
class _Purse:
    """How many platform requests may be made; of those that go out side by side, each is promised first."""

    budget: int
    meter: Meter
    read_cost: int = 1
    promised: int = 0

    def spend(self, cost: int = 1) -> bool:
        return self.meter.requests + cost <= self.budget

    def promise(self) -> bool:
        if self.meter.requests + self.promised >= self.budget:
            return False
        self.promised += 1
        return True


async def explain_refusal(
    so_far: Conflict,
    *,
    conversations: Conversations,
    others: Sequence[Conversations] = (),
    ledger: Ledger,
    clock: Clock,
    exclude_id: str = "",
    budget: int = BUDGET,
    read_cost: int = 1,
) -> tuple[Explanation, Conflict]:
    """Explain an act that was refused, unanswered or without effect; returns the evidence too.

    The ledger is asked first, for the acts of the last 60 s but the explained one (`exclude_id`). Then the
    conversation is read again up to three times over five seconds, until a cause is proven; the records are asked
    where it is gone or stuck, and the tokens of this org and of the `others` where ours is refused.
    """
    conflict = await _remembered(replace(so_far, now=clock.now()), ledger, exclude_id)
    with metered() as meter:
        purse = _Purse(budget, meter, read_cost)
        conflict = await _re_read(conflict, conversations, clock, purse)
        conflict = await _recalled(conflict, conversations, purse)
        conflict = await _probed(conflict, conversations, others, purse, clock)
    conflict = replace(conflict, now=clock.now())
    return explain(conflict), conflict


async def _remembered(conflict: Conflict, ledger: Ledger, exclude_id: str) -> Conflict:
    since = conflict.now - timedelta(seconds=RECENT_SECONDS)
    if conflict.exchange is not None and conflict.exchange.request.sent_at is not None:
        sent_at = max(conflict.exchange.request.sent_at, _EARLIEST)
        since = min(since, sent_at - timedelta(seconds=RECENT_SECONDS))
    try:
        acts = await ledger.past_acts(conflict.org.name, conflict.conversation_id, since)
    except LedgerUnavailableError:
        return replace(conflict, ledger_asked=False)
    others = tuple(act for act in acts if not exclude_id or act.id != exclude_id)
    return replace(conflict, ledger=others, ledger_asked=True)


async def _re_read(conflict: Conflict, conversations: Conversations, clock: Clock, purse: _Purse) -> Conflict:
    """Read again until a cause is proven, the conversation is gone, or our token is refused."""
    for wait in WAITS:
        if conflict.rereads and _settled(conflict):
            break
        if not purse.spend(purse.read_cost):
            break
        if wait and conflict.rereads:
            await clock.sleep(wait)
        reading = await conversations.read(conflict.conversation_id, priority=Priority.READ_BACK)
        conflict = replace(conflict, rereads=(*conflict.rereads, reading), now=clock.now())
    return conflict


def _settled(conflict: Conflict) -> bool:
    last: Reading = conflict.rereads[-1]
    answer = conflict.exchange.reply if conflict.exchange is not None else None
    # Who is refused as a stranger learns more by trying the token than by reading again.
    if last.not_found or _UNAUTHORIZED in {last.status, answer and answer.status}:
        return True
    found = explain(conflict)
    return found.certainty is Certainty.PROVEN or found.cause is Cause.STUCK_CONVERSATION


async def _recalled(conflict: Conflict, conversations: Conversations, purse: _Purse) -> Conflict:
    """Ask the records where the live conversation is gone, or where only its age can prove that it is stuck."""
    if conflict.probes.analytics is not None:
        return conflict
    gone = bool(conflict.rereads) and conflict.rereads[-1].not_found
    found = explain(conflict)
    stuck = found.cause is Cause.STUCK_CONVERSATION and found.certainty is not Certainty.PROVEN
    if not (gone or stuck) or not purse.spend():
        return conflict
    records = await conversations.recall(conflict.conversation_id)
    return replace(conflict, probes=replace(conflict.probes, analytics=records))


async def _probed(
    conflict: Conflict, conversations: Conversations, others: Sequence[Conversations], purse: _Purse, clock: Clock
) -> Conflict:
    """Try our token here, and where it is refused, at the hosts of the other orgs."""
    statuses = [reading.status for reading in conflict.rereads]
    if conflict.exchange is not None and conflict.exchange.reply is not None:
        statuses.append(conflict.exchange.reply.status)
    if _UNAUTHORIZED not in statuses:
        return conflict
    if not purse.spend():
        return conflict
    tokens = [await conversations.probe_token()]
    if not tokens[0].accepted:
        # An org at the same host can't tell another region; one probe for each host is enough.
        mine = conversations.org
        elsewhere = [one.org for one in others if one.org.platform == mine.platform and one.org.host != mine.host]
        hosts = {one.host: one for one in elsewhere}
        asked = [conversations.probe_token(at) for at in hosts.values() if purse.promise()]
        probes = await asyncio.gather(*(_soon(clock, probe) for probe in asked))
        tokens += [probe for probe in probes if probe is not None]
    return replace(conflict, probes=replace(conflict.probes, tokens=(*conflict.probes.tokens, *tokens)))


async def _soon(clock: Clock, probe: Awaitable[TokenProbe]) -> TokenProbe | None:
    """Give what another org's host says, unless that org is slow: this explanation does not wait for it."""
    try:
        async with clock.timeout(ELSEWHERE_SECONDS):
            return await probe
    except TimeoutError:
        return None
