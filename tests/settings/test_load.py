"""Each way to set the bot up wrongly ends in a message that names the fix, and never a secret."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.errors import SettingsError
from bot.domain.reason import DEFAULT_REASONS
from bot.settings import Settings, load

SECRET = "hunter2000"
BOT = f"xoxb-{SECRET}"
ENVIRONMENT = {
    "SLACK_BOT_TOKEN": BOT,
    "SLACK_SIGNING_SECRET": SECRET,
    "GENESYS_REGION": "ap-southeast-1",
    "GENESYS_CLIENT_ID": "client",
    "GENESYS_CLIENT_SECRET": SECRET,
}
NAMES = (
    *ENVIRONMENT,
    *("SLACK_APP_TOKEN", "SLACK_API_URL", "GENESYS_API_URL", "GENESYS_LOGIN_URL", "GENESYS_DISCONNECT_ROUTE"),
    *("GENESYS_DISCONNECT_PAYLOAD", "DATABASE_URL", "HANGUP_CONFIG", "HANGUP_OPERATORS", "HANGUP_READ_ONLY"),
    *("HOST", "PORT", "LOG_LEVEL", "LOG_FORMAT", "DYNO", "HANGUP_METRICS_TOKEN"),
)
ORG = '[orgs.sg]\nregion = "apse1.pure.cloud"\nclient_id = "c"\n'

Loaded = Callable[..., Settings]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Loaded:
    """Load with these variables (None takes one away) and this hangup.toml."""

    def run(toml: str | None = None, **variables: str | None) -> Settings:
        if toml is not None and "[orgs" in toml:
            # Beside the file's orgs the short form would be refused.
            variables.setdefault("GENESYS_REGION", None)
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        if toml is not None:
            file = tmp_path / "hangup.toml"
            file.write_text(toml)
            variables.setdefault("HANGUP_CONFIG", str(file))
        for name, value in {**ENVIRONMENT, **variables}.items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return load()

    return run


@pytest.fixture
def refused(loaded: Loaded) -> Callable[..., str]:
    """Load what can't be loaded; give the message, in which no secret may stand."""

    def run(toml: str | None = None, **variables: str | None) -> str:
        with pytest.raises(SettingsError) as error:
            loaded(toml, **variables)
        assert SECRET not in str(error.value)
        assert error.value.__cause__ is None
        assert error.value.__suppress_context__ or error.value.__context__ is None
        return str(error.value)

    return run


def test_the_short_form_is_one_org_named_genesys(loaded):
    settings = loaded()
    assert list(settings.orgs) == ["genesys"]
    org = settings.orgs["genesys"]
    assert (org.region, org.client_id, org.secret()) == ("apse1.pure.cloud", "client", SECRET)
    assert (org.disconnect_route, org.disconnect_payload, org.disconnect_reason) == (
        "state",
        "cause_and_reason",
        "user_request",
    )
    assert (org.api_url, org.requests_per_minute) == (None, 300)


def test_the_defaults_are_sensible(loaded):
    settings = loaded()
    assert settings.database_url == "sqlite+aiosqlite:///hangup.db"
    assert (settings.host, settings.port, settings.log_level, settings.log_format) == ("127.0.0.1", 3000, "INFO", None)
    assert settings.reasons == DEFAULT_REASONS
    assert (settings.read_only, settings.dyno, settings.socket_mode) == (False, False, False)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.access_table.look_up == frozenset()


