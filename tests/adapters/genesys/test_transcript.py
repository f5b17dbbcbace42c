"""Raw text: what is found in what people paste."""

import json
import time

import pytest

from bot.adapters.capture import conflict_from_text
from bot.domain.errors import InputError
from bot.domain.exchange import Silence

C, P = "3f1c9a52-1111-4222-8333-444455556666", "9b2d7c10-aaaa-4bbb-8ccc-dddd00001111"
PATH = f"/api/v2/conversations/{C}/participants/{P}/disconnect"
CURL = f"""$ curl -i -X POST https://api.mypurecloud.de{PATH} -d '{{"reason":"user_request"}}'
HTTP/2 409
content-type: application/json
inin-correlation-id: aaaa-bbbb
retry-after: 3

{{"message":"It conflicts.","code":"conflict","status":409,"contextId":"cccc"}}"""
GUZZLE = f"""Client error: `POST https://api.apse1.pure.cloud{PATH}` resulted in a `409 Conflict` response:
{{"message":"Missing required field: reason","code":"conflict","status":409}}"""
JAVA = f"""com.example.ApiException: The call is already disconnected.
\tat com.example.Client.call(Client.java:600)
Caused by: 409 Conflict on PATCH https://api.mypurecloud.com/api/v2/conversations/calls/{C}/participants/{P}"""
LOGGED = f'{{"level":"error","status":409,"conversationId":"{C}","participantId":"{P}","code":"conflict"}}'


def test_curl_output_gives_everything():
    found = conflict_from_text(CURL)
    assert found.exchange is not None
    assert found.exchange.reply is not None
    assert (found.exchange.request.method, found.exchange.request.path) == ("POST", PATH)
    assert found.exchange.request.body == {"reason": "user_request"}
    assert (found.org.host, found.conversation_id, found.participant_id) == ("api.mypurecloud.de", C, P)
    reply = found.exchange.reply
    assert (reply.status, reply.code, reply.message) == (409, "conflict", "It conflicts.")
    assert (reply.trace_id, reply.retry_after) == ("aaaa-bbbb", 3.0)


@pytest.mark.parametrize("text", [CURL, GUZZLE, JAVA, LOGGED], ids=["curl", "guzzle", "java", "json log"])
def test_status_and_ids_are_found(text: str):
    found = conflict_from_text(text)
    assert found.exchange is not None
    assert found.exchange.reply is not None
    assert found.exchange.reply.status == 409
    assert (found.conversation_id, found.participant_id) == (C, P)


def test_the_path_ends_where_the_quotation_does():
    found = conflict_from_text(GUZZLE)
    assert found.exchange is not None
    assert found.exchange.request.path == PATH


def test_an_id_in_a_link_is_the_conversations():
    link = f"<https://apps.apse1.pure.cloud/directory/#/analytics/interactions/{C}/admin?tabId={P}|interaction>"
    assert conflict_from_text(f"Disconnect failed with 429 for {link}").conversation_id == C


def test_silence_is_found_in_words():
    found = conflict_from_text(f"POST {PATH}: connection reset by peer")
    assert found.exchange is not None
    assert found.exchange.silence is Silence.CONNECTION


def test_nothing_of_the_text_is_taken_for_a_ledger():
    assert not conflict_from_text(CURL).ledger_asked


ANSWER = "HTTP/1.1 409 Conflict\n"
HOSTILE = {
    "blank lines": "\n" * 20_000 + "x",
    "blanks in a line": "x\n" + " " * 20_000 + "y",
    "a host and blanks": "Host: a" + " " * 20_000 + "b",
    "hosts without an end": "Host: " * 4_000,
    "links in links": "http://" * 30_000,
    "paths in paths": "/api/v2/" * 25_000,
    "a call and blanks": "GET" + " " * 100_000,
    "braces": "{" * 200_000,
    "objects in objects": '{"a":' * 40_000,
    "lists in objects": '{"a":[' * 33_000,
    "codes": "not.a_" * 30_000,
    "statuses": "status:" * 30_000,
    "conversations": "conversation-" * 15_000,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long_to_read(hostile: str):
    before = time.process_time()
    found = conflict_from_text(ANSWER + hostile)
    assert time.process_time() - before < 1
    assert found.exchange is not None


def test_a_header_is_read_from_its_own_line():
    found = conflict_from_text(f"{ANSWER}< Host :  api.mypurecloud.de \r\nRetry-After:\r\n\r\n7")
    assert found.exchange is not None
    assert found.exchange.reply is not None
    assert (found.org.host, found.exchange.reply.retry_after) == ("api.mypurecloud.de", None)


def test_an_answer_behind_many_braces_is_found_and_behind_too_many_is_not():
    def code(braces: int) -> str | None:
        found = conflict_from_text(f'{ANSWER}{"{ " * braces}{{"code":"odd.code"}}').exchange
        return found.reply.code if found and found.reply else None

    assert (code(199), code(200)) == ("odd.code", None)


def test_raw_text_counts_to_its_twenty_thousandth_character():
    found = conflict_from_text(ANSWER + "x" * 20_000 + f"\nconversation {C}")
    assert found.conversation_id == ""


def test_an_error_body_that_is_long_is_read_whole():
    found = conflict_from_text(json.dumps({"status": 409, "message": "x " * 20_000, "code": "conflict"})).exchange
    assert found is not None
    assert found.reply is not None
    assert (found.reply.status, found.reply.code) == (409, "conflict")


def test_five_million_characters_are_too_many():
    with pytest.raises(InputError, match="5,000,000"):
        conflict_from_text(" " * 5_000_001)
    assert conflict_from_text(json.dumps({"now": None, "note": "x" * 4_000_000})).conversation_id == ""
