import asyncio
import re
import subprocess
import sys
import tomllib

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.settings import AccessSettings, AuditSettings, load
from bot.settings.orgs import ORGS
from tests.cli.program import ROOT

COMMANDS = ("demo", "run", "doctor", "explain", "manifest", "migrate", "audit")

run = CliRunner().invoke


@pytest.fixture
def only(monkeypatch):
    """Set these variables, and no other that Hangup reads."""

    def set_only(**env):
        for name in ("SLACK_APP_TOKEN", "SLACK_API_URL", "HANGUP_OPERATORS", "HANGUP_CONFIG", "DATABASE_URL", "DYNO"):
            monkeypatch.delenv(name, raising=False)
        for name, value in env.items():
            monkeypatch.setenv(name, value)

    return set_only


@pytest.fixture
def real(only, tmp_path):
    """Made-up settings of a real workspace."""
    only(
        SLACK_BOT_TOKEN="xoxb-made-up",
        SLACK_SIGNING_SECRET="made-up",
        GENESYS_REGION="ap-southeast-1",
        GENESYS_CLIENT_ID="made-up",
        GENESYS_CLIENT_SECRET="made-up",
        DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/own.db",
    )


def test_help_lists_every_command_and_loads_none_of_them():
    code = (
        "import sys; from bot.cli import main; sys.argv = ['hangup', '--help']\ntry: main()\nexcept SystemExit: pass\n"
    )
    check = "print([m for m in ('slack_sdk', 'sqlalchemy', 'httpx', 'aiohttp', 'pydantic') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code + check], capture_output=True, text=True, check=True, cwd=ROOT)
    assert all(f"  {command} " in result.stdout for command in COMMANDS)
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    result = run(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Example: " in result.stdout
    assert f"hangup {command}" in result.stdout


def test_settings_that_are_missing_are_said_without_a_traceback(tmp_path):
    for command in ("run", "migrate", "audit"):
        result = subprocess.run(
            [sys.executable, "-m", "bot", command], capture_output=True, text=True, check=False, cwd=ROOT, env={}
        )
        assert result.returncode == 2
        assert result.stderr.startswith("hangup: SLACK_BOT_TOKEN is not set: copy it from")
        assert result.stdout == ""


def test_migrate_brings_the_ledger_up_to_date_and_says_where_it_is(real, tmp_path):
    for _ in range(2):
        assert run(app, ["migrate"]).stdout.startswith("The ledger is at ")
    result = run(app, ["migrate", "--json"])
    assert f'"database": "sqlite+aiosqlite:///{tmp_path}/own.db"' in result.stdout
    assert "up to date" in result.stderr


def test_a_database_that_cannot_be_made_is_said_in_words(real, only, tmp_path):
    only(DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/no/such/folder.db")
    result = run(app, ["migrate"])
    assert result.exit_code == 2
    assert "hangup: The ledger's database file cannot be opened" in result.stderr


def test_a_password_is_never_printed(real, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://hangup:hunter2@127.0.0.1:9/hangup")
    result = run(app, ["migrate"])
    assert result.exit_code == 2
    assert "hunter2" not in result.output


def test_an_audit_of_a_ledger_that_is_not_there_makes_none(real, tmp_path):
    result = run(app, ["audit"])
    assert result.exit_code == 2
    assert "there is no ledger at" in result.stderr
    assert not (tmp_path / "own.db").exists()


def test_an_audit_of_an_empty_ledger_says_so(real):
    run(app, ["migrate"])
    assert run(app, ["audit"]).stdout == "The ledger has no such line.\n"
    assert run(app, ["audit", "--json"]).stdout == ""


async def test_an_audit_lists_who_did_what(town, only, database_url, real):
    await town.slack.types("U0LEADA", "C0LEADS", "/conversation ca110001-0000-4000-8000-000000000000")
    await town.slack.settles(lambda: town.slack.messages("C0LEADS"))
    only(DATABASE_URL=database_url)
    result = await asyncio.to_thread(run, app, ["audit", "CA110001-0000-4000-8000-000000000000"], terminal_width=200)
    assert "U0LEADA" in result.stdout
    assert "looked_up" in result.stdout


def test_the_example_file_loads_and_names_every_setting(real, only, monkeypatch, tmp_path):
    secret = tmp_path / "frankfurt"
    secret.write_text("made-up-secret-of-some-length")
    text = (ROOT / "hangup.example.toml").read_text(encoding="utf-8")
    config = tmp_path / "hangup.toml"
    config.write_text(
        re.sub(r"/run/secrets/\w+", str(secret), text),
        encoding="utf-8",
    )
    for name in ("GENESYS_REGION", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANGUP_CONFIG", str(config))
    monkeypatch.setenv("SINGAPORE_CLIENT_SECRET", "made-up")
    monkeypatch.setenv("STUDIO_WEBHOOK_SECRET", "made-up-secret-of-some-length")
    settings = load()
    assert list(settings.orgs) == ["singapore", "frankfurt", "manila"]
    assert settings.orgs["manila"].model_dump()["area"] is None
    assert settings.access_table.end_conversation == {"U0OPSLEAD"}
    # What most tenants do not need stands there as a comment, and would load as well.
    spelt_out = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    config.write_text(re.sub(r"/run/secrets/\w+", str(secret), spelt_out), encoding="utf-8")
    assert load().orgs["manila"].model_dump()["area"] == "na1"
    document = tomllib.loads(spelt_out)
    for platform, kind in ORGS.items():
        named = {key for org in document["orgs"].values() if org["platform"] == platform for key in org}
        assert named | {f"{kind.SECRET}_env"} == {*kind.model_fields, f"{kind.SECRET}_env"} - {kind.SECRET}
    assert set(document["access"]) == set(AccessSettings.model_fields)
    assert set(document["audit"]) == set(AuditSettings.model_fields)
    assert settings.audit.channel == "C0AUDIT"
    assert tuple(document["reasons"]) == tuple(reason.code for reason in settings.reasons)
