"""The watches: when each rule is due at each org, who is at it, and what was seen; and when sources were heard last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "watches",
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner", sa.String),
        sa.Column("lease_until", moment),
        sa.PrimaryKeyConstraint("rule", "org", name="pk_watches"),
    )
    op.create_index("ix_watches_due", "watches", ["due_at"])
    op.create_table(
        "heartbeats",
        sa.Column("source", sa.String, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_heartbeats"),
    )
    op.create_index("ix_disconnections_settled", "disconnections", ["org", "outcome", "settled_at"])
