"""`hangup explain`: what it prints, what it takes, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.explain import explain

CASES = Path(__file__).parents[1] / "domain" / "conflicts"
app = typer.Typer()
app.command()(explain)
RUN = CliRunner()

CURL = """> POST /api/v2/conversations/3f1c9a52-1111-4222-8333-444455556666/participants/9b2d7c10-aaaa-4bbb-8ccc-dddd00001111/disconnect HTTP/1.1
> Host: api.apse1.pure.cloud
> Content-Type: application/json
>
{"reason": "user_request"}
< HTTP/1.1 409 Conflict
< ININ-Correlation-Id: 0d1c2b3a-0000-4000-8000-123456789abc
<
{"message": "The field 'cause' is required.", "code": "conflict", "status": 409}
"""  # noqa: E501 - a line of curl is as long as it is


def told(text: str) -> dict[str, Any]:
    result = RUN.invoke(app, ["-", "--json"], input=text)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_json_is_one_object_of_the_agreed_shape():
    result = RUN.invoke(app, [str(CASES / "rate_limited.json"), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output)["cause"] == "rate_limited"
    assert result.output.count("\n") == 1


def test_people_get_the_headline_first_and_the_raw_facts_last():
    result = RUN.invoke(app, [str(CASES / "payload_reason_missing_on_a_conflict.json")])
    lines = result.output.splitlines()
    assert lines[0] == "The platform probably did not accept what Hangup sent as “reason”."
    assert "Details" in result.output
    assert "status 409" in result.output
    assert "trace id: " in lines[-1]


def test_standard_input_is_read_for_a_dash():
    assert told((CASES / "stuck_accepted_others_live.json").read_text())["cause"] == "stuck_conversation"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "[]", "42", '"words"', "{", '{"platform": "genesys",', '{"foo": 1}', "hello there", "\x00\x01", "["],
)
def test_what_cannot_be_read_ends_with_status_2_and_words(text: str):
    result = RUN.invoke(app, ["-", "--json"], input=text)
    assert result.exit_code == 2
    assert "Expected is one JSON object" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("key", "value"), [("rereads", {}), ("request", []), ("ledger", [1]), ("response", "no"), ("probes", "x")]
)
def test_a_key_of_the_wrong_shape_is_named(key: str, value: object):
    result = RUN.invoke(app, ["-"], input=json.dumps({key: value}))
    assert result.exit_code == 2
    assert key in result.stderr


def test_a_file_that_is_not_there_ends_with_status_2(tmp_path: Path):
    result = RUN.invoke(app, [str(tmp_path / "none.json")])
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr
    assert RUN.invoke(app, [str(tmp_path)]).exit_code == 2


def test_nothing_known_is_explained_as_not_proven():
    assert told("{}")["cause"] == "not_proven"


def test_curl_output_is_understood():
    found = told(CURL)
    assert (found["cause"], found["certainty"]) == ("rejected_payload", "likely")
    assert found["trace_id"] == "0d1c2b3a-0000-4000-8000-123456789abc"


@pytest.mark.parametrize(
    ("text", "cause", "certainty"),
    [
        ("2026-11-22 ERROR POST /api/v2/conversations/x/participants/y/disconnect -> 409", "not_proven", "unproven"),
        ("HTTP/2 405 \r\nallow: GET\r\n\r\n", "unsupported_route", "proven"),
        ("ApiException: (403) Reason: Forbidden {'code': 'missing.any.permissions'}", "permission_denied", "proven"),
        ("requests.exceptions.ReadTimeout: read timed out for /api/v2/conversations", "platform_unavailable", "likely"),
        ('{"message": "Too many", "code": "too.many.requests", "status": 429}', "rate_limited", "likely"),
        (
            "POST https://api-na1.niceincontact.com/api/v2/conversations/a1b2c3d4/participants/e5f6/disconnect 409",
            "unsupported_route",
            "proven",
        ),
        (
            "status code: 400 code=not.a.user This request requires a user context.",
            "no_user_context",
            "proven",
        ),
    ],
)
def test_pasted_text_is_understood(text: str, cause: str, certainty: str):
    found = told(text)
    assert (found["cause"], found["certainty"]) == (cause, certainty)


def test_the_command_loads_no_slack_and_no_database():
    loaded = subprocess.run(
        [sys.executable, "-c", "import bot.cli.explain, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert not {"slack_bolt", "sqlalchemy", "httpx", "pydantic", "aiohttp"} & set(loaded)


def test_bytes_that_are_no_text_do_not_crash(tmp_path: Path):
    path = tmp_path / "case.json"
    path.write_bytes(b"\xef\xbb\xbf" + (CASES / "not_proven_empty_body.json").read_bytes())
    assert RUN.invoke(app, [str(path), "--json"]).exit_code == 0
    path.write_bytes(bytes(range(128, 256)))
    assert RUN.invoke(app, [str(path), "--json"]).exit_code == 2
