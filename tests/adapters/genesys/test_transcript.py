"""Raw text: what is found in what people paste."""

import pytest

from bot.adapters.genesys.capture import conflict_from_text
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
