"""What somebody hands over to be explained, read by the platform whose documents it holds."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.adapters.cxone.case import conflict_from_cxone_case
from bot.adapters.genesys.capture import case_in
from bot.adapters.genesys.case import EXPECTED, conflict_from_case
from bot.domain.conflict import Conflict
from bot.domain.errors import InputError
from bot.domain.family import platform_of_host, platform_of_path

READERS: Mapping[str, Callable[[Mapping[str, Any]], Conflict]] = {
    "genesys": conflict_from_case,
    "cxone": conflict_from_cxone_case,
}


def conflict_from_text(text: str) -> Conflict:
    """Read a case file or raw text. Raises `InputError` with what is expected for what is neither.

    A case may have 5,000,000 characters; of raw text, the first 20,000 are read.
    """
    case = case_in(text)
    named, seen = _named(case), _seen(case)
    if named is None and seen is not None:
        case = {**case, "platform": seen}
    try:
        return READERS.get(_of_path(case) or named or seen or "", conflict_from_case)(case)
    except RecursionError:
        raise InputError("The JSON is nested too deeply.", EXPECTED) from None


def _named(case: Mapping[str, Any]) -> str | None:
    """Give the platform that a case names."""
    org = case.get("org")
    for said in (org.get("platform") if isinstance(org, Mapping) else None, case.get("platform")):
        if isinstance(said, str) and said.strip():
            return said.strip().lower()
    return None


def _seen(case: Mapping[str, Any]) -> str | None:
    """Tell the platform by the host that was asked, else by the path."""
    org, request = case.get("org"), case.get("request")
    hosts = [entry.get("host") for entry in (request, org) if isinstance(entry, Mapping)]
    by_host = (platform_of_host(host) for host in hosts if isinstance(host, str) and host)
    return next((found for found in by_host if found is not None), None) or _of_path(case)


def _of_path(case: Mapping[str, Any]) -> str | None:
    request = case.get("request")
    path = (request.get("path") or request.get("url")) if isinstance(request, Mapping) else None
    return platform_of_path(path) if isinstance(path, str) else None
