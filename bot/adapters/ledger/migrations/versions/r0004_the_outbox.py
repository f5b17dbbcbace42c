"""The outbox: what is still to be said in Slack, the last minute's sendings, the pauses that Slack asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "outbox",
        sa.Column("id", number, nullable=False),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("message_ts", sa.String),
        sa.Column("thread_ts", sa.String),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("blocks", sa.Text, nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("lead", sa.String, nullable=False),
        sa.Column("echoed", sa.Boolean, nullable=False),
        sa.Column("tells", sa.String, nullable=False),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("posted_again", sa.Boolean, nullable=False),
        sa.Column("written_at", moment, nullable=False),
        sa.Column("queued_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("not_before", moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False),
        sa.Column("owner", sa.String),
        sa.Column("lease_until", moment),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_turn", "outbox", ["urgency", "queued_at", "id"])
    op.create_index("ix_outbox_subject", "outbox", ["subject"])
    op.create_index("ix_outbox_tells", "outbox", ["tells"])
    op.create_table(
        "sendings",
        sa.Column("id", number, nullable=False),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sendings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sendings_at", "sendings", ["at"])
    op.create_table(
        "pauses",
        sa.Column("way", sa.String, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.PrimaryKeyConstraint("way", name="pk_pauses"),
    )
