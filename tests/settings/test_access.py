"""[access] of hangup.toml: what loads, and how what does not is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.access import Action, Kind, Lead, Role
from bot.domain.errors import SettingsError
from bot.domain.rule import Circumstances
from bot.settings import Settings, load

ROLES = '[access.roles]\noperator = ["S1LEADS"]\nadmin = ["U1ADMIN"]\n'
RULE = f"{ROLES}[[access.rules]]\n"
DENY = '[[access.rules]]\ndeny = ["disconnect"]\n'
FLOOR = Circumstances("genesys", frozenset(), frozenset({("id", "Fraud Desk")}), frozenset({Kind.AGENT}))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Settings]:
    """Load settings with a hangup.toml of this text."""

    def run(toml: str, **variables: str) -> Settings:
        for name in (
            "SLACK_APP_TOKEN",
            "HANGUP_OPERATORS",
            "HANGUP_READ_ONLY",
            "DATABASE_URL",
            "SLACK_API_URL",
            "DYNO",
        ):
            monkeypatch.delenv(name, raising=False)
        file = tmp_path / "hangup.toml"
        file.write_text(toml, encoding="utf-8")
        given = {
            "SLACK_BOT_TOKEN": "xoxb-1-made-up",
            "SLACK_SIGNING_SECRET": "made-up",
            "GENESYS_REGION": "apse1",
            "GENESYS_CLIENT_ID": "client",
            "GENESYS_CLIENT_SECRET": "made-up",
            "HANGUP_CONFIG": str(file),
        }
        for name, value in {**given, **variables, "GENESYS_REGION": "ap-southeast-1"}.items():
            monkeypatch.setenv(name, value)
        return load()

    return run


def test_roles_and_rules_become_the_table(loaded):
    table = loaded(
        f'{RULE}allow = ["disconnect"]\nrole = "operator"\npurposes = ["customer"]\n'
        '[[access.rules]]\ndeny = ["disconnect"]\nqueues = ["fraud desk"]\nrole = "operator"\nbecause = "Evidence."\n'
    ).access_table
    assert table.roles == {Role.OPERATOR: frozenset({"S1LEADS"}), Role.ADMIN: frozenset({"U1ADMIN"})}
    assert [rule.number for rule in table.rules] == [1, 2]
    decision = table.decide(Lead("U1LEAD", groups=frozenset({"S1LEADS"})), Action.DISCONNECT, FLOOR)
    assert (decision.allowed, decision.why) == (False, "Rule 2 denies it: Evidence. It takes the role admin.")
    assert table.allows(Lead("U1ADMIN"), Action.DISCONNECT, FLOOR)


def test_the_smallest_form_and_roles_go_together(loaded):
    table = loaded(f'[access]\nlook_up = ["S1QUALITY"]\n{ROLES}', HANGUP_OPERATORS="U1AAA").access_table
    assert table.look_up == frozenset({"S1QUALITY", "U1AAA"})
    assert table.disconnect == frozenset({"U1AAA"})
    assert table.group_ids == frozenset({"S1QUALITY", "S1LEADS"})
    assert table.allows(Lead("U1AAA"), Action.DISCONNECT, FLOOR)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[access]\nrole = 3", ["[access]: 'role' is not known", "did you mean 'roles'"]),
        ("[access]\nroles = 3", ["[access] roles must be a table"]),
        ("[access.rules]\nallow = 3", ["[access] rules must be tables", "[[access.rules]]"]),
        ('[access.roles]\noperators = ["U1AAA"]', ["[access.roles]: 'operators'", "did you mean 'operator'"]),
        ("[access.roles]\nadmin = []", ["[access] roles: admin names nobody", "take the line out"]),
        ('[access.roles]\nadmin = ["ada"]', ["[access] roles: 'ada' is no Slack id"]),
        (f'{RULE}alow = ["disconnect"]', ["[[access.rules]] number 1: 'alow' is not known", "did you mean 'allow'"]),
        (f'{RULE}allow = ["disconect"]', ["number 1: 'disconect' is not known", "did you mean 'disconnect'"]),
        (f'{RULE}allow = ["disconnect"]\nrole = "opertor"', ["number 1", "did you mean 'operator'"]),
        (f'{RULE}deny = ["disconnect"]\npurposes = ["custmer"]', ["number 1", "did you mean 'customer'"]),
        (f'{RULE}deny = ["disconnect"]\norgs = ["genesis"]', ["number 1: the org 'genesis'", "did you mean 'genesys'"]),
        (f'{RULE}deny = ["disconnect"]\nchannels = ["#leads"]', ["number 1: '#leads' is no channel id"]),
        (f'{RULE}deny = ["disconnect"]\nqueues = []', ["number 1: queues is empty", "take the line out"]),
        (f'{RULE}role = "admin"', ["number 1: give either allow or deny"]),
        (f'{RULE}allow = ["disconnect"]\ndeny = ["look_up"]', ["number 1: give either allow or deny"]),
        (f'{RULE}deny = ["look_up"]\npurposes = ["agent"]', ["number 1: purposes say nothing about look_up"]),
        (f'{RULE}deny = ["pause"]\nqueues = ["x"]', ["number 1: pause is about no conversation"]),
        ('[[access.rules]]\nallow = ["look_up"]', ["nobody has a role", "[access.roles]"]),
        (
            f'{RULE}allow = ["disconnect"]\npurposes = ["customer"]\n{DENY}purposes = ["customer", "external"]',
            ["rules 1 and 2 contradict each other", "allows disconnect", "a deny wins"],
        ),
    ],
)
def test_a_wrong_policy_is_named_with_its_fix(loaded, toml: str, words: list[str]):
    with pytest.raises(SettingsError) as refused:
        loaded(toml)
    for word in words:
        assert word in str(refused.value), str(refused.value)
