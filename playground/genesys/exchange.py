"""A request to the platform, and what it says to a body that it cannot read."""

import json
from dataclasses import dataclass
from typing import Any

from playground.genesys.refusals import refusal
from playground.pretend import exchange
from playground.pretend.exchange import Answer

__all__ = ["Answer", "Asked"]


@dataclass(frozen=True, kw_only=True)
class Asked(exchange.Asked):
    """A request as it came in; `ids` are the parts of the path that the route names."""

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
