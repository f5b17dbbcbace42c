"""The queues that rules name: which of them an org has, and which was meant by one that it has not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.ports import Search

FIRST_LETTERS = 3
# What no queue is called, and platforms number theirs by.
_ID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|\d+")


@dataclass(frozen=True, slots=True)
class KnownQueues:
    """`ids` of those that there are; `unknown` are the others. `requests` is how many it took.

    `refused`: the org did not say which queues it has, so that nothing is known.
    """

    ids: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    requests: int = 0
    refused: bool = False


async def known_queues(search: Search, names: Iterable[str]) -> KnownQueues:
    """Find queues by their whole names, whatever the case; an id is taken as it is."""
    ids: set[str] = set()
    unknown: list[str] = []
    requests, refused = 0, False
    for name in sorted(names):
        if _ID.fullmatch(name):
            ids.add(name)
            continue
        answer = await search.queues(name)
        requests += len(answer.asked)
        refused = refused or answer.refusal is not None
        wanted = name.casefold()
        exact = {one.id for one in answer.found if one.name.casefold() == wanted}
        ids |= exact
        unknown += [] if exact else [name]
    return KnownQueues(frozenset(ids), tuple(unknown), requests, refused)


async def unknown_queue_words(search: Search, name: str) -> str:
    """Say that an org has no queue of this name, and which was probably meant."""
    answer = await search.queues(name[:FIRST_LETTERS])
    by_case = {one.name.casefold(): one.name for one in answer.found}
    near = get_close_matches(name.casefold(), by_case, n=1)
    hint = f" Did you mean {by_case[near[0]]!r}?" if near else ""
    return f"No queue is called {name!r} there.{hint}"