def test_every_variable_is_read(loaded):
    settings = loaded(
        SLACK_APP_TOKEN="xapp-1",
        SLACK_SIGNING_SECRET=None,
        SLACK_API_URL="https://slack-gov.com/api",
        GENESYS_API_URL="https://gateway.example.com/",
        GENESYS_LOGIN_URL="https://login.example.com",
        GENESYS_PHONE_REGION="sg",
        GENESYS_DISCONNECT_ROUTE="disconnect",
        GENESYS_DISCONNECT_PAYLOAD="none",
        DATABASE_URL="postgres://u:p@h/n",
        HANGUP_OPERATORS="U1AAA, S1LEADS;W1BBB",
        HANGUP_READ_ONLY="1",
        HOST="0.0.0.0",
        PORT="8080",
        LOG_LEVEL="debug",
        LOG_FORMAT="json",
        DYNO="web.1",
    )
    assert settings.socket_mode
    assert settings.slack_api_url == "https://slack-gov.com/api/"
    org = settings.orgs["genesys"]
    assert (org.api_url, org.login_url) == ("https://gateway.example.com", "https://login.example.com")
    assert org.phone_region == "SG"
    assert (org.disconnect_route, org.disconnect_payload) == ("disconnect", "none")
    assert settings.access_table.disconnect == frozenset({"U1AAA", "S1LEADS", "W1BBB"})
    assert settings.access_table.end_conversation == frozenset()
    assert (settings.read_only, settings.dyno) == (True, True)
    assert (settings.host, settings.port) == ("0.0.0.0", 8080)
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("postgres://u:p@h:5432/n", "postgresql+psycopg://u:p@h:5432/n"),
        ("postgresql://u:p@h/n?sslmode=require", "postgresql+psycopg://u:p@h/n?sslmode=require"),
        ("postgresql+psycopg://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("sqlite:///file.db", "sqlite+aiosqlite:///file.db"),
        ("sqlite+aiosqlite:////abs/file.db", "sqlite+aiosqlite:////abs/file.db"),
    ],
)
def test_a_short_database_address_is_completed(loaded, given: str, becomes: str):
    assert loaded(DATABASE_URL=given).database_url == becomes


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SLACK_BOT_TOKEN": None}, ["SLACK_BOT_TOKEN is not set", "OAuth & Permissions"]),
        ({"SLACK_BOT_TOKEN": ""}, ["SLACK_BOT_TOKEN is not set"]),
        ({"SLACK_BOT_TOKEN": f"xoxp-{SECRET}"}, ["SLACK_BOT_TOKEN must start with xoxb-", "OAuth & Permissions"]),
        ({"SLACK_BOT_TOKEN": f"{BOT}\n"}, ["SLACK_BOT_TOKEN holds", "line break", "copy it again"]),
        ({"SLACK_BOT_TOKEN": f"“{BOT}”"}, ["SLACK_BOT_TOKEN holds"]),
        ({"SLACK_SIGNING_SECRET": None}, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "Basic Information"]),
        ({"SLACK_SIGNING_SECRET": ""}, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({"SLACK_SIGNING_SECRET": f" {SECRET}"}, ["SLACK_SIGNING_SECRET holds"]),
        ({"SLACK_APP_TOKEN": BOT}, ["SLACK_APP_TOKEN must start with xapp-", "connections:write"]),
        ({"SLACK_APP_TOKEN": f"xapp-{SECRET} x"}, ["SLACK_APP_TOKEN holds"]),
        ({"SLACK_API_URL": "http://slack.example.com/api/"}, ["SLACK_API_URL", "must be https"]),
        ({"SLACK_API_URL": "slack.com"}, ["SLACK_API_URL", "must be an address such as"]),
        ({"SLACK_API_URL": "http://[::1"}, ["SLACK_API_URL", "must be an address such as"]),
        ({"SLACK_API_URL": "http://127.0.0.1:4000/api/"}, ["Slack bot token", "do not belong together"]),
        ({"SLACK_BOT_TOKEN": "xoxb-pretend-1"}, ["Slack bot token", "do not belong together"]),
        ({"GENESYS_REGION": None}, ["GENESYS_REGION must be set too"]),
        (
            {"GENESYS_CLIENT_ID": None, "GENESYS_CLIENT_SECRET": ""},
            ["GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET must be set too"],
        ),
        (
            {"GENESYS_REGION": None, "GENESYS_CLIENT_ID": None, "GENESYS_CLIENT_SECRET": None},
            ["no org is set up", "GENESYS_REGION", "[orgs.NAME]"],
        ),
        ({"GENESYS_REGION": "apse1.purecloud"}, ["GENESYS_", "did you mean", "apse1.pure.cloud"]),
        ({"GENESYS_REGION": "Mars"}, ["known are", "apse1.pure.cloud"]),
        ({"GENESYS_API_URL": "http://gateway.example.com"}, ["api_url", "must be https"]),
        ({"GENESYS_API_URL": "http://127.0.0.1:4010"}, ["platform's client secret", "do not belong together"]),
        ({"GENESYS_CLIENT_SECRET": "pretend-secret"}, ["platform's client secret", "pretend"]),
        (
            {"GENESYS_CLIENT_SECRET": "pretend-secret", "GENESYS_API_URL": "http://localhost:4010"},
            ["platform's client secret", "pretend"],
        ),
        ({"GENESYS_DISCONNECT_ROUTE": "delete"}, ["GENESYS_DISCONNECT_ROUTE", "'state' or 'disconnect'"]),
        ({"GENESYS_DISCONNECT_PAYLOAD": "all"}, ["GENESYS_DISCONNECT_PAYLOAD", "'cause_and_reason'"]),
        ({"DATABASE_URL": f"mysql://u:{SECRET}@h/n"}, ["DATABASE_URL must be", "postgresql://"]),
        ({"DYNO": "web.1"}, ["dyno", "DATABASE_URL", "PostgreSQL"]),
        ({"PORT": "http"}, ["PORT", "integer"]),
        ({"PORT": "70000"}, ["PORT", "65535"]),
        ({"LOG_LEVEL": "loud"}, ["LOG_LEVEL", "'INFO'"]),
        ({"LOG_FORMAT": "xml"}, ["LOG_FORMAT", "'json'"]),
        ({"HANGUP_READ_ONLY": "perhaps"}, ["HANGUP_READ_ONLY", "boolean"]),
        ({"HANGUP_OPERATORS": "ada@example.com"}, ["HANGUP_OPERATORS", "no Slack id", "copy it from the profile"]),
        ({"HANGUP_OPERATORS": "u0lead"}, ["HANGUP_OPERATORS", "'u0lead'"]),
        ({"HANGUP_OPERATORS": "C0CHANNEL"}, ["HANGUP_OPERATORS", "no Slack id"]),
        ({"HANGUP_METRICS_TOKEN": "two words"}, ["HANGUP_METRICS_TOKEN", "space"]),
        ({"HANGUP_OPERATORS": "U"}, ["HANGUP_OPERATORS", "no Slack id"]),
    ],
)
def test_a_wrong_variable_is_named_with_its_fix(refused, variables: dict[str, str | None], words: list[str]):
    message = refused(**variables)
    for word in words:
        assert word in message, message


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("orgs = [", ["hangup.toml is no TOML"]),
        ('[org.sg]\nregion = "x"', ["'org' is not known", "did you mean 'orgs'"]),
        ('[acces]\ndisconnect = ["U1AAA"]', ["'acces' is not known", "did you mean 'access'"]),
        ("zzz = 1", ["'zzz' is not known", "access, agents, alerts, audit, channels, orgs, reasons, webhooks"]),
        ("orgs = 3", ["[orgs] must be a table"]),
        ("reasons = []", ["[reasons] must be a table"]),
        ("[orgs]\nsg = 3", ["[orgs.sg] must be a table"]),
        ('[orgs."a b"]\nregion = "x"', ["[orgs.a b]", "1 to 40 letters"]),
        (f'{ORG}client_secret = "{SECRET}"', ["[orgs.sg]", "never written here", "client_secret_env", "_file"]),
        (f'{ORG}client_secrets_file = "x"', ["[orgs.sg]", "did you mean 'client_secret_file'"]),
        (f'{ORG}client_secret_env = "MISSING_SECRET"', ["[orgs.sg]", "'MISSING_SECRET', which is not set"]),
        (
            f'{ORG}client_secret_file = "/nowhere/secret"',
            ["[orgs.sg]", "/nowhere/secret", "can't be read", "No such file"],
        ),
        (f'{ORG}client_secret_file = "/"', ["[orgs.sg]", "can't be read"]),
        (ORG, ["[orgs.sg]", "name the secret once", "client_secret_env or client_secret_file"]),
        (
            '[orgs.sg]\nclient_id = "c"\nclient_secret_env = "GENESYS_CLIENT_SECRET"',
            ["[orgs.sg]: region: Field required"],
        ),
        (
            '[orgs.sg]\nregion = "apse1"\nclient_id = "c"\nclient_secret_env = "GENESYS_CLIENT_SECRET"',
            ["[orgs.sg]", "region", "no Genesys Cloud region"],
        ),
        (
            f'{ORG}client_secret_env = "GENESYS_CLIENT_SECRET"\nplatform = "avaya"',
            ["platform 'avaya' is not known", "genesys"],
        ),
        (
            f'{ORG}client_secret_env = "GENESYS_CLIENT_SECRET"\nrequests_per_minute = 1',
            ["[orgs.sg]", "requests_per_minute", "10"],
        ),
        ('[channels]\nC0LEADS = "gemesys"', ["[channels] C0LEADS", "did you mean 'genesys'?"]),
        ("[channels]\nC0LEADS = 1", ["[channels] C0LEADS must name an org", 'C0LEADS = "singapore"']),
        ('[channels]\nleads = "genesys"', ["[channels] 'leads' is no channel id", "direct"]),
        ("channels = 1", ["[channels] must be a table"]),
        ('[access]\ndisconect = ["U1AAA"]', ["[access]", "did you mean 'disconnect'"]),
        ('[access]\ndisconnect = ["@ada"]', ["[access] disconnect", "'@ada' is no Slack id", "U… or W…"]),
        ('[access]\ndisconnect = "U1AAA"', ["[access] disconnect"]),
        ('[alerts]\nchanel = "C0INCID"', ["[alerts]", "did you mean 'channel'"]),
        ('[alerts]\ntime_zone = "Asia/Singapoor"', ["[alerts] time_zone", "did you mean 'Asia/Singapore'"]),
        ('[reasons]\nstuck = ""', ["[reasons] stuck", "75 characters"]),
        ('[reasons]\nstuck = " "', ["[reasons] stuck", "75 characters"]),
        ("[reasons]\nstuck = 3", ["[reasons] stuck", "75 characters"]),
        (f'[reasons]\nstuck = "{"x" * 76}"', ["[reasons] stuck", "75 characters"]),
        ('[reasons]\n"" = "x"', ["[reasons] ''", "1 to 60 letters"]),
        ('[reasons]\n"a b" = "x"', ["[reasons] 'a b'", "1 to 60 letters"]),
        ("[reasons]\n" + "\n".join(f'r{n} = "x"' for n in range(100)), ["[reasons] has 100", "at most 100"]),
    ],
)
def test_a_wrong_line_of_the_file_is_named_with_its_fix(refused, toml: str, words: list[str]):
    message = refused(toml)
    for word in words:
        assert word in message, message


