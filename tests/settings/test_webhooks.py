"""[webhooks.NAME], its secrets, and its mistakes said with the line to change."""

import pytest
from pydantic import SecretStr

from bot.domain.alert import Severity
from bot.domain.errors import SettingsError
from bot.settings.webhooks import WebhookSettings, read_webhooks

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setenv("STUDIO_SECRET", SECRET)


def test_a_source_with_its_secret_in_a_variable(secret):
    table = {"secret_env": "STUDIO_SECRET", "form": "studio", "org": "sg", "channel": "C0INC", "severity": "critical"}
    read = read_webhooks({"studio": table})["studio"]
    assert read.known_secret() == SECRET
    source = read.source("studio")
    assert (source.name, source.org, source.channel, source.severity) == ("studio", "sg", "C0INC", Severity.CRITICAL)
    assert SECRET not in repr(read)


@pytest.mark.parametrize(
    ("name", "table", "words"),
    [
        ("Studio!", {}, "small letters"),
        ("studio", 1, "must be a table"),
        ("studio", {"secret": SECRET}, "never written here"),
        ("studio", {}, "name the secret once"),
        ("studio", {"secret_env": "NOT_SET"}, "which is not set"),
        ("studio", {"secret_file": "/nowhere"}, "can't be read"),
        ("studio", {"secret_env": "STUDIO_SECRET", "frm": "studio"}, "did you mean"),
        ("studio", {"secret_env": "STUDIO_SECRET", "form": "studioo"}, "form: "),
        ("studio", {"secret_env": "STUDIO_SECRET", "channel": "#incidents"}, "no channel id"),
        ("studio", {"secret_env": "STUDIO_SECRET", "per_minute": 0}, "per_minute: "),
        ("studio", {"secret_env": "STUDIO_SECRET", "severity": "bad"}, "severity: "),
    ],
)
def test_a_mistake_is_said_with_its_place(secret, name, table, words):
    with pytest.raises(SettingsError) as wrong:
        read_webhooks({name: table})
    assert words in str(wrong.value)
    assert f"[webhooks.{name}]" in str(wrong.value)
    assert SECRET not in str(wrong.value)


@pytest.mark.parametrize(("value", "words"), [("short", "fewer than 16"), ("ü" * 20, "no header can carry")])
def test_a_weak_or_odd_secret_is_refused(value, words):
    with pytest.raises(ValueError, match=words):
        WebhookSettings(secret=SecretStr(value))
