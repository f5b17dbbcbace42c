"""The first tables: demands, who is in flight, rechecks, the append-only lines, cards."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
    """,
    """
    CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
    """,
)
_POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION entries_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$
    """,
    """
    CREATE TRIGGER entries_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION entries_are_append_only()
    """,
)


def upgrade() -> None:
    """Make the tables, and the triggers that keep the lines as they were written."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "disconnections",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("claimed_key", sa.String),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("participant_id", sa.String),
        sa.Column("participant_name", sa.String, nullable=False),
        sa.Column("lead", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("seen_phase", sa.String, nullable=False),
        sa.Column("seen_others", sa.Integer, nullable=False),
        sa.Column("seen_user_id", sa.String),
        sa.Column("origin_user_id", sa.String, nullable=False),
        sa.Column("origin_view_id", sa.String, nullable=False),
        sa.Column("origin_channel_id", sa.String),
        sa.Column("origin_message_ts", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("owner", sa.String),
        sa.Column("lease_until", moment),
        sa.Column("requested_at", moment, nullable=False),
        sa.Column("sent_at", moment),
        sa.Column("accepted_at", moment),
        sa.Column("settled_at", moment),
        sa.Column("trace_id", sa.String),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("cause", sa.String),
        sa.Column("settled_by_other", sa.Boolean, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_disconnections"),
        sa.UniqueConstraint("claimed_key", name="uq_disconnections_claimed_key"),
    )
    op.create_index("ix_disconnections_conversation", "disconnections", ["org", "conversation_id", "requested_at"])
    op.create_table(
        "flights",
        sa.Column("org", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("disconnection_id", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("org", "conversation_id", "target", name="pk_flights"),
        sa.ForeignKeyConstraint(["disconnection_id"], ["disconnections.id"], name="fk_flights_disconnection_id"),
        sa.UniqueConstraint("disconnection_id", name="uq_flights_disconnection_id"),
    )
    op.create_table(
        "rechecks",
        sa.Column("disconnection_id", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("due", moment, nullable=False),
        sa.PrimaryKeyConstraint("disconnection_id", "number", name="pk_rechecks"),
        sa.ForeignKeyConstraint(["disconnection_id"], ["disconnections.id"], name="fk_rechecks_disconnection_id"),
    )
    op.create_index("ix_rechecks_due", "rechecks", ["due"])
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("participant_id", sa.String),
        sa.Column("disconnection_id", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("trace_id", sa.String),
        sa.Column("snapshot", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entries_conversation", "entries", ["conversation_id", "id"])
    op.create_table(
        "cards",
        sa.Column("org", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("channel_id", sa.String, nullable=False),
        sa.Column("message_ts", sa.String, nullable=False),
        sa.Column("posted_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("org", "conversation_id", "channel_id", name="pk_cards"),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pulse"),
    )
    triggers = _SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_TRIGGERS
    for trigger in triggers:
        op.execute(trigger)
