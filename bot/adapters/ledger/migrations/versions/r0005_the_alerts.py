"""The alerts: each with its history, the muted rules, the days whose digest was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables, and let a letter be an alert's card."""
    moment = sa.DateTime(timezone=True)
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "alerts",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("open_key", sa.String),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("severity", sa.String, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("raised_at", moment, nullable=False),
        sa.Column("watched_from", moment, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", moment),
        sa.Column("until", moment),
        sa.Column("escalations", sa.Integer, nullable=False),
        sa.Column("due_at", moment),
        sa.Column("closed_at", moment),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("posted_in", sa.String, nullable=False),
        sa.Column("message_ts", sa.String),
        sa.Column("refused", sa.String, nullable=False),
        sa.Column("quiet", sa.Boolean, nullable=False),
        sa.Column("gathers", sa.Boolean, nullable=False),
        sa.Column("gathered_by", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("open_key", name="uq_alerts_open_key"),
    )
    op.create_index("ix_alerts_key", "alerts", ["key", "closed_at"])
    op.create_index("ix_alerts_rule", "alerts", ["rule", "channel", "raised_at"])
    op.create_index("ix_alerts_conversation", "alerts", ["conversation_id", "org"])
    op.create_index("ix_alerts_gathered_by", "alerts", ["gathered_by"])
    op.create_index("ix_alerts_closed", "alerts", ["closed_at"])
    _partial("ix_alerts_due", "alerts", "due_at", "due_at IS NOT NULL")
    _partial("ix_alerts_unshown", "alerts", "id", "shown < revision")
    op.create_table(
        "alert_notes",
        sa.Column("id", number, nullable=False),
        sa.Column("alert_id", sa.String, nullable=False),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("until", moment),
        sa.Column("said", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert_notes"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_alert_notes_alert_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_notes_alert", "alert_notes", ["alert_id", "id"])
    _partial("ix_alert_notes_unsaid", "alert_notes", "alert_id", "NOT said")
    op.create_table(
        "mutes",
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.PrimaryKeyConstraint("rule", name="pk_mutes"),
    )
    op.create_table(
        "digests",
        sa.Column("day", sa.String, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_digests"),
    )
    # Nullable, for the letters that wait while this runs.
    op.add_column("outbox", sa.Column("alert", sa.String))
    op.add_column("outbox", sa.Column("broadcast", sa.Boolean))


def _partial(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