def test_a_file_that_is_not_there_is_named(refused, tmp_path):
    message = refused(HANGUP_CONFIG=str(tmp_path / "nowhere.toml"))
    assert "HANGUP_CONFIG names" in message
    assert "nowhere.toml" in message
    assert "can't be read" in refused(HANGUP_CONFIG=str(tmp_path))


def test_a_file_that_is_no_text_is_said(refused, tmp_path):
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    assert "is no TOML" in refused(HANGUP_CONFIG=str(tmp_path / "x.toml"))


def test_a_secret_file_is_read_anew_each_time(loaded, tmp_path):
    file = tmp_path / "secret"
    file.write_text("first\n")
    settings = loaded(f'{ORG}client_secret_file = "{file}"')
    assert settings.orgs["sg"].secret() == "first"
    file.write_text("second\n")
    assert settings.orgs["sg"].secret() == "second"


@pytest.mark.parametrize(("content", "words"), [(b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe", "is no text")])
def test_a_secret_file_without_a_secret_is_said(refused, tmp_path, content: bytes, words: str):
    file = tmp_path / "secret"
    file.write_bytes(content)
    assert words in refused(f'{ORG}client_secret_file = "{file}"')


def test_a_pretend_secret_in_a_file_stays_on_this_machine(refused, loaded, tmp_path):
    file = tmp_path / "secret"
    file.write_text("pretend-secret")
    assert "pretend" in refused(f'{ORG}client_secret_file = "{file}"')
    here = 'api_url = "http://127.0.0.1:1"\nlogin_url = "http://localhost:1"\n'
    assert loaded(f'{ORG}{here}client_secret_file = "{file}"').orgs["sg"].secret() == "pretend-secret"


def test_several_orgs_take_the_place_of_the_short_form(loaded):
    other = ORG.replace("sg", "de").replace("apse1.pure.cloud", "eu-central-1")
    line = 'client_secret_env = "GENESYS_CLIENT_SECRET"\n'
    settings = loaded(ORG + line + other + line, GENESYS_REGION=None, GENESYS_CLIENT_ID=None)
    assert {name: org.region for name, org in settings.orgs.items()} == {
        "sg": "apse1.pure.cloud",
        "de": "mypurecloud.de",
    }


@pytest.mark.parametrize("name", ["api", "login"])
def test_an_address_of_another_region_is_refused_with_both(refused, name):
    address = {f"GENESYS_{name.upper()}_URL": f"https://{name}.EUC2.pure.cloud./"}
    said = f"{name}_url: {name}.euc2.pure.cloud is of Genesys Cloud, eu-central-2, and region says ap-southeast-1: "
    assert said in refused(**address)
    toml = ORG + f'client_secret_env = "GENESYS_CLIENT_SECRET"\n{name}_url = "https://{name}.euc2.pure.cloud"\n'
    assert f"[orgs.sg]: {said}" in refused(toml)
    assert "is no Genesys Cloud region" in refused(GENESYS_REGION="nowhere", **address)


def test_an_address_of_the_other_platform_is_refused(refused):
    words = refused(GENESYS_API_URL="https://api-na1.niceincontact.com")
    assert "api-na1.niceincontact.com is of NICE CXone, area na1, and this org is of Genesys Cloud" in words


@pytest.mark.parametrize(
    "url",
    [
        "https://api.apse1.pure.cloud",
        "https://gateway.example.com/genesys",
        "https://api.genesys.cloud",
        "https://10.1.2.3",
        "https://euc2.pure.cloud.example.com",
    ],
)
def test_an_address_that_may_be_the_regions_is_taken(loaded, url):
    assert loaded(GENESYS_API_URL=url).orgs["genesys"].api_url == url


def test_a_channel_has_a_default_org_and_direct_messages_too(loaded):
    settings = loaded('[channels]\nC0LEADS = "genesys"\nG0OPS = "genesys"\ndirect = "genesys"')
    assert settings.channels == {"C0LEADS": "genesys", "G0OPS": "genesys", "direct": "genesys"}
    assert loaded().channels == {}


def test_operators_are_added_to_the_access_table(loaded):
    settings = loaded(
        '[access]\nlook_up = ["S1QUALITY"]\ndisconnect = ["U1LEAD"]\nend_conversation = ["U1BOSS"]',
        HANGUP_OPERATORS="U1AAA",
    )
    table = settings.access_table
    assert table.look_up == frozenset({"S1QUALITY", "U1AAA"})
    assert table.disconnect == frozenset({"U1LEAD", "U1AAA"})
    assert table.end_conversation == frozenset({"U1BOSS"})


def test_reasons_of_ones_own_always_end_with_another_reason(loaded):
    assert [r.code for r in loaded('[reasons]\ntest = "A test"').reasons] == ["test", "other"]
    own = loaded('[reasons]\nother = "Something else"\ntest = "A test"').reasons
    assert [(r.code, r.label) for r in own] == [("other", "Something else"), ("test", "A test")]
    assert loaded("[reasons]").reasons == DEFAULT_REASONS


def test_the_example_file_loads_as_it_stands(loaded, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SECRET * 2)
    text = (Path(__file__).parents[2] / "hangup.example.toml").read_text()
    for name in ("frankfurt", "manila", "monitor"):
        text = text.replace(f"/run/secrets/{name}", str(secret))
    settings = loaded(text, SINGAPORE_CLIENT_SECRET=SECRET, STUDIO_WEBHOOK_SECRET=SECRET * 2)
    assert list(settings.orgs) == ["singapore", "frankfurt", "manila"]


def test_settings_show_no_secret(loaded):
    settings = loaded()
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings.model_dump())
    assert SECRET not in settings.model_dump_json()


def test_the_channel_for_the_ledgers_head_is_read_and_a_wrong_one_is_named(loaded, refused):
    assert loaded().audit.channel is None
    assert loaded('[audit]\nchannel = "C0AUDIT"\n').audit.channel == "C0AUDIT"
    assert "[audit] channel: '#audit' is no channel id" in refused('[audit]\nchannel = "#audit"\n')
    assert "did you mean 'channel'?" in refused('[audit]\nchanel = "C0AUDIT"\n')


PASTED = (
    "xoxb-1-short",
    "hunter2000-" * 4,
    "aB3" * 14,
    "f" * 32,
    "aB3/dE6+" * 5 + "=",
    "A1B2" * 8,
    "x" * 300 + ".toml",
)


@pytest.mark.parametrize("pasted", PASTED)
@pytest.mark.parametrize("variable", ["HANGUP_OPERATORS", "GENESYS_REGION", "HANGUP_CONFIG"])
def test_a_secret_in_the_wrong_variable_is_not_repeated(loaded, variable: str, pasted: str):
    with pytest.raises(SettingsError) as wrong:
        loaded(**{variable: pasted})
    assert pasted[:6] not in str(wrong.value)
    assert f"({len(pasted)} characters)" in str(wrong.value)


@pytest.mark.parametrize("pasted", PASTED)
@pytest.mark.parametrize("key", ["client_secret_env", "client_secret_file"])
def test_a_secret_in_the_wrong_line_is_not_repeated(loaded, key: str, pasted: str):
    with pytest.raises(SettingsError) as wrong:
        loaded(f'{ORG}{key} = "{pasted}"')
    assert pasted[:6] not in str(wrong.value)
    assert f"({len(pasted)} characters)" in str(wrong.value)


def test_the_long_name_of_a_variable_is_repeated(loaded):
    with pytest.raises(SettingsError, match="GENESYS_SINGAPORE_CLIENT_SECRET"):
        loaded(f'{ORG}client_secret_env = "GENESYS_SINGAPORE_CLIENT_SECRET"')


@pytest.mark.parametrize("key", ["client_secret_env", "client_secret_file"])
def test_a_name_that_nothing_can_have_is_refused_in_words(loaded, key: str):
    with pytest.raises(SettingsError, match=key):
        loaded(f'{ORG}{key} = "a\\u0000b"')


def test_the_metrics_token_is_read(loaded):
    token = loaded(HANGUP_METRICS_TOKEN="a-token").metrics_token
    assert token is not None
    assert token.get_secret_value() == "a-token"
    assert loaded().metrics_token is None


ONE_ORG = """
[orgs.singapore]
region = "ap-southeast-1"
client_id = "c"
client_secret_env = "SECRET"
"""


def test_who_is_which_agent_is_read_for_all_orgs_and_by_org(loaded):
    toml = ONE_ORG + '[agents]\nU0MAYA = "maya@cc.example"\nU0TOM = { singapore = "a9e27000-1" }\n'
    agents = loaded(toml, SECRET="s").agents
    assert (agents.of("U0MAYA", "singapore"), agents.of("U0TOM", "singapore")) == ("maya@cc.example", "a9e27000-1")
    assert agents.of("U0TOM", "elsewhere") is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('maya = "maya@cc.example"', "is no Slack user's id"),
        ('U0MAYA = { singapur = "x" }', "did you mean"),
        ("U0MAYA = 7", 'U0AAAAAAA = "agent@example.com"'),
        ("U0MAYA = {}", "U0AAAAAAA"),
        ('U0MAYA = "two words"', "by the platform's user id or by the e-mail"),
        ("U0MAYA = { singapore = 7 }", "by the platform's user id or by the e-mail"),
    ],
)
def test_a_wrong_line_about_an_agent_is_named(refused, line, words):
    message = refused(f"{ONE_ORG}[agents]\n{line}\n", SECRET="s")
    assert "[agents]" in message
    assert words in message


