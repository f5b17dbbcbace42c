"""Read what a message names: conversations' ids, links to them, and phone numbers."""

import re
from collections.abc import Callable, Sequence

from bot.domain.family import Home, home_of, host_in
from bot.domain.wanted import Sought, Wanted
from bot.ports import Conversations
from bot.use_cases.which_org import located_in

# Finds the numbers within a text, as some org's region writes them.
NumbersIn = Callable[[str], tuple[str, ...]]
MOST_WORDS = 500
_BETWEEN_WORDS = re.compile(r"[\s<>|,;\"'`()\[\]{}]+")
_ENDS = ".:!?*_~"
_UUID = re.compile(r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])")
# What could be an id, or bear one: most words of a long message are none.
_MAY_BE = re.compile(r"[0-9]{6}|[0-9A-Fa-f]{8}-|://")


def wanted_in(text: str, orgs: Sequence[Conversations], numbers_in: NumbersIn) -> Wanted:
    """Read what a message may mean; its links come first, since a link tells which org it is of.

    A vendor's link that no org here takes for its own is `foreign`, and the id in it is nobody else's. Digits that are
    a phone number somewhere here are no contact's id: a customer's number is sent to no platform as an id.
    """
    words = [word.rstrip(_ENDS) for word in _BETWEEN_WORDS.split(text) if _MAY_BE.search(word)][:MOST_WORDS]
    homes = {word: home for word in words if (home := home_of(host_in(word))) is not None}
    links = {word: _id_of(word, orgs) for word in homes}
    rest = text
    for link in homes:
        rest = rest.replace(link, " ")
    bare = [word for word in words if word not in homes] + _UUID.findall(rest)
    numbers, ids, doubtful = numbers_in(text), dict[str, str](), False
    linked = set(links.values())
    for word in bare:
        conversation_id = _id_of(word, orgs)
        if conversation_id is None or conversation_id in linked:
            continue
        if word.isdecimal() and numbers_in(word):
            doubtful = True
        else:
            ids.setdefault(conversation_id, word)
    return Wanted(
        Sought.MESSAGE,
        ids=(*(link for link, found in links.items() if found), *ids.values()),
        numbers=numbers,
        foreign=tuple(_foreign(links, homes)),
        doubtful=doubtful,
    )


def _id_of(word: str, orgs: Sequence[Conversations]) -> str | None:
    return next((one.conversation_id for _, one in located_in(orgs, word) if one.mine and one.conversation_id), None)


def _foreign(links: dict[str, str | None], homes: dict[str, Home]) -> list[Home]:
    """Give where the links lead that bear an id, and are of no org here: each place once."""
    strangers = [homes[link] for link, found in links.items() if not found and _MAY_BE.search(link.partition("://")[2])]
    return list(dict.fromkeys(strangers))
