"""What somebody meant who wrote a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.settings.quotation import quoted


def unknown(word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, and which was meant, or which there are."""
    known = sorted(map(str, known))
    near = get_close_matches(word, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    return f"{quoted(word)} is not known; {hint}"
