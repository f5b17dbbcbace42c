"""The regions of Genesys Cloud and their hosts; which there are stands in `bot.domain.family`."""

from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.family import GENESYS_DOMAINS

DOMAINS = GENESYS_DOMAINS
_AWS_NAMES = {domain: name for name, domain in DOMAINS.items()}


@dataclass(frozen=True, slots=True)
class Region:
    """A region by its domain; `aws` is the name of the AWS region it runs in."""

    domain: str
    aws: str

    @property
    def api_url(self) -> str:
        """Where the platform API answers."""
        return f"https://api.{self.domain}"

    @property
    def login_url(self) -> str:
        """Where tokens are given."""
        return f"https://login.{self.domain}"

    @property
    def apps_url(self) -> str:
        """Where people work; links that they paste point here."""
        return f"https://apps.{self.domain}"


def region_of(name: str) -> Region:
    """Find a region by its domain (`apse1.pure.cloud`) or AWS name (`ap-southeast-1`), whatever the case.

    Raises `ValueError` whose text names the closest known ones.
    """
    wanted = name.strip().lower().removeprefix("https://").partition("/")[0]
    for subdomain in ("api.", "login.", "apps."):
        wanted = wanted.removeprefix(subdomain)
    if wanted in DOMAINS:
        return Region(DOMAINS[wanted], wanted)
    if wanted in _AWS_NAMES:
        return Region(wanted, _AWS_NAMES[wanted])
    known = [*DOMAINS, *_AWS_NAMES]
    near = get_close_matches(wanted, known, n=2)
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; known are {', '.join(sorted(_AWS_NAMES))}"
    raise ValueError(f"{name!r} is no Genesys Cloud region{hint}")


def region_of_host(host: str) -> Region | None:
    """Tell which region a host (`apps.apse1.pure.cloud`) belongs to, if any."""
    bare = host.strip().lower().partition(":")[0].rstrip(".")
    for domain, aws in _AWS_NAMES.items():
        if bare == domain or bare.endswith(f".{domain}"):
            return Region(domain, aws)
    return None
