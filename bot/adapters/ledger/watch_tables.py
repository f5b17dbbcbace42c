"""The tables of what is watched, as the migrations leave them."""

from sqlalchemy import Column, Index, String, Table, Text

from bot.adapters.ledger.tables import Moment, metadata

# One line for each rule at each org. `state` is JSON: what the rule saw, from look to look.
watches = Table(
    "watches",
    metadata,
    Column("rule", String, primary_key=True),
    Column("org", String, primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("owner", String),
    Column("lease_until", Moment),
    Index("ix_watches_due", "due_at"),
)

# When each source of webhooks was heard last.
heartbeats = Table(
    "heartbeats",
    metadata,
    Column("source", String, primary_key=True),
    Column("at", Moment, nullable=False),
)
