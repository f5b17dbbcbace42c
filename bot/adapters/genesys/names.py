"""The names of an org's agents and queues, kept for minutes: an answer says how old they are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.ports import Clock

AGE = timedelta(minutes=10)
MOST = 5000


class _Known(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Known)


class Names(Generic[T]):
    """What was read of one kind, by id, and the searches by what was typed; forgotten after ten minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: dict[str, tuple[datetime, T]] = {}
        self._searches: dict[str, tuple[datetime, tuple[T, ...], int]] = {}

    def keep(self, found: Iterable[T]) -> None:
        """Remember what was read just now."""
        self._forget()
        at = self._clock.now()
        self._entries |= {one.id: (at, one) for one in found}

    def keep_search(self, typed: str, found: tuple[T, ...], total: int) -> None:
        """Remember a search's whole answer."""
        self.keep(found)
        self._searches[typed.casefold()] = (self._clock.now(), found, total)

    def searched(self, typed: str) -> tuple[datetime, tuple[T, ...], int] | None:
        """Give the answer to an earlier search for the same, with its time."""
        known = self._searches.get(typed.casefold())
        return known if known is not None and self._fresh(known[0]) else None

    def of(self, found_id: str | None) -> T | None:
        """Give what is known of an id."""
        known = self._entries.get(found_id or "")
        return known[1] if known is not None and self._fresh(known[0]) else None

    def as_of(self, found_id: str | None) -> datetime | None:
        """Tell when an id's name was read."""
        known = self._entries.get(found_id or "")
        return known[0] if known is not None else None

    def missing(self, ids: Iterable[str | None]) -> frozenset[str]:
        """Tell which of the ids are not known."""
        return frozenset(one for one in ids if one and self.of(one) is None)

    def _fresh(self, at: datetime) -> bool:
        return self._clock.now() - at < AGE

    def _forget(self) -> None:
        self._searches = {typed: one for typed, one in self._searches.items() if self._fresh(one[0])}
        if len(self._entries) > MOST:
            self._entries = {found_id: one for found_id, one in self._entries.items() if self._fresh(one[0])}
