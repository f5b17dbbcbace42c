"""What the core asks of the outside, as Protocols; `bot/adapters` answers, `bot/bootstrap` brings them together."""

from bot.ports.alerts import AlertBoard, Alerts, Mute, RuleState, Sight
from bot.ports.clock import Clock
from bot.ports.inbox import Inbox
from bot.ports.memory import Card, Entry, Head, Ledger, Placed, Switch
from bot.ports.meter import Meter, count_request, metered
from bot.ports.metrics import Metrics
from bot.ports.outbox import Outbox
from bot.ports.people import Herald, Messenger, Person, Report, Roster
from bot.ports.platform import Conversations, Located, Priority
from bot.ports.search import Search
from bot.ports.watches import Watches

__all__ = [
    "AlertBoard",
    "Alerts",
    "Card",
    "Clock",
    "Conversations",
    "Entry",
    "Head",
    "Herald",
    "Inbox",
    "Ledger",
    "Located",
    "Messenger",
    "Meter",
    "Metrics",
    "Mute",
    "Outbox",
    "Person",
    "Placed",
    "Priority",
    "Report",
    "Roster",
    "RuleState",
    "Search",
    "Sight",
    "Switch",
    "Watches",
    "count_request",
    "metered",
]
