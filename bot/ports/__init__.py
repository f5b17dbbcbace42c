"""What the core asks of the outside, as Protocols; `bot/adapters` answers, `bot/bootstrap` brings them together."""

from bot.ports.clock import Clock
from bot.ports.memory import Card, Entry, Head, Ledger, Placed, Switch
from bot.ports.metrics import Metrics
from bot.ports.outbox import Outbox
from bot.ports.people import Herald, Messenger, Person, Report, Roster
from bot.ports.platform import Conversations, Located, Priority
from bot.ports.search import Search

__all__ = [
    "Card",
    "Clock",
    "Conversations",
    "Entry",
    "Head",
    "Herald",
    "Ledger",
    "Located",
    "Messenger",
    "Metrics",
    "Outbox",
    "Person",
    "Placed",
    "Priority",
    "Report",
    "Roster",
    "Search",
    "Switch",
]
