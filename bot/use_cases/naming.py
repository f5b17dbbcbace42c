"""Read what a message names: conversations' ids, links to them, and phone numbers."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.family import Home, home_of, host_in
from bot.domain.wanted import Sought, Wanted
from bot.ports import Conversations
from bot.use_cases.which_org import located_in

# Finds the numbers within a text, as some org's region writes them; and tells whether bare digits are one.
NumbersIn = Callable[[str], tuple[str, ...]]
IsNumber = Callable[[str], bool]
MOST_WORDS = 500
# An address is taken whole: what stands in it belongs to it, brackets and commas too.
_ADDRESS = re.compile(r"(?:https?://|(?<![\w.@/-])[\w-]+(?:\.[\w-]+)+(?=[/:]))[^\s<>|\"]*", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s<>|,;\"'`()\[\]{}=&:#*~]+")
_ENDS = ".,;:!?*_~'`)]}。"
_UUID = re.compile(r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])")
# What could be an id, or bear one: most words of a long message are none.
_MAY_BE = re.compile(r"[0-9]{6}|[0-9A-Fa-f]{8}-")


@dataclass(frozen=True, slots=True)
class _Link:
    """A vendor's address: where it leads, whether that is an org here, and the conversation's id in it."""

    typed: str
    home: Home
    mine: bool
    conversation_id: str | None


def wanted_in(text: str, orgs: Sequence[Conversations], numbers_in: NumbersIn, is_number: IsNumber) -> Wanted:
    """Read what a message may mean; its links come first, since a link tells which org it is of.

    A vendor's link that no org here takes for its own is `foreign`, and the id in it is nobody else's. Digits that are
    a phone number, or a part of one, are no contact's id: a customer's number is sent to no platform as an id.
    """
    text = unicodedata.normalize("NFKC", text)
    links, rest = _links_in(text, orgs)
    words = [word.strip(_ENDS) for word in _BETWEEN_WORDS.split(rest) if _MAY_BE.search(word)][:MOST_WORDS]
    numbers, ids, doubtful = dict.fromkeys(numbers_in(text)), dict[str, str](), False
    linked = {link.conversation_id for link in links}
    for word in [*words, *_UUID.findall(rest)]:
        conversation_id = _id_of(word, orgs)
        if conversation_id is None or conversation_id in linked:
            continue
        if word.isdecimal() and any(word in number for number in numbers):
            doubtful = True
        elif word.isdecimal() and is_number(word):
            numbers.update(dict.fromkeys(numbers_in(word) or (f"+{word}",)))
            doubtful = True
        else:
            ids.setdefault(conversation_id, word)
    return Wanted(
        Sought.MESSAGE,
        ids=(*dict.fromkeys(link.typed for link in links if link.conversation_id), *ids.values()),
        numbers=tuple(numbers),
        foreign=tuple(dict.fromkeys(link.home for link in links if not link.mine and _bears_an_id(link.typed))),
        doubtful=doubtful,
    )


def _links_in(text: str, orgs: Sequence[Conversations]) -> tuple[list[_Link], str]:
    """Take the vendors' addresses out of a text: gives them, and the text without them."""
    links: list[_Link] = []

    def taken(found: re.Match[str]) -> str:
        typed = found[0].rstrip(_ENDS)
        home = home_of(host_in(typed))
        if home is None:
            return found[0]
        mine = [located for _, located in located_in(orgs, typed) if located.mine]
        links.append(_Link(typed, home, bool(mine), next((one.conversation_id for one in mine), None)))
        return " "

    rest = _ADDRESS.sub(taken, text)
    return links, rest


def _id_of(word: str, orgs: Sequence[Conversations]) -> str | None:
    return next((one.conversation_id for _, one in located_in(orgs, word) if one.mine and one.conversation_id), None)


def _bears_an_id(address: str) -> bool:
    return _MAY_BE.search(address.partition("://")[2] or address) is not None
