"""What people paste when they mean a conversation: its id, or a link to it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.adapters.genesys.regions import Region, region_of_host

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_ALONE = re.compile(rf"\A\s*({_UUID})\s*\Z")
# https://help.mypurecloud.com/articles/view-an-interactions-details/ : the address bar of an interaction. The id is
# the one right after `interactions/`; a `tabId` further on is an id too, and not a conversation's.
_IN_LINK = re.compile(rf"(?:interactions|conversations|interaction)/({_UUID})(?![0-9a-fA-F-])")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A conversation id, with the region of the link that it came in (None for a bare id)."""

    conversation_id: str | None
    region: Region | None = None


def read_pasted(text: str) -> Pasted | None:
    """Read an id or a link; None for what is neither. A link of this vendor without an id has none."""
    if found := _ALONE.match(text):
        return Pasted(found.group(1).lower())
    bare = text.strip()
    try:
        link = urlsplit(bare if "://" in bare else f"https://{bare}")
    except ValueError:
        return None
    region = region_of_host(link.hostname or "") if link.scheme in {"http", "https"} else None
    if region is None:
        return None
    found = _IN_LINK.search(f"{link.path}#{link.fragment}")
    return Pasted(found.group(1).lower() if found else None, region)


def link_to(region: Region, conversation_id: str) -> str:
    """Give the address of an interaction's page, as people see it in the address bar."""
    return f"{region.apps_url}/directory/#/analytics/interactions/{conversation_id}/admin"
