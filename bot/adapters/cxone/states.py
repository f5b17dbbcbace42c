"""The tenant's own table of contact states, and what its words mean here.

No complete list of the ids is published, so the table is loaded from the tenant; what a description says is read from
its words, and a description without a known word is shown as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapters.cxone.contact import Contact
from bot.adapters.cxone.wire import listed, number_in, text_in
from bot.domain.communication import State

_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (r"after[ -]?(?:call|contact)|\bacw\b|wrap[ -]?up", "acw"),
        (r"released?\b|disconnected|\bended\b|abandoned|terminated|completed", "ended"),
        (r"\bhold(?:ing)?\b|on hold", "held"),
        (r"\bpark", "parked"),
        (r"ringing|alerting|incoming|offering", "alerting"),
        (r"dialing|dialling", "dialing"),
        (r"transfer", "moving"),
        (r"pre-?queue|\bivr\b", "menu"),
        (r"queue|routing", "queued"),
        (r"conference|joined", "conference"),
        (r"^active$|consult|with agent|talking|connected", "connected"),
    )
)
_STATES = {
    "acw": State.DISCONNECTED,
    "ended": State.DISCONNECTED,
    "held": State.CONNECTED,
    "parked": State.PARKED,
    "alerting": State.ALERTING,
    "dialing": State.DIALING,
    "moving": State.CONVERTING,
    "menu": State.CONNECTED,
    "queued": State.CONNECTED,
    "conference": State.CONNECTED,
    "connected": State.CONNECTED,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a contact's state means: `words` is the tenant's description of it."""

    state: State
    words: str = ""
    meaning: str = ""

    @property
    def held(self) -> bool:
        """Whether it is on hold."""
        return self.meaning == "held"

    @property
    def in_acw(self) -> bool:
        """Whether only after-call work is left, by the state's words."""
        return self.meaning == "acw"

    @property
    def in_conference(self) -> bool:
        """Whether it is joined to others."""
        return self.meaning == "conference"

    @property
    def in_menu(self) -> bool:
        """Whether it has not reached a queue yet."""
        return self.meaning == "menu"


@dataclass(frozen=True, slots=True)
class Described:
    """A line of the table."""

    description: str
    category: str = ""


def table_from(document: Mapping[str, Any]) -> Mapping[int, Described] | None:
    """Read the table; None if the answer holds none.

    `GET /contact-state-descriptions`, whose keys are capitalised: https://github.com/calljacob/nice-cxone-api
    (generated from the vendor's OpenAPI documents).
    """
    rows = listed(document, "contactStateDescriptions")
    if rows is None:
        return None
    found = {}
    for row in rows:
        number = number_in(row.get("contactstateid"))
        if number is not None:
            description = text_in(row.get("contactstatedescription")) or text_in(row.get("contactstatename"))
            found[number] = Described(description or "", text_in(row.get("contactstatecategory")) or "")
    return found


def condition_of(contact: Contact, table: Mapping[int, Described]) -> Condition:
    """Say what a contact's state means: by the tenant's table, else by the contact's own words."""
    known = table.get(contact.state_id) if contact.state_id is not None else None
    described = (known.description if known else "") or contact.state_name
    for words in (described, contact.state_name, known.category if known else "", contact.category):
        for pattern, meaning in _WORDS:
            if words and pattern.search(words):
                return Condition(_STATES[meaning], described or words, meaning)
    return Condition(State.UNKNOWN, described)
