"""What alembic runs around the versions; the connection is handed in by `bot.adapters.ledger.migration`."""

from alembic import context
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.adapters.ledger.tables import metadata

LOCK = 0x48414E47555000  # any number does, as long as nobody else on the database uses it


def run() -> None:
    """Run the versions that are missing; of several processes that start at once, one does."""
    connection: Connection = context.config.attributes["connection"]
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    context.run_migrations()


run()
