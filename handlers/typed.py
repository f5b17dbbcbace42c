"""What somebody typed, freed from what Slack, a phone's keyboard and copying put around it."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 2000
# A message of Slack has 40,000 characters at most: https://docs.slack.dev/reference/methods/chat.postMessage/
LONGEST_PASTED = 50_000
# A link holds no `<`, so that each one that is left open is given up at the next.
_LINK = re.compile(r"<((?:https?|tel|mailto):[^|<>\s]{1,3000}+)(?:\|[^<>]{0,3000}+)?>")
# Python reads no number of more than 4,300 digits, and no character has a number of more than 7.
_ENDLESS = re.compile(r"&#\d{10,}+;?")
_VARIATION = re.compile("[\ufe00-\ufe0f]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_QUOTES = "\"'`“”„‟‘’‚‛«»‹›"
_EDGES = _QUOTES + "<>[](){}.,;:!@#*_~• "
_SCHEMES = ("tel:", "mailto:")
_DIALLED = re.compile(r"\s*<?tel:", re.IGNORECASE)
# What people put around a name, and around the words `in <org>`: `in "zurich"`, `in *zurich*`, `in org zurich.`
_AROUND = rf"[{re.escape(_QUOTES)}*~@#<>()\[\]{{}}]*"
_ORG = re.compile(
    rf"(?:\A|\s)in\s+(?:(?:the\s+)?org(?:ani[sz]ation)?\s+)?{_AROUND}([\w-]{{1,40}}){_AROUND}[\s.,;:!?]*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A command's text: the first word (an id, a link, `help`) and what follows it."""

    first: str
    rest: str = ""

    def placed(self) -> "Placed":
        """Take the words `in <org>` off the end."""
        return Placed(self.first, *org_apart(self.rest))


@dataclass(frozen=True, slots=True)
class Placed(Words):
    """A command's text that may end with `in <org>`; `org` is as it was typed, empty if it was not."""

    org: str = ""


def org_apart(text: str, known: Iterable[str] | None = None) -> tuple[str, str]:
    """Take the words `in <org>` off the end: gives what is left, and the org as it was typed, if it was.

    In free words only an org that is `known` counts.
    """
    found = _ORG.search(text)
    # Underscores make a word slanted in Slack.
    org = found[1].strip("_") if found else ""
    if not found or not org or (known is not None and org.casefold() not in {name.casefold() for name in known}):
        return text, ""
    return text[: found.start()].strip(), org


def undressed(text: str) -> str:
    """Free an id or a link from `<url|text>`, `&amp;`, quotes, code fences and characters that nobody sees."""
    text = unicodedata.normalize("NFKC", html.unescape(html.unescape(_LINK.sub(_address, text[:LONGEST]))))
    # A link's markup that somebody copied as it is written comes escaped.
    text = _LINK.sub(_address, text)
    # Format and control characters and halves of surrogate pairs: nobody sees them, and nobody means them.
    seen = (c for c in _VARIATION.sub("", text) if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    text = " ".join("".join(seen).translate(_DASHES).split()).strip(_EDGES)
    for scheme in _SCHEMES:
        text = text.removeprefix(scheme)
    return text.strip(_EDGES)


def is_dialled(text: str) -> bool:
    """Tell whether text is a number that a phone or Slack has made a link of: `tel:…`, `<tel:…|…>`."""
    return _DIALLED.match(html.unescape(text[:LONGEST])) is not None


def unwrapped(text: str) -> str:
    """Free a longer text from what Slack put around it; its lines stay lines. The first 50,000 characters count."""
    text = _ENDLESS.sub("", _LINK.sub(_address, text[:LONGEST_PASTED]))
    seen = (c for c in html.unescape(text) if unicodedata.category(c) not in {"Cf", "Cs"})
    return "".join(seen).strip().strip("`").strip()


def after_first_word(text: str) -> str:
    """Give what follows the first word, lines and all."""
    return "".join(text.split(maxsplit=1)[1:])


def _address(link: re.Match[str]) -> str:
    return link[1]


def words_of(text: str) -> Words:
    """Split a command's text into its first word and the rest, each undressed."""
    first, _, rest = undressed(text).partition(" ")
    return Words(undressed(first), undressed(rest))
