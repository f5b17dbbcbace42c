import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.cli.yaml import yaml
from handlers.manifest import SCOPES, manifest

ROOT = Path(__file__).parents[2]
HTTP = "https://bot.example.com"

run = CliRunner().invoke


def test_the_committed_manifest_is_what_the_command_prints():
    assert run(app, ["manifest"]).stdout == (ROOT / "manifest.yml").read_text(encoding="utf-8")


def test_over_http_every_entrance_bears_the_bots_address():
    made = json.loads(run(app, ["manifest", "--http", f"{HTTP}/", "--json"]).stdout)
    assert {command["url"] for command in made["features"]["slash_commands"]} == {f"{HTTP}/slack/events"}
    assert made["settings"]["interactivity"]["request_url"] == f"{HTTP}/slack/events"
    assert not made["settings"]["socket_mode_enabled"]


def test_over_socket_mode_no_address_is_named():
    made = json.loads(run(app, ["manifest", "--json"]).stdout)
    assert made["settings"]["socket_mode_enabled"]
    assert "url" not in str(made)


@pytest.mark.parametrize("address", ["http://bot.example.com", "bot.example.com", "https://", "https://x.example?a=1"])
def test_an_address_that_slack_would_not_take_is_refused_in_words(address):
    result = run(app, ["manifest", "--http", address])
    assert result.exit_code == 2
    assert "such as https://bot.example.com" in result.stderr


@pytest.mark.parametrize("made", [manifest(), manifest(HTTP)])
def test_the_manifest_keeps_within_slacks_limits(made):
    # https://docs.slack.dev/reference/app-manifest
    about, features = made["display_information"], made["features"]
    assert 0 < len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about.get("long_description", "x" * 174)) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", about["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["slash_commands"]) <= 50
    names = [command["command"] for command in features["slash_commands"]]
    assert len(set(names)) == len(names)
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert 0 < len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert command.get("url", HTTP).startswith("https://")
    shortcuts = features.get("shortcuts", [])
    assert len(shortcuts) <= 10
    assert all(sum(one["type"] == kind for one in shortcuts) <= 5 for kind in ("global", "message"))
    assert len(features.get("unfurl_domains", [])) <= 5
    assert len(made["settings"].get("event_subscriptions", {}).get("bot_events", [])) <= 100
    assert made["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def test_yaml_quotes_what_it_would_read_as_something_else():
    words = {"a": "plain words, and more", "b": "a: b", "c": "#1f2937", "d": "yes", "e": "1.0", "f": "", "g": " x "}
    assert yaml(words) == ('a: plain words, and more\nb: "a: b"\nc: "#1f2937"\nd: "yes"\ne: "1.0"\nf: ""\ng: " x "\n')


def test_yaml_nests_lists_and_mappings_and_keeps_empty_ones():
    document = {"list": [{"a": 1, "b": [True, None]}, "x", []], "empty": {}, "quote": 'say "so"\n'}
    assert yaml(document) == (
        'list:\n  - a: 1\n    b:\n      - true\n      - null\n  - x\n  - []\nempty: {}\nquote: "say \\"so\\"\\n"\n'
    )
