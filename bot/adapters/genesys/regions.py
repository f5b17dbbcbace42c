"""The regions of Genesys Cloud and their hosts.

https://developer.genesys.cloud/platform/api/ lists them; the set is the vendor SDK's `PureCloudRegionHosts`.
"""

from dataclasses import dataclass
from difflib import get_close_matches

DOMAINS = {
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
