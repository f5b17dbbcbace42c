"""Where a tenant answers: by discovery, since no area is hard-coded; trusted at the vendor's own hosts only."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.domain.family import CXONE, home_of, platform_of_host

# https://developer.niceincontact.com/Documentation/GettingStarted ; the government cloud's issuer is at cxone-gov.
GLOBAL_URL = "https://cxone.niceincontact.com"
# What programs read differently (a backslash, a percent sign, letters that look alike) stands in no host, and neither
# blanks nor anything unprintable in the address of an API.
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_ADDRESS = re.compile(r"[A-Za-z0-9:/.\[\]_~-]{1,500}")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an org is asked for a token, for its hosts, and for everything else; `api_url` None: by discovery.

    `area` is the tenant's where the settings name it: an `api_url` need not bear one. `configured` are the hosts that
    the settings name: they are trusted beside the vendor's own.
    """

    auth_url: str = GLOBAL_URL
    discovery_url: str = GLOBAL_URL
    api_url: str | None = None
    area: str | None = None
    configured: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        """Remember the hosts that were configured."""
        urls = (self.auth_url, self.discovery_url, self.api_url)
        object.__setattr__(self, "configured", frozenset(host_of(url) for url in urls if url))

    @property
    def home(self) -> str | None:
        """The tenant's area, as far as the settings tell it."""
        return self.area or area_of(host_of(self.api_url or ""))

    def trusts(self, url: str) -> bool:
        """Tell whether a token may be sent to an address that discovery names."""
        try:
            parts = urlsplit(url)
            host, _ = (parts.hostname or "").rstrip(".").lower(), parts.port
        except ValueError:
            return False
        if not host or not _ADDRESS.fullmatch(url):
            return False
        here = is_loopback(host_of(self.discovery_url))
        if is_loopback(host):
            # On this machine there are only pretend tenants, and those are named by a pretend discovery alone.
            return here and parts.scheme in {"http", "https"}
        return not here and parts.scheme == "https" and (is_vendors(host) or host in self.configured)


def host_of(url: str) -> str:
    """Give the host of an address, without a port; empty for what is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def is_vendors(host: str) -> bool:
    """Tell whether a host is one of the vendor's."""
    bare = host.strip().lower().rstrip(".")
    return bool(_HOST.fullmatch(bare)) and platform_of_host(bare) == CXONE


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def area_of(host: str) -> str | None:
    """Tell the area of a vendor's host (`na1` of `api-na1.niceincontact.com`), if its name bears one."""
    home = home_of(host) if is_vendors(host) else None
    return (home.region or None) if home is not None else None
