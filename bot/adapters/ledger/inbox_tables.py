"""The table of what was told from outside, as the migrations leave it."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.adapters.ledger.tables import Moment, metadata

# One line for each problem that a source told of and that was not dealt with yet. `body` is JSON: the notice.
inbox = Table(
    "inbox",
    metadata,
    Column("source", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("tiding", String, nullable=False),
    Column("id", String, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String),
    Column("lease_until", Moment),
    Index("ix_inbox_due", "not_before"),
)

# Which signatures were used lately: a notice that somebody recorded and sends again is none.
signatures = Table(
    "signatures",
    metadata,
    Column("signature", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Index("ix_signatures_at", "at"),
)
