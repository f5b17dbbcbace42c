"""Where a request really went, and whose API its path and host belong to: one sent to another's host can only fail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.adapters.genesys import wire
from bot.domain.family import PLATFORMS, platform_of_host, platform_of_path

_IDS = re.compile(
    r"/conversations/(?:(?:calls|callbacks|chats|cobrowsesessions|emails|messages|videos|voice)/)?"
    r"(?P<conversation>[^/?#]+)(?:/participants/(?P<participant>[^/?#]+))?",
    re.IGNORECASE,
)
_SHORTEST_ID = 8


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request really went: its host (empty if the path bears none), its path, and the ids in it."""

    host: str
    path: str
    conversation_id: str | None = None
    participant_id: str | None = None


def target_of(address: str) -> Target:
    """Read a path, or a whole address; a placeholder such as `{conversationId}` is no id."""
    address = address.strip()
    if re.match(r"[\w-]+(\.[\w-]+)+/", address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", parts.path
    except ValueError:
        host, path = "", address
    found = _IDS.search(path)
    return Target(
        host.lower(), path, _id(found, "conversation") if found else None, _id(found, "participant") if found else None
    )


def sent_id(sent: str | None, meant: str | None) -> str | None:
    """Take an id of a path for the one that was sent, unless it only stands for the one that was meant."""
    if sent is None or (meant is not None and len(sent) < _SHORTEST_ID <= len(meant)):
        return None
    return sent


def families(address: str, org_host: str, org_platform: str) -> Mapping[str, str | None]:
    """Give `path_platform` and `host_platform` of a request; an unknown host is taken for its org's platform."""
    target = target_of(address)
    host = target.host or org_host
    return {
        "path_platform": platform_of_path(target.path),
        "host_platform": platform_of_host(host) or (org_platform if org_platform in PLATFORMS else None),
    }


def _id(found: re.Match[str], name: str) -> str | None:
    return wire.id_in(unquote(found[name] or ""))
