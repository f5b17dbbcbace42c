"""What somebody wants to find: an agent's conversations, a queue's, those of a number, or what a message names."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.family import Home

# Of one message no more is asked: every id is a request.
MOST_IDS = 10
MOST_NUMBERS = 3
_IN = re.compile(r"\sin\s+([\w-]{1,40})\Z", re.IGNORECASE)


class Sought(StrEnum):
    """The ways to find."""

    AGENT = "agent"
    QUEUE = "queue"
    NUMBER = "number"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought. `text` is a name, an e-mail, an id or a number as it was typed; `user_id` a Slack user.

    Of a message it is `ids`, which may be of conversations, and `numbers`; `ids` of a number: what it may be as well.
    `foreign` is where its links lead that are of no org here; `doubtful`: a number in it may be a contact's id as well.
    """

    kind: Sought
    text: str = ""
    user_id: str = ""
    ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    foreign: tuple[Home, ...] = ()
    doubtful: bool = False

    @property
    def left_out(self) -> str:
        """What of a message is too much to be asked for, in words; empty where all is."""
        cut = [
            f"the first {most} of {len(all_of_it)} {what}"
            for most, all_of_it, what in ((MOST_IDS, self.ids, "ids"), (MOST_NUMBERS, self.numbers, "phone numbers"))
            if self.kind is Sought.MESSAGE and len(all_of_it) > most
        ]
        return f"Only {' and '.join(cut)} in it were looked for." if cut else ""

    @property
    def in_words(self) -> str:
        """The last word of a name that ends with `in <word>`, which may have been meant for an org; else empty."""
        found = _IN.search(self.text)
        return found[1] if found else ""

    @property
    def personal(self) -> bool:
        """Whether it holds a customer's number, which goes into no button and no ledger."""
        return self.kind in {Sought.NUMBER, Sought.MESSAGE}


def folded(name: str) -> str:
    """Write a name for comparison: whatever its case, its dashes, its quotes and the width of its letters."""
    plain = unicodedata.normalize("NFKC", name).translate(_ALIKE)
    return " ".join(plain.casefold().split())


def core_of(name: str) -> str:
    """Give the longest part of a name that everybody writes the same way: what a platform is asked for."""
    parts = [part.strip() for part in unicodedata.normalize("NFKC", name).translate(_SPLIT).split("\n")]
    return max(parts, key=len, default="")


_DASHES = "-‐‑‒–—−"
_QUOTES = "'\"`“”„‟‘’‚‛«»‹›*?"
_ALIKE = str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_QUOTES, "")})
_SPLIT = str.maketrans(dict.fromkeys(_DASHES + _QUOTES, "\n"))
