"""Lists that come in pages: all of a list, and in how many answers it came."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.cxone import wire
from bot.adapters.cxone.transport import Answer, Transport
from bot.domain.exchange import Fault
from bot.ports import Priority

PAGE, SMALL_PAGE = 500, 100
MOST_PAGES = 20
_NO_CONTENT, _BAD_REQUEST, _BAD_GATEWAY = 204, 400, 502
ACTIVE, AGENTS, STATES, SKILLS = "/contacts/active", "/agents", "/agents/states", "/skills"
# What a lead would call them.
LISTS = {
    ACTIVE: "the list of live contacts",
    AGENTS: "the list of agents",
    STATES: "what the agents are doing",
    SKILLS: "the list of skills",
}
UNKNOWN_WITHOUT = {ACTIVE: "what is live"}
# What their rows go by: one of several names, by version.
NAMES = {
    ACTIVE: ("activeContacts", "contacts"),
    AGENTS: ("agents",),
    STATES: ("agentStates",),
    SKILLS: ("skills",),
}
# What the platform answers where it has no such list; that a list is empty it says with a 204.
_NOT_THERE = frozenset({404, 405, 410})


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a list with their keys in lower case, and how many answers it took: one more where more are there.

    `last` is the last of the answers.
    """

    rows: list[Mapping[str, Any]]
    pages: int
    last: Answer

    @property
    def truncated(self) -> bool:
        """Whether there are more than the twenty pages that are read."""
        return self.pages > MOST_PAGES


class Pages:
    """Reads the lists of one tenant; how many rows may be asked for is published nowhere, and found out."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._page = PAGE

    async def rows(self, path: str, wanted: Mapping[str, str], priority: Priority, attempts: int) -> Rows | Answer:
        """Give the rows of a list; or the answer that gave none.

        A list that is not there proves nothing, so its 404 is no answer about who is on it.
        """
        rows: list[Mapping[str, Any]] = []
        answer = Answer(None)
        for page in range(1, MOST_PAGES + 1):
            # By what has come so far: a platform may give fewer than were asked for.
            query: dict[str, str | int] = {**wanted, "top": self._page, "skip": len(rows)}
            answer = await self._transport.get(path, query, priority=priority, attempts=attempts)
            if answer.status == _BAD_REQUEST and self._page > SMALL_PAGE:
                self._page = SMALL_PAGE
                answer = await self._transport.get(path, {**query, "top": SMALL_PAGE}, priority=priority)
            if answer.status == _NO_CONTENT:
                return Rows(rows, page, answer)
            document = wire.object_in(answer.text) if answer.ok else None
            more = wire.listed(document, *NAMES[path]) if document is not None else None
            if document is None or more is None:
                return without_list(answer, path)
            rows += more
            if not more or not wire.more_in(document, len(rows)):
                return Rows(rows, page, answer)
        return Rows(rows, MOST_PAGES + 1, answer)


def without_list(answer: Answer, path: str) -> Answer:
    """Take an answer that holds no list for what it is: there is none at that address, it can't be read, or a no."""
    if answer.reply is not None and answer.status in _NOT_THERE:
        # Its words speak of what was not found, and are not to be taken for words about a conversation.
        bare = replace(answer.reply, status=_BAD_GATEWAY, code=None, message=None, body="")
        missing = replace(bare, fault=Fault.ADDRESS, asked=LISTS[path], unknown=UNKNOWN_WITHOUT.get(path, ""))
        return replace(answer, reply=missing)
    return unread(answer, LISTS[path])


def cut(answer: Answer, path: str) -> Answer:
    """Take the last answer that was read of a list that is longer for what it is: no answer about the whole."""
    if answer.reply is None:
        return answer
    return replace(answer, reply=replace(answer.reply, status=_BAD_GATEWAY, fault=Fault.CUT, asked=LISTS[path]))


def unread(answer: Answer, asked: str) -> Answer:
    """Take a yes that holds nothing readable, a proxy's page, for the trouble that it is."""
    if answer.reply is None or not answer.ok:
        return answer
    return replace(answer, reply=replace(answer.reply, status=_BAD_GATEWAY, fault=Fault.UNREADABLE, asked=asked))
