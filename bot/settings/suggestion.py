"""What somebody meant who wrote a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.settings.quotation import quoted


def near(word: str, known: Iterable[str]) -> str | None:
    """Find the word that was probably meant, whatever its case."""
    by_case = {one.casefold(): one for one in sorted(map(str, known))}
    found = get_close_matches(word.casefold(), by_case, n=1)
    return by_case[found[0]] if found else None


def unknown(word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, and which was meant, or which there are."""
    known = sorted(map(str, known))
    found = near(word, known)
    hint = f"did you mean {found!r}?" if found else f"known are {', '.join(known)}"
    return f"{quoted(word)} is not known; {hint}"
