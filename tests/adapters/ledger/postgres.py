"""A real PostgreSQL for the tests."""

from playground.postgres import PostgresServer, UnavailableError

__all__ = ["PostgresServer", "UnavailableError"]
