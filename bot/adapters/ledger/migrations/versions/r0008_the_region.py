"""The region of a line's org; lines written before have none, and keep the form of their hash."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; no line is touched, so no trigger objects."""
    op.add_column("entries", sa.Column("region", sa.String))
