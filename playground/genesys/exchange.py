"""One request and one answer, without a server around them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.genesys.refusals import refusal


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came in; `ids` are the parts of the path that the route names."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: str
    ids: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """Read a header, whatever its case; empty when absent."""
        return next((value for known, value in self.headers.items() if known.lower() == name.lower()), "")

    def document(self) -> dict[str, Any] | None:
        """Read the JSON object that was sent; None for no body, which some clients spell `null`.

        Raises the platform's 415 for another content type, and 400 for what is no JSON object.
        """
        if not self.raw.strip():
            return None
        if not self.header("Content-Type").lower().startswith("application/json"):
            raise refusal("unsupported.media.type")
        try:
            read = json.loads(self.raw)
        except ValueError as error:
            raise refusal("bad.request") from error
        if read is not None and not isinstance(read, dict):
            raise refusal("bad.request")
        return read


@dataclass(kw_only=True)
class Answer:
    """An answer, sent after `delay` seconds: a body of None is sent as nothing, text as it is, the rest as JSON."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
