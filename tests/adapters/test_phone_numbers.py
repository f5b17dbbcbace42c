"""Phone numbers, in every notation that people use."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.phone_numbers import e164, is_region, within

EXAMPLES = [
    (region, phonenumbers.example_number_for_type(region, kind))
    for region in ("SG", "GB", "US", "DE", "AU", "JP", "IN", "BR")
    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def written(number: phonenumbers.PhoneNumber, how: int) -> str:
    return phonenumbers.format_number(number, how)


@given(
    example=st.sampled_from(EXAMPLES),
    how=st.sampled_from(
        [
            phonenumbers.PhoneNumberFormat.E164,
            phonenumbers.PhoneNumberFormat.INTERNATIONAL,
            phonenumbers.PhoneNumberFormat.NATIONAL,
        ]
    ),
    between=st.sampled_from([None, "", " ", "-", ".", "\u00a0", "–"]),
    around=st.sampled_from(["{}", " {} ", "tel:{}", "Tel:{}", "{} ext 12", "\u200e{}\u200f"]),
    digits=st.sampled_from([{}, FULL_WIDTH, ARABIC]),
)
def test_a_number_is_read_in_any_usual_notation(example, how, between, around, digits):
    region, number = example
    text = written(number, how)
    if between is not None:
        text = text.replace(" ", between).replace("-", between)
    typed = around.format(text).translate(digits)
    assert e164(typed, region) == written(number, phonenumbers.PhoneNumberFormat.E164)


@given(example=st.sampled_from(EXAMPLES))
def test_the_two_noughts_stand_for_the_plus(example):
    _, number = example
    international = written(number, phonenumbers.PhoneNumberFormat.E164)
    assert e164("00" + international[1:], "") == international


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_number_or_nothing(text):
    found = e164(text, "SG")
    assert found is None or (found[0] == "+" and found[1:].isdecimal())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "123",
        "12:30",
        "2026-11-22",
        "22 people",
        "banana",
        "ca110001-0000-4000-8000-000000000000",
        "12345678-1234-4123-8123-123456789012",
        "+65",
        "9" * 40,
        "1800 FLOWERS",
        "9123 4567 and more",
    ],
)
def test_what_is_no_number_is_none(text):
    assert e164(text, "SG") is None


def test_a_number_without_a_country_code_needs_a_region():
    assert e164("9123 4567", "") is None
    assert e164("9123 4567", "SG") == "+6591234567"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call +65 9123 4567 or 9123 4567 now", ("+6591234567",)),
        ("from 9123 4567, order 12345678", ("+6591234567",)),
        ("<tel:+442079460018|+44 20 7946 0018>", ("+442079460018",)),
        ("at 2026-11-22T10:00:00Z from 10.0.0.12 conv ca110001-0000-4000-8000-000000000000", ()),
        ("https://example.com/6591234567", ()),
        ("(+65) 9123-4567; 0044 20 7946 0018", ("+6591234567", "+442079460018")),
    ],
)
def test_numbers_are_found_in_a_text_and_ids_moments_and_links_are_none(text, found):
    assert within(text, "SG") == found


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text):
    assert all(one.startswith("+") for one in within(text, "SG"))


def test_regions_are_known_by_their_two_letters():
    assert is_region("SG")
    assert not is_region("Singapore")
