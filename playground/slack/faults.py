"""Faults on demand: answers, delays and dropped connections instead of what the pretend Slack would have done."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web

RESPONSE_URL = "response_url"


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls whose method matches the pattern (None: to all of them).

    Without `status` and `drop` a fault only delays. `after` lets the call happen before its answer is spoilt.
    """

    method: str
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay_ms: float = 0
    times: int | None = 1
    drop: bool = False
    after: bool = False


class Faults:
    """The faults in force; method patterns take `*`, and response urls go by the name `response_url`.

    `chance` is asked, with the method, about a call that no fault in force matches.
    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.chance: Callable[[str], Fault | None] | None = None

    def add(
        self,
        method: str,
        *,
        status: int | None = None,
        body: Any = None,
        headers: Mapping[str, Any] | None = None,
        delay_ms: float = 0,
        times: int | None = 1,
        drop: bool = False,
        after: bool = False,
    ) -> Fault:
        """Put a fault in force, behind those that are."""
        words = {name: str(value) for name, value in (headers or {}).items()}
        if status == 429:
            words.setdefault("Retry-After", "1")
            body = body if body is not None else {"ok": False, "error": "ratelimited"}
        fault = Fault(method, status, body, words, delay_ms, times, drop, after)
        self._faults.append(fault)
        return fault

    def add_from(self, document: Mapping[str, Any]) -> Fault:
        """Put a fault in force from JSON with the same names; raises `ValueError` for others."""
        if not isinstance(document, Mapping):
            raise ValueError("a fault is an object")  # noqa: TRY004 - the caller's JSON is at fault
        known = {"method", "status", "body", "headers", "delay_ms", "times", "drop", "after"}
        if unknown := set(document) - known:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
        if not isinstance(document.get("method"), str):
            words = "`method` is missing: a Web API method, a pattern with *, or response_url"
            raise ValueError(words)  # noqa: TRY004 - the caller's JSON is at fault
        return self.add(document["method"], **{name: document[name] for name in document if name != "method"})

    def clear(self) -> None:
        """Lift all faults."""
        self._faults.clear()

    def take(self, method: str) -> Fault | None:
        """Give the first fault that matches, and count it."""
        for fault in self._faults:
            if fnmatchcase(method, fault.method):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return self.chance(method) if self.chance is not None else None


async def spoilt(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Answer a request as the fault says, or cut its connection."""
    if fault.drop:
        if request.transport is not None:
            request.transport.abort()
        await asyncio.sleep(0)
        return web.Response(status=500)
    is_text = isinstance(fault.body, str)
    text = fault.body if is_text else json.dumps(fault.body if fault.body is not None else {})
    kind = fault.headers.get("Content-Type", "text/html" if is_text else "application/json")
    rest = {name: value for name, value in fault.headers.items() if name.lower() != "content-type"}
    return web.Response(text=text, status=fault.status or 500, headers={**rest, "Content-Type": kind})
