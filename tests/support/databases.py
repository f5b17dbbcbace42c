"""A real PostgreSQL for a test, or the word why there is none."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from playground.postgres import PostgresServer, UnavailableError


@contextmanager
def a_postgres() -> Iterator[PostgresServer]:
    """Start a server, and end it; a test that asks for one is skipped where none can be run."""
    try:
        server = PostgresServer.start()
    except UnavailableError as error:
        pytest.skip(str(error))
    try:
        yield server
    finally:
        server.stop()
