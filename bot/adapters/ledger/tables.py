"""The tables, as the migrations leave them.

Indices that are partial are so on both databases; said here of PostgreSQL too, it would load that dialect everywhere.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

REVISION = "0008"


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC to the microsecond; it goes in aware and comes back aware.

    Raises `ValueError` for a naive one: nobody could tell which moment it is.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Turn a moment to UTC; SQLite keeps it as text, which sorts as time does only without an offset."""
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be kept")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Read a moment back in UTC."""
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

# `claimed_key` is the key while it stands and empty once it is withdrawn, so that the key can be used again.
disconnections = Table(
    "disconnections",
    metadata,
    Column("id", String, primary_key=True),
    Column("key", String, nullable=False),
    Column("claimed_key", String, unique=True),
    Column("act", String, nullable=False),
    Column("org", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("participant_id", String),
    Column("participant_name", String, nullable=False),
    Column("lead", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("seen_phase", String, nullable=False),
    Column("seen_others", Integer, nullable=False),
    Column("seen_user_id", String),
    Column("origin_user_id", String, nullable=False),
    Column("origin_view_id", String, nullable=False),
    Column("origin_channel_id", String),
    Column("origin_message_ts", String),
    Column("outcome", String, nullable=False),
    Column("owner", String),
    Column("lease_until", Moment),
    Column("requested_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("accepted_at", Moment),
    Column("settled_at", Moment),
    Column("trace_id", String),
    Column("detail", Text, nullable=False),
    Column("cause", String),
    Column("settled_by_other", Boolean, nullable=False),
    Column("told_at", Moment),
    Index("ix_disconnections_conversation", "org", "conversation_id", "requested_at"),
    Index("ix_disconnections_settled", "org", "outcome", "settled_at"),
    Index("ix_disconnections_untold", "settled_at", sqlite_where=text("told_at IS NULL")),
)

# Who is in flight. `target` is the participant, or empty when the whole conversation is to end: the primary key
# keeps a second one off the same target even if everything else failed.
flights = Table(
    "flights",
    metadata,
    Column("org", String, primary_key=True),
    Column("conversation_id", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("disconnection_id", ForeignKey("disconnections.id"), nullable=False, unique=True),
)

rechecks = Table(
    "rechecks",
    metadata,
    Column("disconnection_id", ForeignKey("disconnections.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("due", Moment, nullable=False),
    Index("ix_rechecks_due", "due"),
)

# Append-only: triggers refuse to change a line, to add one that does not follow the head, and to remove one that is
# not below a checkpoint (a line whose `through` says up to where the chain was lawfully removed). `id` is the line's
# number in the chain, without gaps; `seal` is the salted hash of its particulars, empty if it has none. `region` is
# null in a line of a time when it was not kept.
entries = Table(
    "entries",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", String, nullable=False),
    Column("step", String, nullable=False),
    Column("org", String, nullable=False),
    Column("region", String),
    Column("conversation_id", String, nullable=False),
    Column("participant_id", String),
    Column("disconnection_id", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("trace_id", String),
    Column("through", BigInteger().with_variant(Integer, "sqlite")),
    Column("seal", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("ix_entries_conversation", "conversation_id", "id"),
    Index("ix_entries_by", "by", "at", "id"),
    Index("ix_entries_step", "step", "at", "id"),
    Index("ix_entries_org", "org", "at", "id"),
    Index("ix_entries_at", "at", "id"),
    Index("ix_entries_through", "through", sqlite_where=text("through IS NOT NULL")),
)

# What is personal in a line: erased with the customer's data, while the chain keeps the seal.
particulars = Table(
    "particulars",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True, autoincrement=False),
    Column("salt", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("snapshot", Text),
)

# One line: the head of the chain, and the lock under which it grows.
chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
)

# On which days the head went to the channel, claimed before it is sent.
announcements = Table(
    "announcements",
    metadata,
    Column("day", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("org", String, primary_key=True),
    Column("conversation_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("message_ts", String, nullable=False),
    Column("posted_at", Moment, nullable=False),
)

# What is still to be said in Slack. A letter that was sent leaves nothing behind: its row goes.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("way", String, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("subject", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("message_ts", String),
    Column("thread_ts", String),
    Column("text", Text, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("reference", String, nullable=False),
    Column("lead", String, nullable=False),
    Column("echoed", Boolean, nullable=False),
    Column("tells", String, nullable=False),
    Column("org", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("posted_again", Boolean, nullable=False),
    Column("alert", String),
    Column("broadcast", Boolean),
    Column("written_at", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("owner", String),
    Column("lease_until", Moment),
    Index("ix_outbox_turn", "urgency", "queued_at", "id"),
    Index("ix_outbox_subject", "subject"),
    Index("ix_outbox_tells", "tells"),
    sqlite_autoincrement=True,
)

# The last minute's sendings, of all processes: what the pace is reckoned from.
sendings = Table(
    "sendings",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("way", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_sendings_at", "at"),
    sqlite_autoincrement=True,
)

# Until when Slack wants to hear nothing this way.
pauses = Table(
    "pauses",
    metadata,
    Column("way", String, primary_key=True),
    Column("until", Moment, nullable=False),
)

# One line that is rewritten to prove that the ledger can be written.
pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

# What is turned on for every process; a line that is not there is off.
switches = Table(
    "switches",
    metadata,
    Column("name", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("reason", Text, nullable=False),
)