def test_a_region_of_phone_numbers_that_is_none_is_refused(refused):
    message = refused(ONE_ORG + 'phone_region = "Singapore"\n', SECRET="s")
    assert "phone_region" in message
    assert "write SG" in message


WATCHED = '[alerts]\nchannel = "C0INC"\n[[alerts.rules]]\n'
HEARD = '[webhooks.studio]\nsecret_env = "STUDIO_SECRET"\n'


@pytest.mark.parametrize(
    ("rule", "sources", "words"),
    [
        ('name = "h"\nkind = "heartbeat"\nsources = ["studo"]\n', HEARD, "did you mean 'studio'?"),
        ('name = "h"\nkind = "heartbeat"\nsources = ["studio"]\n', "", "add [webhooks.studio]"),
        ('name = "studio"\nkind = "waiting"\n', HEARD, "'studio' is the name of a source"),
    ],
)
def test_a_rule_and_the_sources_fit_together(refused, monkeypatch, rule, sources, words):
    monkeypatch.setenv("STUDIO_SECRET", SECRET * 2)
    said = refused(WATCHED + rule + sources)
    assert "[[alerts.rules]] number 1" in said
    assert words in said


def test_a_file_may_begin_as_windows_has_it(loaded):
    assert loaded("\ufeff[audit]\nchannel = 'C0AUDIT'\n").audit.channel == "C0AUDIT"
