"""A request to the platform, and what it says to a body that it cannot read."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from playground.genesys.refusals import refusal
from playground.pretend import exchange
from playground.pretend.exchange import Answer

__all__ = ["Answer", "Asked"]


@dataclass(frozen=True, kw_only=True)
class Asked(exchange.Asked):
    """A request as it came in; `ids` are the parts of the path that the route names."""

    def asked_for(self, name: str) -> list[str]:
        """List the values of a query parameter, split at commas as well, since clients write lists both ways."""
        values = parse_qs(self.query).get(name, [])
        return [one for value in values for one in (value.split(",") if name == "id" else [value])]

    def number(self, name: str, usual: int, most: int) -> int:
        """Read a query parameter that counts. Raises the platform's 400 outside 1 to `most`."""
        given = (self.asked_for(name) or [str(usual)])[0]
        if not given.isdecimal() or not 1 <= int(given) <= most:
            raise refusal("invalid.value", given, name, f"1 to {most}", fields=[name])
        return int(given)

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
