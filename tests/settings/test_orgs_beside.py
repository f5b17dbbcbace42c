import pytest

from bot.domain.errors import SettingsError
from bot.settings import load


def test_the_short_form_beside_orgs_is_not_ignored_in_silence(tmp_path, monkeypatch):
    file = tmp_path / "hangup.toml"
    file.write_text(
        '[orgs.main]\nregion = "apse1.pure.cloud"\nclient_id = "a"\nclient_secret_env = "GENESYS_CLIENT_SECRET"\n'
    )
    for name, value in {
        "SLACK_BOT_TOKEN": "xoxb-1-made-up",
        "SLACK_APP_TOKEN": "xapp-1-made-up",
        "HANGUP_CONFIG": str(file),
        "GENESYS_REGION": "ap-southeast-1",
        "GENESYS_CLIENT_ID": "a",
        "GENESYS_CLIENT_SECRET": "b",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=r"beside \[orgs"):
        load()
    monkeypatch.delenv("GENESYS_REGION")
    assert list(load().orgs) == ["main"]
