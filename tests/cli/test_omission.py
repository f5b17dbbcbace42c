import subprocess
import sys

import pytest

from bot.cli.omission import without
from tests.house.source import ROOT

# What `hangup run` loads before it serves, on SQLite; the rest is for other commands, or for what may never happen.
SERVING = """
import sys
from bot.cli.omission import without
with without("rich", "httpx._main"):
    import bot.cli.run, bot.adapters.logs, bot.settings, bot.adapters.ledger, bot.bootstrap
print(*sys.modules)
"""
NEEDLESS = {
    "alembic",
    "aiosqlite",
    "httpx._main",
    "phonenumbers",
    "playground",
    "psycopg",
    "pydantic_settings",
    "rich",
    "slack_bolt.adapter.socket_mode",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.orm",
    "typer",
}


def test_serving_loads_what_it_needs_and_no_more():
    loaded = subprocess.run(
        [sys.executable, "-c", SERVING], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert NEEDLESS & set(loaded) == set()
    assert "bot.bootstrap" in loaded


def test_what_is_left_out_can_be_loaded_afterwards():
    assert "wave" not in sys.modules
    with without("wave"), pytest.raises(ImportError):
        import wave
    import wave

    assert wave.__name__ == "wave"


def test_what_is_loaded_already_stays():
    with without("sys", "json"):
        import json

    assert json.loads("1") == 1
