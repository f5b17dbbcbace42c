"""Who posts a notice: the secret, or a signature over body and time."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.settings.webhooks import WebhookSettings
from handlers.proof import shows_itself, signature_of
from handlers.throttle import Throttle
from tests.support.clock import START

SECRET = "0123456789abcdef0123456789abcdef"
BODY = b'{"title": "t"}'
NOW = str(int(START.timestamp()))


def token(**headers):
    return shows_itself(WebhookSettings(secret=SecretStr(SECRET)), BODY, headers, START)


def signed(timestamp=NOW, signature=None, body=BODY, now=START):
    source = WebhookSettings(secret=SecretStr(SECRET), proof="hmac")
    made = signature_of(SECRET, BODY, timestamp) if signature is None else signature
    return shows_itself(source, body, {"X-Hangup-Timestamp": timestamp, "X-Hangup-Signature": made}, now)


def test_the_secret_in_its_header_or_as_bearer_lets_in():
    assert token(**{"X-Hangup-Token": SECRET})
    assert token(Authorization=f"Bearer {SECRET}")


@pytest.mark.parametrize("shown", ["", SECRET[:-1], SECRET.upper(), "\udcff", "ü" * 32])
def test_anything_else_does_not(shown):
    assert not token(**{"X-Hangup-Token": shown})
    assert not token(Authorization=f"Basic {SECRET}")


def test_a_signature_over_body_and_time_lets_in():
    assert signed()


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": b"{}"},
        {"signature": "v1=00"},
        {"signature": ""},
        {"signature": "ü"},
        {"timestamp": ""},
        {"timestamp": "1e9"},
        {"timestamp": "9" * 13},
        {"now": START + timedelta(seconds=301)},
        {"now": START - timedelta(seconds=301)},
    ],
)
def test_a_changed_body_an_old_time_or_an_odd_header_does_not(wrong):
    assert not signed(**wrong)


def test_the_secret_alone_is_no_signature():
    source = WebhookSettings(secret=SecretStr(SECRET), proof="hmac")
    assert not shows_itself(source, BODY, {"X-Hangup-Token": SECRET}, START)


def test_a_secret_file_is_read_anew_and_lets_nobody_in_when_it_is_gone(tmp_path):
    file = tmp_path / "secret"
    file.write_text(SECRET)
    source = WebhookSettings(secret_file=file)
    assert shows_itself(source, BODY, {"X-Hangup-Token": SECRET}, START)
    file.write_text("another-secret-of-32-characters!")
    assert not shows_itself(source, BODY, {"X-Hangup-Token": SECRET}, START)
    file.unlink()
    assert not shows_itself(source, BODY, {"X-Hangup-Token": ""}, START)


def test_a_minute_holds_so_many_and_says_when_there_is_room():
    throttle = Throttle()
    assert [throttle.wait_for("a", 2, START) for _ in range(2)] == [0, 0]
    assert throttle.wait_for("a", 2, START + timedelta(seconds=20)) == 40
    assert throttle.wait_for("b", 2, START) == 0
    assert throttle.wait_for("a", 2, START + timedelta(seconds=60)) == 0
