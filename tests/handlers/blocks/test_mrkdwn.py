"""Text for Slack: words from outside stay words, and times are the reader's own."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.blocks.mask import is_address, masked, shows
from handlers.blocks.mrkdwn import (
    clock_time,
    code,
    context,
    day_time,
    escaped,
    label,
    lasting,
    lines,
    mention,
    outside,
    plain,
    section,
    spoken,
    unmarked,
)

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U0LEADA> & co", "&lt;@U0LEADA&gt; &amp; co"),
        ("*bold* _it_ ~no~ `code`", "∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ"),
        (":large_green_circle: Connected", "∶large_green_circle: Connected"),
        ("set HANGUP_READ_ONLY", "set HANGUP_READ_ONLY"),
        ("at 06:00:05", "at 06:00:05"),
        ("http://127.0.0.1:45239/contacts/1/end", "http://127.0.0.1:45239/contacts/1/end"),
        (":+1: and :skin-tone-2:", "∶+1: and ∶skin-tone-2:"),
        ("a\u200b\u202eb\u2066\u00ad\ud800c\x00", "abc"),
        ("two\n lines\u2028more", "two lines more"),
        ("é", "é"),
        ("", ""),
    ],
)
def test_words_from_outside_carry_no_markup(given: str, shown: str):
    assert escaped(given) == shown


@pytest.mark.parametrize("make", [escaped, code])
def test_a_cut_never_leaves_half_an_entity(make):
    for length in range(1, 30):
        text = make("&" * 300, length)
        assert len(text) <= 2 * length
        assert text.replace("&amp;", "").rstrip("…") == ""


def test_a_name_looks_like_no_mention_in_any_kind_of_text():
    assert outside("<!channel> :bell:") == "‹!channel› ∶bell:"


def test_what_is_too_long_says_that_it_goes_on():
    assert plain("x" * 10, 5) == "xxxx…"
    assert plain("x" * 5, 5) == "xxxxx"
    assert unmarked("<" * 50, 20).endswith("…")


def test_code_is_shown_letter_by_letter_and_ends_where_it_should():
    assert code("a`b*c<d") == "a'b*c&lt;d"


def test_what_is_spoken_has_no_signs_and_says_times():
    text = f":white_check_mark: *Ada has left.* Confirmed {clock_time(NOW)}."
    assert spoken(text) == "Ada has left. Confirmed 06:00:00 UTC."


def test_whole_lines_are_kept_or_left_out():
    assert lines(["one", "two"]) == "one\ntwo"
    assert lines(["x" * 6, "y" * 6, "z"], 12) == "x" * 6 + "\n…"
    assert lines([]) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (0, "just now"),
        (89, "89 s"),
        (90, "1 min"),
        (89 * 60 + 59, "89 min"),
        (90 * 60, "1 h 30 min"),
        (7200, "2 h"),
        (47 * 3600 + 59 * 60, "47 h 59 min"),
        (48 * 3600, "2 days"),
    ],
)
def test_how_long_something_lasts_is_said_in_the_fewest_words(seconds: int, words: str):
    assert lasting(NOW - timedelta(seconds=seconds), NOW) == words


def test_times_are_the_readers_own_and_unknown_ones_are_said():
    stamp = int(NOW.timestamp())
    assert clock_time(NOW) == f"<!date^{stamp}^{{time_secs}}|06:00:00 UTC>"
    assert day_time(NOW - timedelta(days=2), NOW).endswith("|2026-11-20 06:00 UTC>")
    assert day_time(NOW, NOW) == clock_time(NOW)
    assert clock_time(None) == day_time(None, NOW) == "an unknown time"
    assert lasting(None, NOW) == ""


def test_only_people_are_mentioned():
    assert mention("U0LEADA") == "<@U0LEADA>"
    assert mention("W0LEADA") == "<@W0LEADA>"
    assert mention("!channel") == "!channel"
    assert mention("U0<x>") == "U0&lt;x&gt;"


def test_blocks_keep_to_slacks_lengths():
    assert len(section("x" * 5000)["text"]["text"]) == 3000  # type: ignore[index]
    assert len(context("x" * 5000, "", *["y"] * 20)["elements"]) == 9  # type: ignore[arg-type]
    assert label("", 24)["text"] == "–"
    assert len(str(label("x" * 200)["text"])) == 75


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("tel:+6591234567", "number ending in 67"),
        ("+65 9123 4567", "number ending in 67"),
        ("sip:6591234567@phone.example", "number ending in 67"),
        ("whatsapp:+6591234567", "number ending in 67"),
        ("jordan@example.com", "j•••@•••"),
        ("mailto:jordan@example.com", "j•••@•••"),
        ("somebody", "s•••"),
        ("4567", "4•••"),
        ("tel:", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_is_masked(address: str | None, shown: str):
    assert masked(address) == shown


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("+65 9123 4567", True),
        ("6591234567", True),
        ("(555) 010-0100", True),
        ("٠١٢٣٤٥", True),
        ("jordan@example.com", True),
        ("Ext 12345", True),
        ("Jordan Rivera", False),
        ("Agent 007", False),
    ],
)
def test_a_name_that_is_a_number_or_an_address_is_known_as_one(name, is_one):
    assert is_address(name) is is_one


def test_a_name_that_is_a_part_of_the_address_gives_it_away():
    assert shows("4567", None, "tel:+6591234567")
    assert shows("Jordan", "jordan@example.com")
    assert not shows("Jordan Rivera", "jordan@example.com", None)
    assert not shows("Jordan", "tel:+6591234567")
