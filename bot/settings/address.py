"""Addresses in settings: what a token may be sent to, and whether it is of the playground or of the world."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.domain.family import PLATFORMS, home_of, region_words

PRETEND = "pretend"


def checked_url(value: str, example: str) -> str:
    """Check an address that a token is sent to; raises `ValueError`, with an example of one."""
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError(f"must be an address such as {example}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"must be an address such as {example}")
    if parts.scheme == "http" and not loopback(value):
        raise ValueError("must be https: a token is sent there")
    return value.rstrip("/")


def own_url(value: str | None, platform: str, example: str, *, region: str = "") -> str | None:
    """Check an org's address, empty for the vendor's own; raises `ValueError` for one of another platform or region.

    A host of neither vendor (a gateway, a proxy, one on this machine) may be anybody's, and is let pass.
    """
    if not value:
        return None
    url = checked_url(value, example)
    home = home_of(url)
    if home is not None and home.platform != platform:
        raise ValueError(
            f"{home.host} is of {home.words}, and this org is of {PLATFORMS[platform]}: "
            f'take the address out, or write platform = "{home.platform}"'
        )
    if home is not None and region and home.region not in {"", region}:
        raise ValueError(
            f"{home.host} is of {home.words}, and region says {region_words(platform, region)}: "
            "correct region, or take the address out where the org answers at its region's own"
        )
    return url


def loopback(url: str) -> bool:
    """Tell whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def same_world(secret: str, url: str | None, what: str) -> None:
    """Keep the playground and the world apart: a pretend secret goes to loopback, and a real one never does."""
    if url is None:
        if PRETEND in secret:
            raise ValueError(f"{what} is a pretend one, and the address is not on this machine")
        return
    if (PRETEND in secret) != loopback(url):
        raise ValueError(
            f"{what} and its address do not belong together: a pretend token goes with a loopback address, "
            "a real one with a real address"
        )
