"""What people paste when they mean a conversation: a contact's id, or a link to one.

A bare run of 6 to 19 digits that does not begin with 0 is an id. What is written as people write phone numbers (with a
plus, spaces, brackets, dashes, or a leading 0) is none; neither is a UUID.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from bot.adapters.cxone.hosts import area_of, is_vendors

_ALONE = re.compile(r"\s*([1-9][0-9]{5,18})\s*")
_IN_PATH = re.compile(r"/(?:contacts?|interactions?|contact-details?)/([1-9][0-9]{5,18})(?![0-9])", re.IGNORECASE)
_QUERY = ("mastercontactid", "masterid", "contactid")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A contact's id, and the area of the link that it came in: None for a bare id or a host that names none."""

    contact_id: str | None
    linked: bool = False
    area: str | None = None


def read_pasted(text: str) -> Pasted | None:
    """Read an id or a link; None for what is neither. A link of this vendor without an id has none."""
    if found := _ALONE.fullmatch(text):
        return Pasted(found[1])
    bare = text.strip()
    if any(character.isspace() for character in bare):
        return None
    try:
        link = urlsplit(bare if "://" in bare else f"https://{bare}")
        host = link.hostname or ""
    except ValueError:
        return None
    if link.scheme not in {"http", "https"} or not is_vendors(host):
        return None
    return Pasted(_id_in(link.path, link.query, link.fragment), linked=True, area=area_of(host))


def _id_in(path: str, query: str, fragment: str) -> str | None:
    if found := _IN_PATH.search(f"{path}#{fragment}"):
        return found[1]
    inner = fragment.partition("?")[2]
    asked = {name.lower(): value for name, value in parse_qsl(f"{query}&{inner}")}
    named = (_ALONE.fullmatch(asked[name]) for name in _QUERY if name in asked)
    return next((found[1] for found in named if found), None)
