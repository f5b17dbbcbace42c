"""The parts of the adapter that take odd values without surprise."""

from datetime import UTC, datetime

import pytest

from bot.adapters.cxone import wire
from bot.adapters.cxone.assembly import Gathered
from bot.adapters.cxone.contact import Contact
from bot.adapters.cxone.hosts import Addresses, host_of
from bot.adapters.cxone.recollection import KIN_LASTS, Recollection, Remembered
from tests.support.clock import START


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (7, "7"),
        ("7", "7"),
        (" 7 ", "7"),
        (0, None),
        (-1, None),
        (True, None),
        ("x", None),
        (None, None),
        (10**19, None),
    ],
)
def test_an_id_is_a_number_that_can_be_addressed(value, found):
    assert wire.id_in(value) == found


@pytest.mark.parametrize("path", ["0", "..", "1/end", ""])
def test_no_path_is_built_from_what_is_no_id(path):
    with pytest.raises(ValueError, match="no contact id"):
        wire.contact_path(path)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T06:00:00Z", datetime(2026, 11, 22, 6, tzinfo=UTC)),
        ("2026-11-22T06:00:00", datetime(2026, 11, 22, 6, tzinfo=UTC)),
        ("2026-11-22T14:00:00+08:00", datetime(2026, 11, 22, 6, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("soon", None),
        (7, None),
    ],
)
def test_a_time_is_utc_and_within_reason(text, moment):
    assert wire.time_from(text) == moment


@pytest.mark.parametrize(
    ("headers", "body", "code", "message"),
    [
        ({"icStatusDescription": "InvalidContactId"}, "", "InvalidContactId", "InvalidContactId"),
        ({"ICSTATUSDESCRIPTION": "Invalid Contact Id."}, "", "InvalidContactId", "Invalid Contact Id."),
        (
            {"icStatusDescription": "Invalid Contact Id."},
            '{"error_description": "It has ended."}',
            "InvalidContactId",
            "Invalid Contact Id; It has ended",
        ),
        ({"icStatusDescription": "InvalidContactId"}, '{"error_description": "Gone."}', "InvalidContactId", "Gone."),
        ({"icStatusDescription": "Accepted"}, '{"error_description": "Not now."}', None, "Not now."),
        ({}, "  Invalid\n Contact Id.  ", "InvalidContactId", "Invalid Contact Id."),
        (
            {"icStatusDescription": "NotFound"},
            '{"error": "InvalidContactId"}',
            "InvalidContactId",
            "NotFound; InvalidContactId",
        ),
        (
            {"icStatusDescription": "Unauthorized"},
            '{"error": "invalid_token"}',
            "Unauthorized",
            "Unauthorized; invalid_token",
        ),
        (
            {"icStatusDescription": "Invalid Contact Id."},
            '{"message": "Invalid Contact Id"}',
            "InvalidContactId",
            "Invalid Contact Id.",
        ),
        ({}, "upstream timed out", None, "upstream timed out"),
        ({}, "<!doctype html><p>Bad gateway", None, None),
        ({}, "[1, 2]", None, None),
        ({}, "x" * 5000, None, "x" * 300),
        ({}, '{"error": "InvalidContactId", "error_description": "No."}', "InvalidContactId", "No."),
        ({}, '{"Error_Description": "Client application \'a\' not authorized for user"}', None, None),
        ({"icStatusDescription": "Accepted"}, "", None, "Accepted"),
        ({}, '{"message": "busy"}', "busy", "busy"),
        ({}, "<html>", None, None),
        ({}, "", None, None),
    ],
)
def test_the_reason_is_in_the_header_in_the_body_or_nowhere(headers, body, code, message):
    reply = wire.reply_from(404, headers, body)
    assert reply.code == code
    assert reply.message == (
        message or (None if "Client" not in body else "Client application 'a' not authorized for user")
    )


@pytest.mark.parametrize(("header", "seconds"), [("3", 3.0), ("-1", None), ("inf", None), ("soon", None), (None, None)])
def test_a_wait_is_taken_if_it_is_one(header, seconds):
    assert wire.reply_from(429, {"Retry-After": header} if header else {}, "").retry_after == seconds


def test_a_trace_id_that_was_not_echoed_is_the_one_that_was_sent():
    assert wire.reply_from(404, {"CorrelationId": "not one id"}, "", trace_id="sent").trace_id == "sent"


def test_a_record_may_stand_under_any_of_the_known_keys():
    row = {"contactId": 7, "agentId": 8}
    for document in ({"contactid": row}, row | {"contactid": 7}, {"resultset": {"contactId": 7}}, {"contact": row}):
        found = wire.one_contact_from(wire.lowered(document))
        assert found is not None
        assert found.id == "7"
    assert wire.one_contact_from({}) is None


def test_an_address_that_cannot_be_read_is_trusted_by_nobody():
    assert not Addresses().trusts("https://[")
    assert host_of("https://[") == ""


def test_only_the_last_masters_are_remembered():
    seen = Recollection(2)
    for number in ("1", "2", "3"):
        seen.keep(Gathered(number, [Contact(f"{number}0", number)]))
        seen.keep_kin(number, START)
    assert seen.master_of("10") is None
    assert seen.of("1") == Remembered()
    assert not seen.knows_kin("1", START)
    assert seen.master_of("30") == "3"
    assert seen.knows_kin("3", START)
    assert not seen.knows_kin("3", START + KIN_LASTS)
