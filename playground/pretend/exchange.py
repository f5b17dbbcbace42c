"""One request and one answer, without a server around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came in; `ids` are the parts of the path that the route names, `query` what follows it."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: str
    query: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> Mapping[str, str]:
        """Read the query, the last value of each name."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def header(self, name: str) -> str:
        """Read a header, whatever its case; empty when absent."""
        return next((value for known, value in self.headers.items() if known.lower() == name.lower()), "")


@dataclass(kw_only=True)
class Answer:
    """An answer, sent after `delay` seconds: a body of None is sent as nothing, text as it is, the rest as JSON."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
