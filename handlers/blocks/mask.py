"""Customers' numbers and addresses are shown masked: enough to tell two apart, too little to call."""

import re
import unicodedata

_NUMBER = re.compile(r"\+?[\d\s().-]{6,}")
# In running text: a number with a plus sign, or 7 digits and more that are no part of an id, a path or a date.
_NUMBER_WITHIN = re.compile(
    r"(?:%2[Bb]|\+)\d[\d ().-]{4,20}\d|(?<![\w/.:-])\(?(?!\d{4}-\d\d-\d\d)\d[\d ().-]{5,20}\d(?![\w-])"
    r"|(?<=(?i:tel:|sip:|sms:))\d[\d ().-]{4,20}\d|(?<=(?i:whatsapp:))\d{6,20}"
)
_ADDRESS_WITHIN = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_SCHEME = re.compile(r"^(?:tel|sip|sips|mailto|sms|whatsapp):", re.IGNORECASE)


def masked(address: str | None) -> str:
    """Mask a number, an e-mail address or another address; empty for none."""
    bare = _SCHEME.sub("", address or "").strip()
    if not bare:
        return ""
    digits = _digits(bare.partition("@")[0])
    if len(digits) >= 6:
        return f"number ending in {digits[-2:]}"
    if "@" in bare:
        return f"{bare[0]}•••@•••"
    return f"{bare[0]}•••"


def redacted(text: str) -> str:
    """Mask each number and e-mail address within a text; ids, paths and moments stay."""
    without = _ADDRESS_WITHIN.sub(lambda found: masked(found[0]), text)
    return _NUMBER_WITHIN.sub(lambda found: masked(found[0]), without)


def is_address(text: str) -> bool:
    """Tell whether a name is really a number or an address, as caller names often are."""
    bare = _SCHEME.sub("", text.strip())
    return "@" in bare or bool(_NUMBER.fullmatch(bare)) or len(_digits(bare)) >= 5


def shows(name: str, *addresses: str | None) -> bool:
    """Tell whether a name gives away a part of one of these addresses: an extension, the head of an e-mail address."""
    shown, known = _digits(name), [_SCHEME.sub("", address) for address in addresses if address]
    number = len(shown) >= 3 and any(shown in _digits(address) for address in known)
    return number or any(
        "@" in address and address.partition("@")[0].casefold() == name.casefold() for address in known
    )


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit())
