"""The inbox: what sources outside told of, until it is dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "inbox",
        sa.Column("source", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("tiding", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("not_before", moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("owner", sa.String),
        sa.Column("lease_until", moment),
        sa.PrimaryKeyConstraint("source", "key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_due", "inbox", ["not_before"])
    op.create_table(
        "signatures",
        sa.Column("signature", sa.String, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("signature", name="pk_signatures"),
    )
    op.create_index("ix_signatures_at", "signatures", ["at"])
