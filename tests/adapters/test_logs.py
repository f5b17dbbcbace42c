"""What a log holds, and what it never holds."""

import json
import logging
import re
import time
from collections.abc import Iterator

import pytest
import structlog

from bot.adapters import logs

SECRETS = (
    "xoxb-1234-abcd-EFGH",
    "xoxe.xoxb-1-Mi0yL",
    "xapp-1-A0-123-abc",
    "Bearer abc.DEF-123_456",
    "Basic cHJldGVuZDpzZWNyZXQ=",
    "https://hooks.slack.com/commands/T0/1/abcDEF",
    "hooks.slack.com/actions/T0/2/xyz",
    "client_secret=hunter2000",
    '"access_token": "hunter2000"',
    "postgresql://bot:hunter2000@db.example/hangup",
)
NUMBERS = (
    "tel:+6591234567",
    "tel:6591234567",
    "sip:6591234567",
    "+65 9123 4567",
    "+1 (212) 555-0100",
    "+1.212.555.0100",
    "%2B6591234567",
    "whatsapp:+6591234567",
    "from:+6591234567",
)
ADDRESSES = ("jordan.rivera+bank@mail.example.com", "sip:jordan@phone.example")


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    log = logging.getLogger()
    before, level = list(log.handlers), log.level
    yield log
    log.handlers, log.level = before, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize("secret", [*SECRETS, *NUMBERS, *ADDRESSES])
@pytest.mark.parametrize("form", ["json", "text"])
def test_no_secret_number_or_address_is_written_wherever_it_stands(root, capsys, form: str, secret: str):
    logs.configure("INFO", form)
    log = structlog.get_logger()
    event = f"event {secret} goes on"
    log.info(event, value=f"a {secret}", more={"deep": [secret, (secret,)], secret: 1}, odd={secret})
    log.info("an object", thing=ValueError(secret))
    logging.getLogger("library").warning("a library says %s", secret)
    for logger in (log, logging.getLogger("library")):
        try:
            int(secret)
        except ValueError:
            logger.exception("crashed")
    text = capsys.readouterr().err
    core = secret.removeprefix("tel:").removeprefix("from:").removeprefix("whatsapp:")
    assert core not in text
    assert "hunter2000" not in text
    assert "goes on" in text
    assert text.count("ValueError") >= 2


@pytest.mark.parametrize("form", ["json", "text"])
def test_what_is_harmless_stays_as_it_is(root, capsys, form: str):
    logs.configure("INFO", form)
    harmless = (
        "2026-11-22T06:00:00+00:00",
        "ca110001-0000-4000-8000-000000000000",
        "H-7KQ2M9XA",
        "GET /api/v2/conversations",
        "C0LEADS 1700000000.000100",
    )
    structlog.get_logger().info("event", facts=list(harmless), status=409, ms=12.5, ok=True, nothing=None)
    text = capsys.readouterr().err
    for word in harmless:
        assert word in text


def test_json_is_one_object_a_line_with_the_reference(root, capsys):
    logs.configure("INFO", None)
    structlog.contextvars.bind_contextvars(reference="H-7KQ2M9XA")
    structlog.get_logger().info("platform.answered", status=202)
    logging.getLogger("library").error("broken")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (first["event"], first["reference"], first["status"], first["level"]) == (
        "platform.answered",
        "H-7KQ2M9XA",
        202,
        "info",
    )
    assert (second["event"], second["reference"], second["level"]) == ("broken", "H-7KQ2M9XA", "error")
    assert first["timestamp"].endswith("Z")


def test_the_level_is_kept_and_chatty_libraries_are_quiet(root, capsys):
    logs.configure("WARNING", "text")
    structlog.get_logger().info("unheard")
    structlog.get_logger().warning("heard")
    logs.configure("DEBUG", "text")
    logging.getLogger("httpx").info("HTTP Request")
    text = capsys.readouterr().err
    assert "unheard" not in text
    assert "HTTP Request" not in text
    assert "heard" in text


@pytest.mark.parametrize("secret", [*SECRETS, *NUMBERS, *ADDRESSES])
@pytest.mark.parametrize("filling", ["x ", 'x",', "x"])
def test_nothing_is_shown_by_the_cut_of_a_long_text(secret: str, filling: str):
    for shift in range(40):
        head = (filling * logs.LONGEST)[: logs.LONGEST - shift] + " "
        shown = logs.redact(None, "", {"event": head + secret + filling * 100})["event"]
        assert len(shown) < logs.LONGEST + 50
        left = shown.partition("… (")[0].removeprefix(head.rstrip())
        assert not re.search(r"hunter|jordan|\d{5}|abc|Mi0|cHJl", left), left


@pytest.mark.parametrize("text", ["a" * 10**6, "a." * 10**6, "://a:" * 10**6, "+1 " * 10**6, "password " * 10**6])
def test_a_long_text_is_read_in_a_moment(text: str):
    before = time.process_time()
    logs.redact(None, "", {"event": text, "exception": f"{text}\n" * 3})
    assert time.process_time() - before < 1


def test_the_end_of_a_long_traceback_is_kept(root, capsys):
    def deeper(times: int) -> None:
        if times == 0:
            raise ValueError("the end, by jordan@mail.example.com")
        exec(f"again({times - 1})", {"again": deeper})  # noqa: S102 - each frame is one of its own, none repeated

    logs.configure("INFO", "json")
    try:
        deeper(200)
    except ValueError:
        structlog.get_logger().exception("crashed")
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)["exception"]
    assert told.endswith("ValueError: the end, by [address]")
    assert len(told) <= logs.LONGEST_TRACEBACK + 2
