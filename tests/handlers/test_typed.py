"""What people type and paste, freed from what phones, Slack and copying put around it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.typed import LONGEST, Words, after_first_word, undressed, unwrapped, words_of

ID = "ca110001-0000-4000-8000-000000000000"
LINK = f"https://apps.apse1.pure.cloud/directory/#/analytics/interactions/{ID}/admin?a=1&b=2"


@pytest.mark.parametrize(
    "typed",
    [
        ID,
        f"  {ID}\n",
        f"“{ID}”",
        f"‘{ID}’",
        f'"{ID}"',
        f"'{ID}'",
        f"«{ID}»",
        f"`{ID}`",
        f"```{ID}```",
        f"```\n{ID}\n```",
        f"<{ID}>",
        f"&lt;{ID}&gt;",
        f"({ID})",
        f"[{ID}],",
        f"{ID}.",
        f"{ID}!",
        f"#{ID}",
        f"\u00a0{ID}\u00a0",
        f"\u200b{ID}\u200b",
        f"\ufeff{ID}",
        f"\u2068{ID}\u2069",
        f"\u202a{ID}\u202c",
        f"\u061c{ID}\u180e",
        ID[:8] + "\u200b" + ID[8:],
        ID[:8] + "\u00ad" + ID[8:],
        ID.replace("-", "\u2013"),
        ID.replace("-", "\u2014"),
        ID.replace("-", "\u2011"),
        ID.replace("-", "\u2212"),
        ID.replace("0", "\uff10"),
        f"<tel:{ID}|{ID}>",
        f"<mailto:{ID}|{ID}>",
        f"“`<{ID}>`”,",
        ID[:8] + "\0\x1b" + ID[8:],
    ],
)
def test_an_id_is_understood_whatever_is_around_it(typed: str):
    assert undressed(typed) == ID


@pytest.mark.parametrize(
    "typed",
    [
        LINK,
        f"<{LINK}>",
        f"<{LINK}|apps.apse1.pure.cloud/directory/…>",
        f"<{LINK.replace('&', '&amp;')}>",
        f"<{LINK.replace('&', '&amp;')}|Open in Genesys>",
        LINK.replace("&", "&amp;amp;"),
        f"`<{LINK}>`",
        f"“{LINK}”",
    ],
)
def test_a_link_is_understood_whatever_slack_made_of_it(typed: str):
    assert undressed(typed) == LINK


def test_a_number_that_slack_linked_is_the_number():
    assert undressed("<tel:+6591234567|+65 9123 4567>") == "+6591234567"


@pytest.mark.parametrize(
    ("typed", "first", "rest"),
    [
        (f"{ID} Tan Wei Ling", ID, "Tan Wei Ling"),
        (f"{ID}   “Tan Wei Ling”", ID, "Tan Wei Ling"),
        (f"<{LINK}|Open in Genesys> agent", LINK, "agent"),
        (f"{ID}\tagent", ID, "agent"),
        (f"{ID}\u00a0agent", ID, "agent"),
        (f"{ID}, @wei.ling", ID, "wei.ling"),
        ("help", "help", ""),
        ("“help”", "help", ""),
        ("?", "?", ""),
        ("", "", ""),
        ("   ", "", ""),
        ("\u200b", "", ""),
    ],
)
def test_the_first_word_is_the_conversation_and_the_rest_the_participant(typed: str, first: str, rest: str):
    assert words_of(typed) == Words(first, rest)


def test_ten_kilobytes_are_cut_before_they_are_read():
    assert len(undressed("a" * 10_000)) == LONGEST
    assert words_of(f"{ID} " + "💥" * 10_000).first == ID
    assert undressed("<https://" * 2_000)


@pytest.mark.parametrize("typed", ["💥", "👩‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "☎️"])
def test_an_emoji_is_no_id_and_no_trouble(typed: str):
    assert words_of(typed).first


def test_half_a_surrogate_pair_is_dropped():
    assert undressed(f"\ud800{ID}") == ID


@settings(deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_whatever_is_typed_comes_out_readable_and_stays_as_it_is(typed: str):
    once = undressed(typed)
    assert len(once) <= 20 * len(typed)
    once.encode()
    words = words_of(typed)
    assert " " not in words.first


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("```\nHTTP 409\n{&quot;code&quot;: 1}\n```", 'HTTP 409\n{"code": 1}'),
        ("see <https://api.example.com/x|the call> &amp; more", "see https://api.example.com/x & more"),
        ("\u200bHTTP\u2060 409", "HTTP 409"),
        ("  ", ""),
    ],
)
def test_a_longer_text_keeps_its_lines(pasted: str, text: str):
    assert unwrapped(pasted) == text


@pytest.mark.parametrize(
    ("typed", "rest"),
    [("explain HTTP 409\nbody", "HTTP 409\nbody"), ("explain\nHTTP 409", "HTTP 409"), (" explain ", ""), ("", "")],
)
def test_what_follows_the_first_word_is_kept_whole(typed: str, rest: str):
    assert after_first_word(typed).strip() == rest


@pytest.mark.parametrize("hostile", ["<http:a", "<tel:a|", "<http:a|b", "<", "&", "&#", "``", "&lt;http:a"])
def test_no_paste_takes_long_to_unwrap(hostile: str):
    before = time.process_time()
    assert unwrapped("x" + hostile * (200_000 // len(hostile)))
    assert time.process_time() - before < 1


def test_a_character_of_a_number_without_end_is_none():
    assert unwrapped("a&#" + "9" * 5_000 + ";b") == "ab"


def test_fifty_thousand_characters_of_a_paste_count():
    assert len(unwrapped("a" * 60_000)) == 50_000
