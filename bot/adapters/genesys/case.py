"""A captured case -> a conflict. Every key may be null or absent; what is not known is ignored."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.adapters.genesys import wire
from bot.adapters.genesys.families import families, sent_id, target_of
from bot.adapters.genesys.tidying import mapping_in, tidied
from bot.domain.conflict import Conflict
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Outcome, PastAct
from bot.domain.errors import InputError
from bot.domain.exchange import Analytics, Exchange, Org, Probes, Reading, Reply, Request, Silence, TokenProbe

EXPECTED = (
    "Expected is one JSON object with the keys platform, now, org, request, response, error, before, rereads, "
    "probes, ledger (each may be null or absent), or the text of an HTTP request and its answer."
)
KEYS = frozenset({"platform", "now", "org", "request", "response", "error", "before", "rereads", "probes", "ledger"})
_OK, _NOT_FOUND, _REFUSED = 200, 404, frozenset({401, 403})
_CONVERSATION_PATH_PARTS = 1


def conflict_from_case(case: Mapping[str, Any]) -> Conflict:
    """Read a case. Raises `InputError`, whose text names the key, for a value of another type than expected."""
    now = wire.time_from(case.get("now")) or _latest_time(case)
    org = _org(case)
    request = _object(case, "request")
    address = _address(request)
    target = target_of(address)
    conversation_id = _id(request, "conversation_id") or target.conversation_id
    before = _before(case, org)
    rereads, asked = _rereads(case, org, now), _objects(case, "probes")
    rereads += [r for probe in asked if (r := _reading_of_probe(probe, org, now)) is not None]
    conversation_id = conversation_id or next(
        (c.id for c in (before, *(r.conversation for r in rereads)) if c is not None and c.id), ""
    )
    family = families(address, org.host, org.platform)
    return Conflict(
        org=org,
        now=now,
        conversation_id=conversation_id,
        participant_id=_id(request, "participant_id") or target.participant_id,
        exchange=_exchange(case, request, address),
        before=before,
        before_at=None,
        rereads=tuple(rereads),
        probes=Probes(_analytics(asked, conversation_id, now), tuple(_tokens(asked, org, now))),
        ledger=tuple(_ledger(case, org, conversation_id, now)),
        ledger_asked=case.get("ledger") is not None,
        sent_conversation_id=sent_id(target.conversation_id, _id(request, "conversation_id")),
        sent_participant_id=sent_id(target.participant_id, _id(request, "participant_id")),
        lead=_text(request, "by") or "",
        path_platform=family["path_platform"],
        host_platform=family["host_platform"],
        sent_host=target.host or None,
    )


def _org(case: Mapping[str, Any]) -> Org:
    entry = _object(case, "org")
    platform = (_text(entry, "platform") or _text(case, "platform") or "genesys").lower()
    host = (_text(entry, "host") or "").lower().removeprefix("https://").rstrip("/")
    name = _text(entry, "name") or host or "case"
    return Org(name=name, platform=platform, host=host, region=_text(entry, "region") or "")


def _address(request: Mapping[str, Any]) -> str:
    path = _text(request, "path") or _text(request, "url") or ""
    named = next((held for key in ("host", "base_url", "api_url") if (held := _text(request, key))), None)
    host = (named or "").removeprefix("https://").removeprefix("http://").rstrip("/")
    return f"https://{host}{path}" if host and path.startswith("/") else path


def _exchange(case: Mapping[str, Any], request: Mapping[str, Any], address: str) -> Exchange | None:
    response, error = _object(case, "response"), case.get("error")
    body = request.get("body")
    sent = Request(
        method=(_text(request, "method") or "").upper(),
        path=target_of(address).path,
        body=mapping_in(body),
        sent_at=wire.time_from(request.get("sent_at")),
    )
    reply = _reply(response) if response else None
    if reply is not None:
        return Exchange(sent, reply=reply)
    if isinstance(error, str) and error.strip():
        silence = Silence.TIMEOUT if "time" in error.lower() else Silence.CONNECTION
        return Exchange(sent, silence=silence)
    return Exchange(sent) if request else None


def _reply(entry: Mapping[str, Any]) -> Reply | None:
    """Read an answer: a body that is an object, a text or nothing, with whatever names its fields bear."""
    body = entry.get("body")
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    inner = mapping_in(body) or {}
    status = _number(entry.get("status")) or _number(inner.get("status"))
    if status is None:
        return None
    reply = wire.reply_from(status, _headers(entry.get("headers")), text)
    named = [_text(one, "fieldName") for one in _rows(inner.get("errors"))]
    words = ("message", "error_description", "errorMessage", "error", "detail", "title")
    return replace(
        reply,
        code=reply.code or wire.cut(_text(inner, "errorCode")),
        message=reply.message or wire.cut(next((said for word in words if (said := _text(inner, word))), None)),
        fields=reply.fields or tuple(cut for name in named[:20] if (cut := wire.cut(name))),
    )


def _headers(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(name): _header(held) for name, held in value.items() if held is not None}
    if isinstance(value, list):
        pairs = [item for item in value if isinstance(item, list) and len(item) == 2]  # noqa: PLR2004 - name, value
        return {str(name): _header(held) for name, held in pairs}
    return {}


def _header(held: Any) -> str:
    return str(held[0]) if isinstance(held, list) and held else str(held)


def _before(case: Mapping[str, Any], org: Org) -> Conversation | None:
    entry = _object(case, "before")
    wrapped = mapping_in(entry.get("body"))
    return _conversation(wrapped if wrapped and "participants" not in entry else entry, org)


def _conversation(document: Mapping[str, Any], org: Org) -> Conversation | None:
    if not isinstance(document.get("participants"), list) and not ("id" in document and "code" not in document):
        return None
    return wire.conversation_from(tidied(document), org=org.name)


def _rereads(case: Mapping[str, Any], org: Org, now: datetime) -> list[Reading]:
    return [_reading(entry, org, now) for entry in _objects(case, "rereads")]


def _reading(entry: Mapping[str, Any], org: Org, now: datetime) -> Reading:
    at = wire.time_from(entry.get("at")) or now
    body = mapping_in(entry.get("body")) or ({} if "body" in entry else entry)
    status = _number(entry.get("status"))
    if status in {None, _OK} and (conversation := _conversation(body, org)) is not None:
        return Reading(at=at, conversation=conversation)
    reply = _reply(entry)
    if reply is not None:
        return Reading(at=at, reply=reply)
    return Reading(at=at, silence=Silence.TIMEOUT if "time" in str(entry.get("error")).lower() else Silence.CONNECTION)


def _reading_of_probe(probe: Mapping[str, Any], org: Org, now: datetime) -> Reading | None:
    """Take a GET of the conversation among the probes for the re-read that it is."""
    path = target_of(_address(probe)).path.lower()
    tail = path.partition("/api/v2/conversations/")[2].strip("/")
    if not tail or len(tail.split("/")) > _CONVERSATION_PATH_PARTS:
        return None
    return _reading(probe, org, now) if (_text(probe, "method") or "GET").upper() == "GET" else None


def _analytics(probes: Iterable[Mapping[str, Any]], conversation_id: str, now: datetime) -> Analytics | None:
    found = None
    for probe in probes:
        path = target_of(_address(probe)).path
        if "/analytics/" not in path.lower():
            continue
        body = mapping_in(probe.get("body")) or {}
        queried = path.lower().rstrip("/").endswith("/query") or "conversations" in body or "totalHits" in body
        if queried:
            listed = _rows(body.get("conversations"))
            body = next((one for one in listed if one.get("conversationId") == conversation_id), {})
        told = _text(body, "conversationId")
        if told and conversation_id and told.lower() != conversation_id.lower():
            continue
        status = _number(probe.get("status")) or _OK
        at = wire.time_from(probe.get("at")) or now
        absent = status == _NOT_FOUND and (probe.get("body") is None or mapping_in(probe.get("body")) is not None)
        if absent or (status == _OK and queried and not body):
            found = Analytics(at=at, known=False, path=path)
        else:
            found = wire.analytics_from(status, json.dumps(dict(body)), at=at, path=path) or found
    return found


def _tokens(probes: Iterable[Mapping[str, Any]], org: Org, now: datetime) -> Iterator[TokenProbe]:
    for probe in probes:
        address = _address(probe)
        if not address.lower().partition("?")[0].rstrip("/").endswith(("/tokens/me", "/organizations/me")):
            continue
        status = _number(probe.get("status"))
        accepted = status is not None and status // 100 == _OK // 100
        if accepted or status in _REFUSED:
            at = wire.time_from(probe.get("at")) or now
            yield TokenProbe(at=at, host=_host_of(probe, org), accepted=accepted, status=status)


def _host_of(probe: Mapping[str, Any], org: Org) -> str:
    """Tell the host that a token was tried at: the probe's own words for it, else this org's."""
    if host := target_of(_address(probe)).host:
        return host
    entry = probe.get("org")
    inner: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {"host": entry}
    region = _text(inner, "region") or _text(probe, "region")
    host = (_text(inner, "host") or (f"api.{region}" if region else "")).lower().removeprefix("https://").rstrip("/")
    return org.host if not host or host in {org.region, org.name} else host


def _ledger(case: Mapping[str, Any], org: Org, conversation_id: str, now: datetime) -> Iterator[PastAct]:
    for entry in _objects(case, "ledger"):
        outcome = (_text(entry, "outcome") or "").lower()
        if outcome not in set(Outcome) or not _same_org(entry.get("org"), org):
            continue
        yield PastAct(
            at=wire.time_from(entry.get("at")) or now,
            by=_text(entry, "by") or "",
            conversation_id=_id(entry, "conversation_id") or conversation_id,
            participant_id=_id(entry, "participant_id"),
            outcome=Outcome(outcome),
            id=_id(entry, "id") or "",
        )


def _same_org(entry: Any, org: Org) -> bool:
    host = _text(entry, "host") if isinstance(entry, Mapping) else None
    return host is None or not org.host or host.lower() == org.host


def _latest_time(case: Mapping[str, Any]) -> datetime:
    """Find the latest of our own times in a case that does not say when now is."""
    rows = [*_objects(case, "rereads"), *_objects(case, "probes"), *_objects(case, "ledger")]
    times = [wire.time_from(_object(case, "request").get("sent_at")), *(wire.time_from(one.get("at")) for one in rows)]
    return max((at for at in times if at is not None), default=datetime.fromtimestamp(0, UTC))


def _object(case: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = case.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InputError(f"The case's {key} is no JSON object.", EXPECTED)
    return value


def _objects(case: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = case.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(item is None or isinstance(item, Mapping) for item in value):
        raise InputError(f"The case's {key} is no list of JSON objects.", EXPECTED)
    return [item for item in value if item is not None]


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    # JSON may carry half of a surrogate pair, which no message and no database takes.
    return value.encode("utf-8", "replace").decode().strip() or None if isinstance(value, str) else None


def _id(entry: Mapping[str, Any], key: str) -> str | None:
    return wire.id_in(_text(entry, key))


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = int(value) if re.fullmatch(r"\s*[0-9]{3}\s*", value) else None
    return value if isinstance(value, int) and 100 <= value <= 599 else None  # noqa: PLR2004 - HTTP's range
