"""Bring together what hears of problems from outside: the webhooks, and what sees to what they were told."""

import json
from dataclasses import dataclass, replace

from bot.adapters.foreign_call import conflict_of_call
from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap.alarm import Alarm
from bot.domain.conflict import Conflict
from bot.domain.exchange import Org
from bot.domain.notice import FailedCall, Notice
from bot.ports import Clock, Conversations, Metrics
from bot.settings import Settings
from bot.use_cases.see_to_notices import SeeToNotices
from bot.use_cases.take_notice import TakeNotice
from bot.use_cases.tasks import Tasks
from handlers.webhooks import Webhooks


@dataclass(frozen=True, slots=True)
class Hearing:
    """The listener and its use case."""

    webhooks: Webhooks
    see_to: SeeToNotices


def hearing_of(
    settings: Settings,
    ledger: DatabaseLedger,
    orgs: dict[str, Conversations],
    alarm: Alarm,
    *,
    metrics: Metrics,
    tasks: Tasks,
    clock: Clock,
    owner: str,
) -> Hearing:
    """Make them."""
    see_to = SeeToNotices(
        ledger.inbox,
        {name: source.source(name) for name, source in settings.webhooks.items()},
        orgs,
        ledger,
        metrics,
        alarm.raised,
        alarm.closed,
        _read,
        clock,
        owner,
    )
    take = TakeNotice(ledger.inbox, ledger.watches, see_to, tasks)
    return Hearing(Webhooks(settings.webhooks, take, clock), see_to)


SCRIPT = "the script"


def _read(call: FailedCall, notice: Notice, meant: Org | None) -> Conflict:
    """Read a script's call; of its answer it keeps the words of the status, seldom more."""
    conflict = conflict_of_call(
        call.method,
        call.url,
        now=notice.received_at,
        status=call.status,
        description=call.description,
        body=call.answer or None,
        # Each platform's reader knows its own.
        headers=dict.fromkeys(("ININ-Correlation-Id", "CorrelationId"), call.trace_id) if call.trace_id else None,
        org=meant,
        participant_id=notice.participant_id or None,
    )
    conflict = replace(conflict, caller=SCRIPT)
    sent = _object(call.body)
    if conflict.exchange is None or sent is None:
        return conflict
    request = replace(conflict.exchange.request, body=sent)
    return replace(conflict, exchange=replace(conflict.exchange, request=request))


def _object(text: str) -> dict[str, object] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
