"""Raw text -> a case: pasted requests and answers, `curl -i` or `curl -v` output, a log line, a stack trace."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.adapters.genesys.families import target_of

LONGEST = 20_000
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_METHODS = "GET|POST|PATCH|PUT|DELETE"
# Possessive and bounded: what is pasted is read in a time that grows with its length alone.
_PATHS = r"(?:https?://[^\s'\"<>`|]{1,2000}+|/(?:api/v2|incontactapi)/[^\s'\"<>`)\],]{1,2000}+)"
_CALL = re.compile(rf"\b({_METHODS})\b[\s'\":]+(?:url[=:\s'\"]+)?({_PATHS})", re.IGNORECASE)
_CURL_METHOD = re.compile(rf"(?:-X|--request)[=\s]*['\"]?({_METHODS})\b")
_ADDRESS = re.compile(_PATHS, re.IGNORECASE)
_STATUS_LINE = re.compile(r"\bHTTP/\d(?:\.\d)?\"?\s+(\d{3})\b")
_STATUS_WORD = re.compile(
    r"\b(?:status(?:[ _-]?code)?|http|code|returned|answered|responded|response|failed with|error|got|->|=>)"
    r"\W{0,6}([245]\d\d)\b",
    re.IGNORECASE,
)
_STATUS_NAME = re.compile(
    r"\b([45]\d\d)\b[\s:,-]*(?:Conflict|Bad Request|Unauthori[sz]ed|Forbidden|Not Found|Method Not Allowed"
    r"|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out|Client Error)",
    re.IGNORECASE,
)
_STATUS_BARE = re.compile(rf"\(([45]\d\d)\)|{_PATHS}['\"\s]++(?:HTTP/\S{{1,20}}+\s++)?([245]\d\d)\b", re.IGNORECASE)
_HEADER = re.compile(
    r"[ \t]*+[<>]?[ \t]*+(ININ-Correlation-Id|CorrelationId|icStatusDescription|Retry-After|Content-Type|Host)[ \t]*+"
    r":([^\r\n]*)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b((?:conversations?\.error|postino\.error|missing|not|bad|invalid|too|general|internal|service|request"
    r"|communication|authentication)\.[a-z]+(?:\.[a-z]+)*)\b"
)
_LABELLED = re.compile(rf"\b(conversation|participant)s?(?:[ _-]?id)?\W{{1,4}}({_UUID})", re.IGNORECASE)
_IN_LINK = re.compile(rf"\binteractions/({_UUID})")
_SILENCE = re.compile(r"timed? ?-?out|ETIMEDOUT|ReadTimeout|ConnectTimeout", re.IGNORECASE)
_NO_CONNECTION = re.compile(
    r"connection (?:refused|reset|aborted)|ECONNRE\w+|could not resolve|getaddrinfo|ConnectError", re.IGNORECASE
)
_ANSWER_KEYS = frozenset({"message", "code", "contextId", "errors", "error", "error_description", "details"})
_REQUEST_KEYS = frozenset({"reason", "cause", "state", "wrapup", "wrapupSkipped", "held", "muted"})
_FAILED_OBJECTS = 200


def case_from_text(text: str) -> Mapping[str, Any] | None:
    """Find method, path, host, status, code, message and ids in a text, as a case; None if nothing of it is there.

    Only the first 20,000 characters are read.
    """
    text = text[:LONGEST]
    headers = _headers(text)
    method, address = _call(text)
    target = target_of(address)
    labelled = {name.lower(): found for name, found in reversed(_LABELLED.findall(text))}
    asked, answered = _bodies(text)
    status = _status(text, answered)
    code, words = _code(text, answered), None if answered else _sentence(text)
    linked = _IN_LINK.search(text)
    conversation_id = target.conversation_id or labelled.get("conversation") or (linked[1] if linked else None)
    error = _silence(text) if status is None and code is None else None
    if status is None and code is None and error is None and not address and conversation_id is None:
        return None
    host = target.host or headers.get("host", "")
    body: Any = answered or {"code": code, "message": words}
    return {
        "org": {"host": host},
        "request": {
            "method": method,
            "path": target.path,
            "body": asked,
            "conversation_id": conversation_id,
            "participant_id": target.participant_id or labelled.get("participant"),
        },
        "response": {"status": status, "headers": headers, "body": body} if status or code else None,
        "error": error,
    }


def _headers(text: str) -> dict[str, str]:
    found = (_HEADER.match(line) for line in text.splitlines())
    return {header[1].lower(): value for header in found if header and (value := header[2].strip())}


def _call(text: str) -> tuple[str | None, str]:
    """Find the request: a method with its address, else the address alone."""
    calls = [(method.upper(), address) for method, address in _CALL.findall(text)]
    if calls:
        return next((call for call in reversed(calls) if call[0] != "GET"), calls[-1])
    address = next((found[0] for found in _ADDRESS.finditer(text) if target_of(found[0]).conversation_id), "")
    method = _CURL_METHOD.search(text)
    return method[1].upper() if method else None, address


def _status(text: str, answered: Mapping[str, Any]) -> int | None:
    lines = _STATUS_LINE.findall(text)
    if lines:
        return int(lines[-1])
    told = answered.get("status")
    if isinstance(told, int):
        return told
    for pattern in (_STATUS_NAME, _STATUS_WORD, _STATUS_BARE):
        if found := pattern.search(text):
            return int(found[found.lastindex or 1])
    return None


def _code(text: str, answered: Mapping[str, Any]) -> str | None:
    told = answered.get("code")
    if isinstance(told, str):
        return told
    found = _CODE.search(text)
    return found[1] if found else None


def _sentence(text: str) -> str | None:
    """Take a text that holds no error body for the message itself, in one line."""
    said = " ".join(re.sub(_ADDRESS, "", text).split())
    return said[:500] or None


def _silence(text: str) -> str | None:
    if _NO_CONNECTION.search(text):
        return "connection"
    return "timeout" if _SILENCE.search(text) else None


def _bodies(text: str) -> tuple[Mapping[str, Any] | None, Mapping[str, Any]]:
    """Find the request's body and the answer's among the JSON objects of a text; the last answer counts."""
    asked: Mapping[str, Any] | None = None
    answered: Mapping[str, Any] = {}
    for found in _objects(text):
        if _ANSWER_KEYS & found.keys():
            answered = found
        elif _REQUEST_KEYS & found.keys() and asked is None:
            asked = found
    return asked, answered


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """Give the JSON objects of a text. Each brace that opens none may cost a look at all the rest: 200, and no more."""
    decoder, place, failed = json.JSONDecoder(), 0, 0
    while failed < _FAILED_OBJECTS and (place := text.find("{", place)) >= 0:
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            place, failed = place + 1, failed + 1
            continue
        if isinstance(value, dict):
            yield value
