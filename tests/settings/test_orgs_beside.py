"""Several orgs in hangup.toml, and what does not go beside them."""

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


def test_names_that_differ_in_case_alone_are_refused_since_a_lead_types_either(tmp_path, monkeypatch):
    file = tmp_path / "hangup.toml"
    table = '[orgs.{}]\nregion = "euc2.pure.cloud"\nclient_id = "a"\nclient_secret_env = "ORG_SECRET"\n'
    for name, value in {
        "SLACK_BOT_TOKEN": "xoxb-1-made-up",
        "SLACK_APP_TOKEN": "xapp-1-made-up",
        "HANGUP_CONFIG": str(file),
        "ORG_SECRET": "b",
    }.items():
        monkeypatch.setenv(name, value)
    file.write_text(table.format("Zurich") + table.format("zurich-2") + table.format("zurich"))
    with pytest.raises(SettingsError, match=r"^\[orgs\.Zurich\] and \[orgs\.zurich\] differ in capitals alone"):
        load()
    file.write_text(table.format("Zurich") + table.format("zurich-2"))
    assert list(load().orgs) == ["Zurich", "zurich-2"]
