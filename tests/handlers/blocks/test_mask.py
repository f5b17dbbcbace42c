"""A platform's own words are shown without a customer's number or address, and with all that support needs."""

import json
import time

import pytest

from bot.domain.conflict import Cause, Certainty, Explanation, Retry
from bot.domain.exchange import Exchange, Reply, Request
from handlers.blocks.explanation import details_blocks
from handlers.blocks.mask import redacted
from tests.support.clock import START


@pytest.mark.parametrize(
    "number",
    [
        *("+6591234567", "tel:+6591234567", "tel:91234567", "sip:6591234567", "+65 9123 4567", "91234567", "9123 4567"),
        *("(212) 555-0100", "212-555-0100", "+1.212.555.0100", "%2B6591234567", "tel%3A%2B6591234567", "'91234567'"),
        *("whatsapp:6591234567", "whatsapp:+6591234567", "sip:6591234567@phone.example", "x=+6591234567,"),
    ],
)
def test_a_number_is_masked_within_a_text(number: str):
    shown = redacted(f"The address {number} is in use.")
    assert "ending in" in shown
    assert not any(part in shown for part in ("1234", "9123", "0100", "555"))
    assert shown.startswith("The address ")
    assert shown.endswith(" is in use.")


@pytest.mark.parametrize("address", ["jordan.rivera+bank@mail.example.com", "sip:jordan@phone", "<jordan@m.example>"])
def test_an_address_is_masked_within_a_text(address: str):
    shown = redacted(f"Sent to {address} and others")
    assert "•••@•••" in shown
    assert "ordan" not in shown
    assert "example" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "conversation ca110001-0000-4000-8000-000000000000",
        "conversation 12345678-1234-1234-1234-123456789012 is over",
        "/api/v2/conversations/calls/12345678/participants/87654321",
        "at 2026-11-22T06:00:00.123456Z, or 2026-11-22 06:00",
        "status 409, 429000 ms, code bad.request, version 1.2.3",
        "correlation 6f1e2d3c4b5a69788796a5b4c3d2e1f0",
    ],
)
def test_ids_paths_and_moments_stay(text: str):
    assert redacted(text) == text


def test_details_show_no_number_of_a_customer():
    exchange = Exchange(
        Request("PATCH", "/api/v2/conversations/calls/12345678", None, START),
        Reply(409, code="conflict", message="tel:+6591234567 and jordan@mail.example left 12345678-aaaa"),
    )
    explanation = Explanation(Cause.NOT_PROVEN, Certainty.UNPROVEN, "Refused.", retry=Retry.NO)
    shown = json.dumps(details_blocks(explanation, exchange, "H-7KQ2M9XA"), ensure_ascii=False)
    assert "9123" not in shown
    assert "jordan" not in shown
    assert "/api/v2/conversations/calls/12345678" in shown
    assert "12345678-aaaa" in shown


@pytest.mark.parametrize("text", ["1 " * 100_000, "9" * 200_000, "a." * 100_000, "+1" * 100_000])
def test_a_long_text_is_masked_in_a_moment(text: str):
    before = time.process_time()
    redacted(text)
    assert time.process_time() - before < 2
