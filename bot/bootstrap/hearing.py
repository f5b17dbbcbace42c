"""Bring together what hears of problems from outside: the webhooks, and what sees to what they were told."""

from dataclasses import dataclass

from bot.adapters.genesys.call import conflict_of_call
from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap.alarm import Alarm
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
        conflict_of_call,
        clock,
        owner,
    )
    take = TakeNotice(ledger.inbox, ledger.watches, see_to, tasks)
    return Hearing(Webhooks(settings.webhooks, take, clock), see_to)
