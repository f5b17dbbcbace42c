"""A captured case: what hostile values in it come to."""

import json
from typing import Any

import pytest

from bot.adapters.capture import conflict_from_text
from bot.adapters.genesys.families import target_of
from bot.domain.conflict import explain
from bot.domain.errors import InputError

C, P = "3f1c9a52-1111-4222-8333-444455556666", "9b2d7c10-aaaa-4bbb-8ccc-dddd00001111"
NO_IDS = ["..", "%2e%2e", ".", "a%2Fb", "a%00", "\ud800", "x" * 101, "{id}", "<id>", ":id", "é"]


def read(**case: Any):
    return conflict_from_text(json.dumps(case))


@pytest.mark.parametrize("wrong", NO_IDS)
def test_a_path_names_no_id_that_is_none(wrong: str):
    found = target_of(f"/api/v2/conversations/{wrong}/participants/{wrong}")
    assert (found.conversation_id, found.participant_id) == (None, None)


@pytest.mark.parametrize("wrong", NO_IDS)
def test_a_case_names_no_id_that_is_none(wrong: str):
    found = read(
        request={"conversation_id": wrong, "participant_id": wrong},
        ledger=[{"outcome": "confirmed", "conversation_id": wrong, "participant_id": wrong, "id": wrong}],
        before={"id": wrong, "participants": [{"id": wrong}]},
    )
    assert (found.conversation_id, found.participant_id) == ("", None)
    assert [(act.conversation_id, act.participant_id, act.id) for act in found.ledger] == [("", None, "")]
    assert found.before is not None
    assert (found.before.id, found.before.participants[0].id) == ("", "")


def test_the_ids_of_a_case_are_read():
    found = read(request={"conversation_id": C, "path": f"/api/v2/conversations/{C}/participants/{P}"})
    assert (found.conversation_id, found.participant_id) == (C, P)


def test_half_a_surrogate_pair_in_a_case_does_not_travel_on():
    found = read(
        org={"name": "o\ud800", "host": "h\udfff"},
        request={"path": "/api/v2/\ud800", "by": "\ud800", "method": "\ud800"},
    )
    assert f"{found.org}{found.lead}".encode()
    assert found.exchange is not None
    assert found.exchange.request.path.encode()


@pytest.mark.parametrize(
    ("given", "status"),
    [("409", 409), (" 409 ", 409), (409, 409)]
    + [(odd, None) for odd in ("²", "4²9", "٤٠٩", "9" * 5_000, "0409", "", "-409", 4.09, True, 99, 600)],
)
def test_a_status_is_three_digits_or_none(given: Any, status: int | None):
    found = read(response={"status": given}, request={"method": "POST"})
    assert found.exchange is not None
    assert (found.exchange.reply.status if found.exchange.reply else None) == status


@pytest.mark.parametrize("far", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_time_far_out_is_none(far: str):
    found = read(now=far, request={"sent_at": far}, rereads=[{"at": far, "status": 404}])
    assert found.exchange is not None
    assert found.exchange.request.sent_at is None
    assert found.now == found.rereads[0].at
    assert explain(found).headline


@pytest.mark.parametrize("depth", [100, 5_000, 100_000])
def test_an_answer_nested_too_deeply_is_said_or_read(depth: int):
    text = '{"response": {"status": 409, "body": ' + "[" * depth + "]" * depth + "}}"
    try:
        said = explain(conflict_from_text(text)).headline
    except InputError as error:
        said = str(error)
    assert said


def test_what_an_answer_of_a_case_says_is_cut():
    long = "x" * 5_000
    found = read(response={"status": 409, "body": {"errorCode": long, "detail": long, "errors": [{"fieldName": long}]}})
    assert found.exchange is not None
    assert found.exchange.reply is not None
    reply = found.exchange.reply
    assert (reply.code, reply.message, reply.fields) == (long[:300], long[:300], (long[:300],))
