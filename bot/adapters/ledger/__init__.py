"""The ledger in a database."""
