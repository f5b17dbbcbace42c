"""Customers' numbers and addresses are shown masked: enough to tell two apart, too little to call."""

import re

_NUMBER = re.compile(r"\+?[\d\s().-]{6,}")
_SCHEME = re.compile(r"^(?:tel|sip|sips|mailto|sms|whatsapp):", re.IGNORECASE)


def masked(address: str | None) -> str:
    """Mask a number, an e-mail address or another address; empty for none."""
    bare = _SCHEME.sub("", address or "").strip()
    if not bare:
        return ""
    digits = re.sub(r"\D", "", bare.partition("@")[0])
    if len(digits) >= 6:
        return f"number ending in {digits[-2:]}"
    if "@" in bare:
        return f"{bare[0]}•••@•••"
    return f"{bare[0]}•••"


def is_address(text: str) -> bool:
    """Tell whether a name is really a number or an address, as caller names often are."""
    bare = _SCHEME.sub("", text.strip())
    return "@" in bare or bool(_NUMBER.fullmatch(bare)) or len(re.sub(r"\D", "", bare)) >= 5
