"""Faults that somebody asked for: the next requests that fit get them instead of, or after, the platform's answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(kw_only=True)
class Fault:
    """One fault, for the next `times` requests that fit.

    `path` is a pattern in which * stands for anything. Without `status`, `hang` or `drop` it only delays.
    With `after_work` the platform does what it was asked first, so that only its answer is lost or late.
    """

    method: str = "*"
    path: str = "*"
    status: int | None = None
    body: Mapping[str, Any] | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_ms: float = 0
    times: int = 1
    hang: bool = False
    drop: bool = False
    after_work: bool = False

    def fits(self, method: str, path: str) -> bool:
        """Tell whether a request gets this fault."""
        pattern = ".*".join(re.escape(part) for part in self.path.split("*"))
        return self.method.upper() in ("*", method.upper()) and re.fullmatch(pattern, path) is not None


class Faults:
    """The faults in waiting, first come first served.

    `chance` is asked, with method and path, about a request that no fault in waiting fits.
    """

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.chance: Callable[[str, str], Fault | None] | None = None

    def add(self, fault: Fault) -> None:
        """Put a fault behind the others."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forget every fault in waiting."""
        self._waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Use up one turn of the first fault that fits."""
        for fault in self._waiting:
            if fault.fits(method, path):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return self.chance(method, path) if self.chance is not None else None
