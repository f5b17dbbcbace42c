"""Phone numbers as people write them -> E.164 (`+6591234567`).

The tables of all countries are loaded when a number is first read: many a process never does.
"""

import re
import unicodedata
from collections.abc import Collection

# A number and nothing else: digits, with what people put between them, and perhaps an extension.
_WRITTEN = re.compile(r"(?:tel:|phone:?)?\s*[+(]{0,2}\d[\d\s()./-]*(?:\s*(?:ext\.?|x|#)\s*\d{1,7})?", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_DAY = re.compile(r"\d{4}[-/.]\d\d[-/.]\d\d(?!\d)")
_FEWEST_DIGITS = 7
_MOST_CHARACTERS = 60
# Within a text: what could be a number. Ids, moments and paths are taken out before.
_WITHIN = re.compile(r"(?:(?<![\w/.-])\+|(?<![\w/.+-])(?<!\d:)(?:00|\()?)\d[\d ().-]{5,22}\d(?![\w-])")
_NO_NUMBERS = re.compile(
    r"[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{20,}|\d{4}-\d\d-\d\d(?:[T ][\d:.,]+)?|\b\d{1,3}(?:\.\d{1,3}){3}\b|https?://\S+"
)


def e164(text: str, region: str = "") -> str | None:
    """Read one number in any usual notation; `region` (`SG`) is for those without a country code.

    None for what is none, and for a number without a country code where no region is known.
    """
    plain = unicodedata.normalize("NFKC", text[: 4 * _MOST_CHARACTERS]).translate(_DASHES)
    plain = " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())
    plain = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in plain)
    if len(plain) > _MOST_CHARACTERS or not _WRITTEN.fullmatch(plain):
        return None
    if sum(c.isdigit() for c in plain) < _FEWEST_DIGITS or _DAY.match(plain):
        return None
    bare = re.sub(r"^(?:tel:|phone:?)\s*", "", plain, flags=re.IGNORECASE)
    forms = [bare, "+" + re.sub(r"^\D*00", "", bare)] if re.match(r"\D*00", bare) else [bare]
    read = [_read(form, region) for form in forms]
    return next((number for number, valid in read if valid), None) or next((n for n, _ in read if n), None)


def within(text: str, region: str = "") -> tuple[str, ...]:
    """Find the numbers that stand in a text, each once, as they are written there."""
    found = (one.group(0).strip() for one in _WITHIN.finditer(_NO_NUMBERS.sub(" ", text)))
    by_number: dict[str, str] = {}
    for written in found:
        number = e164(written, region)
        if number is not None and (written.startswith(("+", "00", "(+")) or _valid(number)):
            by_number.setdefault(number, written)
    return tuple(by_number)


def is_number(text: str, regions: Collection[str]) -> bool:
    """Tell whether digits are a number: in one of several regions, or with a country code that lacks its plus."""
    return any(within(text, region) for region in regions) or (text.isdecimal() and _read(f"+{text}", "")[1])


def is_region(word: str) -> bool:
    """Tell whether a word names a region that numbers can be of: `SG`, `GB`, `US`."""
    import phonenumbers

    return word in phonenumbers.SUPPORTED_REGIONS


def _read(text: str, region: str) -> tuple[str | None, bool]:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None, False
    if not phonenumbers.is_possible_number(number):
        return None, False
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written, phonenumbers.is_valid_number(number)


def _valid(number: str) -> bool:
    import phonenumbers

    return phonenumbers.is_valid_number(phonenumbers.parse(number))
