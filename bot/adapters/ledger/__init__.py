"""The ledger in a database: SQLite by default, PostgreSQL where one machine is too small."""

from bot.adapters.ledger.archive import Archive
from bot.adapters.ledger.ledger import DatabaseLedger
from bot.adapters.ledger.migration import migrate

__all__ = ["Archive", "DatabaseLedger", "migrate"]
