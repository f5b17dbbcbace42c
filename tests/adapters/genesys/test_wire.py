"""JSON -> the domain: one fixture and one snapshot for each medium, and everything that a document may lack."""

import json
import os
from dataclasses import asdict, fields
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.genesys import wire
from bot.domain.communication import Media, State
from bot.domain.participant import Participant, Standing
from playground.documents import typical
from playground.genesys.parties import MEDIA
from tests.support.clock import START

SNAPSHOTS = Path(__file__).parent / "snapshots"
CALL = "ca110001-0000-4000-8000-000000000000"
AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

OF_OTHERS = {Media.VOICEMAIL, Media.WORK_ITEM, Media.FAX, Media.DIGITAL}


def one(participant: dict[str, Any]) -> Participant:
    (found,) = wire.conversation_from({"participants": [participant]}, org="o").participants
    return found


def model(value: Any) -> Any:
    """Write a parsed model as JSON, without what is empty."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: m for k, v in value.items() if (m := model(v)) not in (None, "", [], False)}
    return [model(v) for v in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("medium", MEDIA)
def test_the_model_of_each_medium_is_golden(medium: str):
    conversation = wire.conversation_from(typical(medium, CALL, START), org="singapore")
    text = json.dumps(model(asdict(conversation)), indent=1, ensure_ascii=False) + "\n"
    golden = SNAPSHOTS / f"{medium}.json"
    if os.environ.get("HANGUP_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert golden.read_text() == text


def test_every_medium_has_a_word_of_its_own():
    read = [wire.conversation_from(typical(medium, CALL, START), org="o").media for medium in MEDIA]
    assert len(set(read)) == len(MEDIA)
    assert {medium for media in read for medium in media} == set(Media) - {Media.OTHER, *OF_OTHERS}


def test_attributes_never_reach_the_model():
    document = typical("calls", CALL, START)
    document["participants"][0]["attributes"] = {"secretWord": "4111-1111"}
    document["attributes"] = {"secretWord": "4111-1111"}
    assert "4111-1111" not in repr(wire.conversation_from(document, org="o"))
    assert "attributes" not in {f.name for f in fields(Participant)}


@pytest.mark.parametrize("document", [{}, {"participants": None}, {"participants": "x"}, {"participants": [None, 3]}])
def test_a_document_without_participants_has_none(document):
    conversation = wire.conversation_from(document, org="o")
    assert (conversation.id, conversation.participants, conversation.ended) == ("", (), False)


def test_fields_of_another_type_are_left_out():
    odd = {
        "id": 7,
        "purpose": ["agent"],
        "name": {"first": "Ada"},
        "userId": None,
        "startTime": 1700000000,
        "wrapupRequired": "yes",
        "wrapup": "done",
        "wrapupSkipped": 1,
        "calls": [
            {"id": 1, "state": 5, "held": "true", "muted": 1, "afterCallWork": "pending", "errorInfo": 3},
            "leg",
            None,
        ],
        "emails": {"state": "connected"},
        "monitoredParticipantId": {},
    }
    person = one(odd)
    assert person == Participant(id="", communications=person.communications)
    (leg,) = person.communications
    assert (leg.state, leg.raw_state, leg.held, leg.muted, leg.after_call_work) == (
        State.UNKNOWN,
        "",
        False,
        False,
        None,
    )
    assert person.standing is Standing.UNKNOWN


def test_an_unknown_state_is_kept_as_the_word_it_is():
    person = one({"id": "p", "calls": [{"state": "teleporting"}]})
    assert (person.standing, person.raw_state, person.live) == (Standing.UNKNOWN, "teleporting", True)


@pytest.mark.parametrize("word", ["CONNECTED", " Connected ", "connected"])
def test_a_state_is_read_whatever_its_case(word: str):
    assert one({"calls": [{"state": word}]}).standing is Standing.CONNECTED


NO_IDS = ["x" * 101, "with\nbreak", "p\n", "Ünïcode", "", ".", "..", "a/b", "a%2Fb", "p?x", "p#x", "a b", "\ud800", "٣"]


@pytest.mark.parametrize("wrong", [*NO_IDS, None, 5])
def test_an_id_that_cannot_be_addressed_is_none(wrong):
    person = one({"id": wrong, "userId": wrong, "calls": [{"id": wrong}]})
    assert (person.id, person.user_id, person.communications[0].id) == ("", None, "")


def test_half_a_surrogate_pair_does_not_travel_on():
    person = one({"id": "p", "name": "A\ud800da", "calls": [{"state": "\udfff"}]})
    assert person.name == "A?da"
    person.raw_state.encode()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T06:00:00.000Z", AT),
        ("2026-11-22T06:00:00Z", AT),
        ("2026-11-22T14:00:00+08:00", AT),
        ("2026-11-22T06:00:00", AT),
        (" 2026-11-22T06:00:00.000Z ", AT),
        ("2026-11-22T06:00Z", AT),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("1969-12-31T23:59:59Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1763791200, None),
        ("2026-13-45T99:00:00Z", None),
    ],
)
def test_a_time_is_read_in_utc_or_not_at_all(text, moment):
    assert wire.time_from(text) == moment


def test_a_transfer_is_read_with_its_two_ends():
    entry = {
        "id": "t",
        "state": "PENDING",
        "transferType": "Attended",
        "dateIssued": "2026-11-22T06:00:00Z",
        "initiator": {"userId": "u1"},
        "destination": {"userId": "u2"},
    }
    (transfer,) = wire.conversation_from({"recentTransfers": [entry, 5]}, org="o").transfers
    assert (transfer.state, transfer.kind, transfer.unfinished) == ("pending", "attended", True)
    assert (transfer.initiator_user_id, transfer.target_user_id, transfer.issued_at) == ("u1", "u2", AT)
    (bare,) = wire.conversation_from({"recentTransfers": [{"initiator": 1}]}, org="o").transfers
    assert not bare.unfinished


def test_divisions_are_read():
    document = {"divisions": [{"division": {"id": "d1"}}, {"division": None}, {"division": {}}, 3]}
    assert wire.conversation_from(document, org="o").division_ids == ("d1",)


@pytest.mark.parametrize(
    ("wrapup", "given"),
    [
        ({"code": "sold"}, True),
        ({"code": "sold", "provisional": True}, False),
        ({"code": ""}, False),
        ({"name": "Sold"}, False),
        (None, False),
    ],
)
def test_a_wrap_up_counts_when_it_has_a_code_and_is_not_provisional(wrapup, given):
    assert one({"wrapup": wrapup}).wrapup_given is given


# https://developer.genesys.cloud/platform/api/: ErrorBody
@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (400, "conversation.error.call.disconnected", "The call is already disconnected."),
        (400, "conversation.error.participant.no.active.conversations", "Participant has no active conversations"),
        (400, "not.a.user", "This request requires a user context. Client credentials cannot be used for requests"),
        (403, "missing.any.permissions", "Unable to perform the requested action."),
        (404, "conversation.error.conversation.not.found", "The conversation does not exist."),
        (409, "general.conflict", "The request conflicts with the current state of the target resource."),
        (429, "too.many.requests", "Rate limit exceeded the maximum. Retry the request in [7] seconds"),
    ],
)
def test_an_error_body_is_read(status: int, code: str, message: str):
    body = {
        "message": message,
        "code": code,
        "status": status,
        "contextId": "c-1",
        "details": [{"errorCode": "x", "fieldName": "state"}, {"fieldName": None}, 3],
        "errors": [],
    }
    reply = wire.reply_from(status, {"Retry-After": "7"}, json.dumps(body))
    assert (reply.status, reply.code, reply.message, reply.fields) == (status, code, message, ("state",))
    assert (reply.trace_id, reply.retry_after, reply.ok) == ("c-1", 7, False)


def test_the_header_names_the_trace_before_the_body_does():
    body = json.dumps({"contextId": "in-body"})
    assert wire.reply_from(500, {"inin-CORRELATION-id": "in-header"}, body).trace_id == "in-header"
    assert wire.reply_from(500, {"ININ-Correlation-Id": ""}, body).trace_id == "in-body"


def test_what_an_answer_says_is_cut_to_three_hundred_characters():
    long = "x" * 301
    details = [{"fieldName": long}] * 500
    reply = wire.reply_from(409, {}, json.dumps({"code": long, "message": long, "contextId": long, "details": details}))
    assert (reply.code, reply.message, reply.trace_id) == (long[:300], long[:300], None)
    assert reply.fields == (long[:300],) * 20


@pytest.mark.parametrize("odd", ["", "a b", "<!channel>", "a`b", "a\nb", "x" * 101, "é", "a|b"])
def test_a_trace_id_of_another_form_is_none(odd: str):
    assert wire.trace_id_in({"ININ-Correlation-Id": odd}) is None
    assert wire.reply_from(409, {"ININ-Correlation-Id": odd}, json.dumps({"contextId": odd})).trace_id is None
    assert (
        wire.reply_from(409, {"ININ-Correlation-Id": odd}, json.dumps({"contextId": "a.b_c:d-1"})).trace_id
        == "a.b_c:d-1"
    )


@pytest.mark.parametrize(
    "body", ["", "<html>Bad Gateway</html>", "null", "[1]", '"x"', "{", '{"code": 5, "details": {}}', "[" * 100_000]
)
def test_a_body_that_is_no_error_body_has_no_code(body: str):
    reply = wire.reply_from(502, {}, body)
    assert (reply.code, reply.message, reply.fields, reply.trace_id) == (None, None, (), None)
    assert reply.body == body[:2000]


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("7", 7), ("0", 0), ("1.5", 1.5), ("-1", None), ("inf", None), ("nan", None), ("soon", None), ("", None)],
)
def test_a_retry_after_is_seconds_or_nothing(given: str, seconds: float | None):
    assert wire.reply_from(429, {"retry-after": given}, "").retry_after == seconds


@pytest.mark.parametrize(
    ("status", "proves"),
    [(200, False), (202, False), (401, True), (403, False), (409, False), (429, True), (503, False)],
)
def test_only_a_401_and_a_429_prove_that_nothing_was_done(status, proves):
    assert wire.reply_from(status, {}, "").did_nothing is proves


@pytest.mark.parametrize("wrong", NO_IDS)
def test_no_path_is_built_from_what_is_no_id(wrong):
    for build in (
        lambda: wire.conversation_path(wrong),
        lambda: wire.details_path(wrong),
        lambda: wire.participant_path(CALL, wrong),
        lambda: wire.participant_path(wrong, CALL),
    ):
        with pytest.raises(ValueError, match="no id"):
            build()


def test_a_path_names_the_ids_as_they_are():
    assert wire.participant_path("a-1", "P_2") == "/api/v2/conversations/a-1/participants/P_2"
    assert wire.details_path("a-1") == "/api/v2/analytics/conversations/a-1/details"


@pytest.mark.parametrize(
    ("status", "body", "known"),
    [
        (200, {"conversationId": CALL, "conversationStart": "2026-11-22T05:00:00Z"}, True),
        (200, {"conversationStart": "2026-11-22T05:00:00Z"}, True),
        (404, {"code": "not.found"}, False),
        (404, {}, None),
        (200, {}, None),
        (403, {"code": "missing.permissions"}, None),
        (500, {}, None),
    ],
)
def test_the_records_know_do_not_know_or_do_not_answer(status, body, known):
    found = wire.analytics_from(status, json.dumps(body), at=AT, path="/p")
    assert (found and found.known) is known


def test_the_records_say_when_it_began_and_ended():
    body = {
        "conversationId": CALL,
        "conversationStart": "2026-11-22T05:00:00Z",
        "conversationEnd": "2026-11-22T06:00:00Z",
    }
    found = wire.analytics_from(200, json.dumps(body), at=AT, path="/p")
    assert found is not None
    assert found.started_at is not None
    assert (found.started_at.hour, found.ended_at, found.at, found.path) == (5, AT, AT, "/p")


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        ({"id": CALL, "participants": []}, True),
        ({"id": CALL.upper(), "participants": []}, True),
        ({"id": CALL}, True),
        ({"participants": []}, True),
        ({"id": "another", "participants": []}, False),
        ({"participants": {}}, False),
        ({}, False),
    ],
)
def test_a_body_holds_the_conversation_that_was_asked_for_or_none(body, holds):
    assert (wire.document_in(json.dumps(body), CALL) is not None) is holds
