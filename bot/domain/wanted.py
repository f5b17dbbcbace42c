"""What somebody wants to find: an agent's conversations, a queue's, those of a number, or what a message names."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

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
    """

    kind: Sought
    text: str = ""
    user_id: str = ""
    ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

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
