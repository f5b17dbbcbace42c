"""THE composition root, used by production, the playground and the tests."""

from bot.bootstrap.bot import Bot
from bot.bootstrap.clock import SystemClock
from bot.bootstrap.composition import bootstrap
from bot.bootstrap.orgs import connections, conversations_of, region_in, search_of

__all__ = ["Bot", "SystemClock", "bootstrap", "connections", "conversations_of", "region_in", "search_of"]
