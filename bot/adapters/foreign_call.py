"""A call that another program made, as a conflict: a script's, a gateway's, whichever platform it meant or met."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.adapters.cxone.case import conflict_from_cxone_case
from bot.adapters.genesys.case import conflict_from_case
from bot.adapters.genesys.families import target_of
from bot.domain.conflict import Conflict
from bot.domain.exchange import Exchange, Org
from bot.domain.family import CXONE, home_of, platform_of_path

# What a CXone Studio script reads as StatusCode when its call never got an answer:
# https://help.nicecxone.com/content/studio/advanced/apis/apicallsfromsnippetaction.htm
_STATUSES = range(100, 600)
_REASON_HEADER = "icstatusdescription"


def conflict_of_call(
    method: str,
    url: str,
    *,
    now: datetime,
    status: int | str | None = None,
    description: str = "",
    body: str | Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    org: Org | None = None,
    conversation_id: str = "",
    participant_id: str | None = None,
) -> Conflict:
    """Make the evidence of a call from what its program knows; give it to `bot.domain.conflict.explain`. Pure.

    `url` is an address, or a path alone. A `status` that is none (-1, empty) is a call without an answer.
    `description` is the status line's words, or NICE CXone's header `icStatusDescription`; it stands for the answer's
    message where the body has none. `org` is the one that the call was meant for, if that is known: then an address of
    another region is told. Without it the host of the url says whose it is.
    """
    target, code = target_of(url), _status(status)
    home = home_of(target.host)
    meant = org or Org(target.host or "call", home.platform if home else "genesys", target.host)
    case = {
        "now": now.isoformat(),
        "org": {"name": meant.name, "platform": meant.platform, "host": meant.host, "region": meant.region},
        "request": {
            "method": method,
            "url": url,
            "conversation_id": conversation_id or None,
            "participant_id": participant_id,
        },
        "response": {"status": code, "headers": dict(headers or {}), "body": body} if code is not None else None,
        "error": None if code is not None else description or "no answer",
    }
    # Each platform's ids are at places of their own in its paths.
    read = conflict_from_cxone_case if platform_of_path(target.path) == CXONE else conflict_from_case
    conflict = replace(read(case), org=meant)
    return replace(conflict, exchange=_described(conflict.exchange, description, headers or {}))


def _status(status: int | str | None) -> int | None:
    try:
        number = int(str(status).strip())
    except ValueError:
        return None
    return number if number in _STATUSES else None


def _described(exchange: Exchange | None, description: str, headers: Mapping[str, str]) -> Exchange | None:
    """Take the description for the message where the body has none."""
    if exchange is None or exchange.reply is None or exchange.reply.message:
        return exchange
    named = next((held for name, held in headers.items() if name.lower() == _REASON_HEADER), "")
    said = (named or description).strip()[:300]
    return replace(exchange, reply=replace(exchange.reply, message=said)) if said else exchange
