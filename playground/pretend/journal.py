"""The log of what the pretend platform was asked, with nothing secret in it."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from playground.pretend.times import moment

BLANK = "•••"
KEPT = 5000
_SECRET_FIELD = re.compile(r"((?:client_secret|access_token|refresh_token|password)=)[^&]+")
_SECRET_KEY = re.compile(r'("(?:accessKeySecret|password)"\s*:\s*")[^"]*')
_TOKENS = ("access_token", "refresh_token", "id_token")
_UUID = re.compile(r"([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

Entry = dict[str, Any]


class Journal:
    """The last 5000 requests in order. An entry whose `status` is None was never answered, or not yet."""

    def __init__(self, *, api_root: str, trace_header: str) -> None:
        self._api_root = api_root
        self._trace_header = trace_header
        self.entries: list[Entry] = []
        self.on_request: Callable[[Entry], None] | None = None
        self._asked: dict[int, datetime] = {}

    def asked(self, method: str, path: str, *, query: str, headers: Mapping[str, str], raw: str, at: datetime) -> Entry:
        """Write down a request as it comes in."""
        shown = {name: value for name, value in headers.items() if name.lower() != "host"}
        for name in shown:
            if name.lower() == "authorization":
                shown[name] = f"{shown[name].partition(' ')[0]} {BLANK}"
        entry: Entry = {
            "method": method,
            "path": path,
            "query": query,
            "headers": shown,
            "body": _readable(_SECRET_KEY.sub(rf"\1{BLANK}", _SECRET_FIELD.sub(rf"\1{BLANK}", raw))),
            "at": moment(at),
            "status": None,
            "ms": None,
            "response": None,
            "correlation_id": None,
        }
        self.entries.append(entry)
        del self.entries[:-KEPT]
        self._asked[id(entry)] = at
        return entry

    def answered(self, entry: Entry, status: int | None, body: object, correlation_id: str, at: datetime) -> None:
        """Complete an entry, and tell the wire; a status of None stands for a connection that was dropped."""
        if isinstance(body, Mapping) and "access_token" in body:
            body = {name: BLANK if name in _TOKENS else value for name, value in body.items()}
        asked = self._asked.pop(id(entry))
        entry.update(
            status=status,
            ms=round((at - asked).total_seconds() * 1000, 1),
            response=body,
            correlation_id=correlation_id,
        )
        if self.on_request is not None:
            self.on_request(self._wire(entry, asked))

    def _wire(self, entry: Entry, asked: datetime) -> Entry:
        path = _UUID.sub(r"\1…", str(entry["path"]).removeprefix(self._api_root))
        return {
            "kind": "platform",
            "title": f"{entry['method']} {path}",
            "status": entry["status"] if entry["status"] is not None else "no answer",
            "ms": entry["ms"],
            "note": "",
            "request": {name: entry[name] for name in ("method", "path", "query", "body")},
            "response": {"body": entry["response"], self._trace_header: entry["correlation_id"]},
            "at": asked.timestamp(),
        }


def _readable(raw: str) -> object:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return raw
