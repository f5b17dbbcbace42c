"""Whose a host or a path is: the families of both vendors, by their public names alone.

Genesys Cloud's regions: https://developer.genesys.cloud/platform/api/ , the set is the vendor SDK's
`PureCloudRegionHosts`. NICE CXone's hosts: https://developer.niceincontact.com/Documentation/GettingStarted ; an area
is read out of a host's name and never looked up in a list, since tenants are given new ones.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

GENESYS, CXONE = "genesys", "cxone"
PLATFORMS = {GENESYS: "Genesys Cloud", CXONE: "NICE CXone"}
GENESYS_DOMAINS = {
    "us-east-1": "mypurecloud.com",
    "us-east-2": "use2.us-gov-pure.cloud",
    "us-west-2": "usw2.pure.cloud",
    "ca-central-1": "cac1.pure.cloud",
    "sa-east-1": "sae1.pure.cloud",
    "mx-central-1": "mxc1.pure.cloud",
    "eu-west-1": "mypurecloud.ie",
    "eu-west-2": "euw2.pure.cloud",
    "eu-central-1": "mypurecloud.de",
    "eu-central-2": "euc2.pure.cloud",
    "eusc-de-east-1": "edee1.eusc-pure.cloud",
    "me-central-1": "mec1.pure.cloud",
    "ap-south-1": "aps1.pure.cloud",
    "ap-southeast-1": "apse1.pure.cloud",
    "ap-southeast-2": "mypurecloud.com.au",
    "ap-northeast-1": "mypurecloud.jp",
    "ap-northeast-2": "apne2.pure.cloud",
    "ap-northeast-3": "apne3.pure.cloud",
}
_AWS_NAMES = {domain: name for name, domain in GENESYS_DOMAINS.items()}
_GENESYS_FAMILY = ("pure.cloud", "us-gov-pure.cloud", "eusc-pure.cloud", "genesys.cloud")
_CXONE_DOMAINS = ("niceincontact.com", "nice-incontact.com", "nicecxone.com", "incontact.com")
# `api-na1.…`, `na1.…`, `api-de-na1.…` (digital); older hosts bear a cluster instead: `api-c42.…`, which names no area.
_AREA = re.compile(r"(?:[a-z]+-)*([a-z]{2,3}[0-9]{1,2})")
# A host as names of hosts are written; what programs read differently, a backslash or a percent sign, is nobody's.
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|\Z)")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a host belongs: `platform` "genesys" or "cxone", `region` the vendor's word, empty where it bears none."""

    host: str
    platform: str
    region: str = ""

    @property
    def words(self) -> str:
        """Name platform and region, as a person would."""
        return place_words(self.platform, self.region)


def host_in(address: str) -> str:
    """Give the host of an address in lower case, without a port; empty for a path, or for what is no address."""
    bare = address.strip()
    if "://" not in bare and _BARE_HOST.match(bare):
        bare = f"https://{bare}"
    try:
        return (urlsplit(bare).hostname or "").rstrip(".")
    except ValueError:
        return ""


def home_of(host: str) -> Home | None:
    """Tell whose a host is and in which region; None for one of neither vendor's."""
    bare = host_in(host) or host.strip().lower().partition(":")[0]
    if not _HOST.fullmatch(bare):
        return None
    for domain in _AWS_NAMES:
        if _under(bare, domain):
            return Home(bare, GENESYS, domain)
    if any(_under(bare, domain) for domain in _GENESYS_FAMILY):
        return Home(bare, GENESYS)
    for domain in _CXONE_DOMAINS:
        if _under(bare, domain):
            area = _AREA.fullmatch(bare.removesuffix(domain).rstrip(".").rpartition(".")[2])
            return Home(bare, CXONE, area[1] if area else "")
    return None


def platform_of_host(host: str) -> str | None:
    """Tell whose a host is, if it is a known platform's."""
    home = home_of(host)
    return home.platform if home is not None else None


def platform_of_path(path: str) -> str | None:
    """Tell whose family a path is of, if it is of a known one."""
    lowered = path.lower()
    if "/incontactapi/" in lowered or re.search(r"/services/v\d+\.\d+/", lowered):
        return CXONE
    return GENESYS if re.search(r"/api/v2(/|\Z)", lowered) else None


def place_words(platform: str, region: str) -> str:
    """Name a platform and a region: `Genesys Cloud, ap-southeast-1`, `NICE CXone, area au1`."""
    named = PLATFORMS.get(platform, platform)
    return f"{named}, {region_words(platform, region)}" if region else named


def place_of(region: str) -> str:
    """Name the place of a region, whichever vendor's it is: a domain is of Genesys Cloud, an area of NICE CXone."""
    return place_words(GENESYS if "." in region else CXONE, region) if region else ""


def together(orgs: Iterable[tuple[str, str]]) -> list[str]:
    """Name orgs with their places, those of one place together: `zurich, basel (Genesys Cloud, eu-central-2)`."""
    at: dict[str, list[str]] = {}
    for name, place in orgs:
        names = at.setdefault(place, [])
        names += [] if name in names else [name]
    return [", ".join(names) + (f" ({place})" if place else "") for place, names in at.items()]


def region_words(platform: str, region: str) -> str:
    """Name a region alone: `ap-southeast-1`, `area au1`."""
    return f"area {region}" if platform == CXONE else _AWS_NAMES.get(region, region)


def region_in(platform: str, words: str) -> str:
    """Read a region as settings and cases name it, by domain, AWS name or area; empty for what is none."""
    bare = words.strip().lower()
    if platform == CXONE:
        area = _AREA.fullmatch(bare)
        return area[1] if area else ""
    return bare if bare in _AWS_NAMES else GENESYS_DOMAINS.get(bare, "")


def area_in(words: str) -> str:
    """Read an area that stands alone, as settings and a tenant's discovery name it; empty for what is none."""
    bare = words.strip().lower()
    return bare if region_in(CXONE, bare) == bare else ""


def _under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
