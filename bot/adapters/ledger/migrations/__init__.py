"""The migrations; alembic reads them as scripts."""
