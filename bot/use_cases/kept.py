"""What was wanted, kept in this process alone where it holds a customer's number: a button bears a token for it."""

import secrets
from datetime import datetime, timedelta

from bot.domain.errors import InputError
from bot.domain.wanted import Wanted

KEPT_FOR = timedelta(minutes=30)
MOST_KEPT = 500


class Kept:
    """Tokens, and what each stands for, for half an hour."""

    def __init__(self) -> None:
        self._wanted: dict[str, tuple[datetime, Wanted]] = {}

    def keep(self, wanted: Wanted, now: datetime) -> str:
        """Give a token; the same thing has the same one."""
        for old in [token for token, (at, _) in self._wanted.items() if now - at >= KEPT_FOR]:
            del self._wanted[old]
        while len(self._wanted) >= MOST_KEPT:
            del self._wanted[next(iter(self._wanted))]
        known = next((token for token, (_, one) in self._wanted.items() if one == wanted), None)
        token = known or secrets.token_urlsafe(9)
        self._wanted[token] = (now, wanted)
        return token

    def of(self, token: str, now: datetime) -> Wanted:
        """Give what a token stands for; raises `InputError` when it is too old, or of another process."""
        known = self._wanted.get(token)
        if known is None or now - known[0] >= KEPT_FOR:
            raise InputError(
                "This is from an earlier search, and what it was for is kept for half an hour alone.",
                "Search once more, or choose *Look up conversation* on the message again.",
            )
        return known[1]
