"""Bring together what Hangup watches by itself: the rules of the settings, and who looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap.alarm import Alarm
from bot.ports import Conversations, Search
from bot.settings import Settings
from bot.use_cases.permit import Permit
from bot.use_cases.take_look import TakeLook
from bot.use_cases.tasks import Tasks
from bot.use_cases.try_rule import TryRule
from bot.use_cases.watch import KeepWatch


@dataclass(frozen=True, slots=True)
class Watching:
    """The use cases over one list of rules."""

    keep: KeepWatch
    try_rule: TryRule


@dataclass(frozen=True, slots=True)
class Field:
    """What can be looked at: the orgs, each with its searches, and the ledger."""

    orgs: Mapping[str, Conversations]
    searches: Mapping[str, Search]
    ledger: DatabaseLedger


def watching_of(
    settings: Settings, field: Field, alarm: Alarm, permit: Permit, tasks: Tasks, *, owner: str
) -> Watching:
    """Make them; `owner` names this process among those that keep watch."""
    clock = alarm.clock
    rules, watches = settings.alerts.watched, field.ledger.watches
    look = TakeLook(field.orgs, field.searches, watches, clock)
    keep = KeepWatch(rules, look, watches, alarm.raised, alarm.closed, tasks, clock, owner)
    return Watching(keep, TryRule(rules, look, permit, field.ledger, clock))
