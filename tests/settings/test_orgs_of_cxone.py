"""A NICE CXone org in hangup.toml, and each way to write it wrongly."""

from pathlib import Path
from typing import cast

import httpx
import pytest

from bot.adapters.cxone.client import CxoneConversations
from bot.bootstrap import SystemClock
from bot.bootstrap.orgs import conversations_of
from bot.domain.errors import SettingsError
from bot.settings import CxoneOrgSettings, load

KEY = 'access_key_id = "KEY1"\naccess_key_secret_env = "MANILA_SECRET"\n'
ORG = f'[orgs.manila]\nplatform = "cxone"\n{KEY}'


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Load this hangup.toml, beside what Slack needs."""
    for name in ("GENESYS_REGION", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (
        ("SLACK_BOT_TOKEN", "xoxb-1"),
        ("SLACK_SIGNING_SECRET", "made-up"),
        ("MANILA_SECRET", "hunter2"),
    ):
        monkeypatch.setenv(name, value)

    def run(toml: str):
        file = tmp_path / "hangup.toml"
        file.write_text(toml)
        monkeypatch.setenv("HANGUP_CONFIG", str(file))
        return load()

    return run


def test_the_least_that_an_org_needs_is_its_key(loaded):
    org = loaded(ORG).orgs["manila"]
    assert isinstance(org, CxoneOrgSettings)
    assert (org.secret(), org.api_version, org.end_digital, org.api_url) == ("hunter2", 30, False, None)
    assert "hunter2" not in repr(org)


def test_both_platforms_stand_side_by_side(loaded):
    genesys = '[orgs.sg]\nregion = "apse1.pure.cloud"\nclient_id = "c"\nclient_secret_env = "MANILA_SECRET"\n'
    assert {name: org.platform for name, org in loaded(genesys + ORG).orgs.items()} == {
        "sg": "genesys",
        "manila": "cxone",
    }


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[orgs.x]\nplatform = "cxon"\n', "did you mean 'cxone'?"),
        (f"[orgs.x]\n{KEY}", 'did you mean platform = "cxone"?'),
        (ORG + 'region = "au1"\n', 'region goes with platform = "genesys"'),
        (ORG + "api_verson = 31\n", "did you mean 'api_version'?"),
        (ORG + "api_version = 1\n", "api_version"),
        (ORG + 'api_url = "http://api.example.com"\n', "api_url: must be https"),
        (ORG + 'auth_url = "nowhere"\n', "auth_url: must be an address such as https://api-na1.niceincontact.com"),
        (ORG + 'tenant_id = "a b"\n', "tenant_id: 'a b' is no tenant id"),
        (ORG + 'access_key_secret = "hunter2"\n', "access_key_secret_env"),
        (ORG.replace("MANILA_SECRET", "NOT_SET"), "names 'NOT_SET', which is not set"),
        ('[orgs.x]\nplatform = "cxone"\naccess_key_id = "K"\n', "access_key_secret_env or access_key_secret_file"),
        (
            '[orgs.x]\nplatform = "cxone"\naccess_key_id = "K"\naccess_key_secret_file = "/nowhere/at/all"\n',
            "can't be read",
        ),
        (ORG + 'discovery_url = "http://127.0.0.1:1"\n', "do not belong together"),
    ],
)
def test_each_mistake_is_named_with_its_fix(loaded, toml: str, words: str):
    with pytest.raises(SettingsError) as wrong:
        loaded(toml)
    assert words in str(wrong.value)
    assert "hunter2" not in str(wrong.value)


@pytest.mark.parametrize("toml", [ORG, ORG + 'auth_url = "http://127.0.0.1:1"\n'])
def test_a_pretend_secret_stays_on_this_machine(loaded, monkeypatch, toml: str):
    monkeypatch.setenv("MANILA_SECRET", "pretend-secret")
    with pytest.raises(SettingsError, match="not on this machine"):
        loaded(toml)
    assert loaded(ORG + 'auth_url = "http://127.0.0.1:1"\ndiscovery_url = "http://127.0.0.1:1"\n').orgs


def test_the_adapter_is_the_platforms_own(loaded):
    org = loaded(ORG + 'api_url = "https://api-au1.niceincontact.com/"\n').orgs["manila"]
    made = conversations_of("manila", org, SystemClock(), cast("httpx.AsyncClient", None))
    assert isinstance(made, CxoneConversations)
    assert (made.org.host, made.org.region, made.org.platform) == ("api-au1.niceincontact.com", "au1", "cxone")


@pytest.mark.parametrize(
    ("lines", "area"),
    [
        ('api_url = "https://gateway.example.com"\narea = "AU1"\n', "au1"),
        ('api_url = "https://api-c42.nice-incontact.com"\narea = "na1"\n', "na1"),
        ('api_url = "https://api-uk1.niceincontact.com"\n', "uk1"),
        ('area = " NA1 "\n', "na1"),
        ('area = "sgp1"\n', "sgp1"),
        ("", ""),
    ],
)
def test_the_area_is_that_of_the_settings_else_that_of_the_host(loaded, lines, area):
    made = conversations_of(
        "manila", loaded(ORG + lines).orgs["manila"], SystemClock(), cast("httpx.AsyncClient", None)
    )
    assert made.org.region == area


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('api_url = "https://gateway.example.com"\n', 'set area as well, such as area = "na1"'),
        ('area = "Singapore"\n', "is no area"),
        ('area = "api-na1"\n', "is no area"),
        (
            'api_url = "https://api-uk1.niceincontact.com"\narea = "na1"\n',
            "area is 'na1', and the host of api_url is of 'uk1'",
        ),
    ],
)
def test_an_area_that_nothing_tells_is_asked_for(loaded, lines, words):
    with pytest.raises(SettingsError, match=words):
        loaded(ORG + lines)


@pytest.mark.parametrize("key", ["api_url", "auth_url", "discovery_url"])
@pytest.mark.parametrize("area", ["", 'area = "na1"\n'])
def test_an_address_of_the_other_platform_is_refused(loaded, key, area):
    with pytest.raises(SettingsError) as wrong:
        loaded(f'{ORG}{area}{key} = "https://api.mypurecloud.de"\n')
    assert str(wrong.value) == (
        f"[orgs.manila]: {key}: api.mypurecloud.de is of Genesys Cloud, eu-central-1, and this org is of NICE CXone: "
        'take the address out, or write platform = "genesys"'
    )


@pytest.mark.parametrize("platform", ['["cxone"]', "[]", '{ name = "cxone" }', "1", "true", "2026-11-22", "nan"])
def test_a_platform_that_is_no_word_is_refused_with_the_words_to_write(loaded, platform):
    with pytest.raises(SettingsError) as wrong:
        loaded(f"[orgs.x]\nplatform = {platform}\n{KEY}")
    assert str(wrong.value) == (
        '[orgs.x]: platform must be one word in quotes: platform = "genesys" or platform = "cxone"'
    )


def test_an_empty_platform_is_not_known(loaded):
    with pytest.raises(SettingsError, match="the platform '' is not known; known are cxone, genesys"):
        loaded(f'[orgs.x]\nplatform = ""\n{KEY}')
