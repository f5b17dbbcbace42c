"""The tables of the alerts, as the migrations leave them."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.adapters.ledger.tables import Moment, metadata

# `open_key` is the key while the alert is open and empty once it is closed: two that raise the same problem collide on
# it. `revision` counts what is to be seen, `shown` is the revision that the outbox was given last.
alerts = Table(
    "alerts",
    metadata,
    Column("id", String, primary_key=True),
    Column("key", String, nullable=False),
    Column("open_key", String, unique=True),
    Column("rule", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("org", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("problem", Text, nullable=False),
    Column("stage", String, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("watched_from", Moment, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Moment),
    Column("until", Moment),
    Column("escalations", Integer, nullable=False),
    Column("due_at", Moment),
    Column("closed_at", Moment),
    Column("outcome", Text, nullable=False),
    Column("place", String, nullable=False),
    Column("posted_in", String, nullable=False),
    Column("message_ts", String),
    Column("refused", String, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("gathers", Boolean, nullable=False),
    Column("gathered_by", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Index("ix_alerts_key", "key", "closed_at"),
    Index("ix_alerts_rule", "rule", "channel", "raised_at"),
    Index("ix_alerts_conversation", "conversation_id", "org"),
    Index("ix_alerts_gathered_by", "gathered_by"),
    Index("ix_alerts_closed", "closed_at"),
    Index(
        "ix_alerts_due",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index(
        "ix_alerts_unshown",
        "id",
        sqlite_where=text("shown < revision"),
        postgresql_where=text("shown < revision"),
    ),
)

# An alert's history; `said` once its line is in the outbox.
alert_notes = Table(
    "alert_notes",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("event", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("until", Moment),
    Column("said", Boolean, nullable=False),
    Index("ix_alert_notes_alert", "alert_id", "id"),
    Index(
        "ix_alert_notes_unsaid",
        "alert_id",
        sqlite_where=text("NOT said"),
        postgresql_where=text("NOT said"),
    ),
    sqlite_autoincrement=True,
)

# Which rules raise no cards.
mutes = Table(
    "mutes",
    metadata,
    Column("rule", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("since", Moment, nullable=False),
)

# Which days' digests are in the outbox, or were.
digests = Table(
    "digests",
    metadata,
    Column("day", String, primary_key=True),
    Column("at", Moment, nullable=False),
)
