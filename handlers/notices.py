"""From what a source posts to a notice: Studio's form and the generic one, read leniently and cut to a card's size."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from bot.domain.alert import Severity
from bot.domain.errors import InputError
from bot.domain.notice import FailedCall, Notice, Tiding, key_of
from handlers.blocks.mask import redacted

FORM = "application/x-www-form-urlencoded"
MOST_FACTS = 10
MOST_FIELDS = 100
SHORT, LONG = 150, 600
# PostgreSQL's indexes take no more than some 2,700 bytes of a key.
LONGEST_KEY = 200
DEEPEST, LONGEST_URL = 8, 4000
FORM_REMARK = (
    'This notice came form-encoded: set p.ContentType = "application/json" for calls of the script, this one too.'
)
# Names that scripts give the same thing, in lower case and without separators.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "key": ("key", "dedupekey", "alertkey", "incidentkey"),
    "status": ("status", "state"),
    "title": ("title", "summary", "headline", "subject", "alertname"),
    "text": ("text", "message", "details", "detail"),
    "severity": ("severity", "level", "priority"),
    "since": ("since", "startedat", "startsat", "timestamp", "at"),
    "conversation": ("conversationid", "conversation", "interactionid"),
    "participant": ("participantid", "participant"),
    "url": ("url", "requesturl", "address", "uri"),
    "verb": ("verb", "method", "httpmethod"),
    "http_status": ("httpstatus", "statuscode", "responsecode", "httpstatuscode"),
    "description": ("description", "statusdescription", "httpstatusdescription", "reason"),
    "content_type": ("contenttype",),
    "body": ("body", "requestbody"),
    "answer": ("answer", "response", "responsebody"),
    "trace": ("traceid", "correlationid"),
}
_SEVERITIES = {
    **{severity.value: severity for severity in Severity},
    "warn": Severity.WARNING,
    "error": Severity.CRITICAL,
    "high": Severity.CRITICAL,
    "fatal": Severity.CRITICAL,
    "low": Severity.INFO,
    "notice": Severity.INFO,
}
EPOCH = datetime.fromtimestamp(0, UTC)
_TIDINGS = {
    "firing": Tiding.FIRING,
    "open": Tiding.FIRING,
    "triggered": Tiding.FIRING,
    "resolved": Tiding.RESOLVED,
    "ok": Tiding.RESOLVED,
    "closed": Tiding.RESOLVED,
    "heartbeat": Tiding.HEARTBEAT,
}
# Names of fields that are shown nowhere: a script may send them by mistake.
_SECRET = re.compile(r"password|passwd|secret|token|authorization|apikey|cookie|credential")
# What stands before the host: to the last @ there, also where a password holds a slash or the address is none.
_CREDENTIALS = re.compile(r"^((?:[\w+.-]*:)?[/\\]*)(?:[^/\\]*@|[^/\\@]*:(?!\d*(?:/|$))[^@]*@)")
_PERSONAL = frozenset(
    {"ani", "dnis", "phone", "phonenumber", "mobile", "msisdn", "cli", "clid", "callerid", "email", "from", "to"}
    | {"customer", "customername", "caller", "callername", "contactname", "firstname", "lastname", "fullname"}
)
# A number with its country code, or an address, as a step of a path; ids of digits alone stay.
_TOLD_IN_A_PATH = re.compile(r"/[^/]*(?:\+|%2[Bb]|@|%40)[^/]*")


def fields_of(raw: bytes, content_type: str) -> tuple[dict[str, Any], str]:
    """Read a body: JSON, or a form, which is a script's default; returns a remark where it was not what it said.

    Raises `InputError` in words for what is neither.
    """
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InputError("the body is no UTF-8 text", "Send JSON in UTF-8.") from None
    if not text:
        raise InputError("the body is empty", "Send a JSON object; p.MakeRestRequest takes it as second argument.")
    form = content_type.partition(";")[0].strip().lower() == FORM
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        if form and (pairs := _pairs(text)):
            return pairs, FORM_REMARK
        raise InputError(f"the body is no JSON: {_where(wrong)}", "Send one JSON object.") from None
    if not isinstance(value, dict):
        raise InputError("the JSON is no object", 'Send an object such as {"title": "…"}.')
    return value, FORM_REMARK if form else ""


def _pairs(text: str) -> dict[str, Any]:
    try:
        return dict(parse_qsl(text, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise InputError(f"the form has over {MOST_FIELDS} fields", "Send fewer, or JSON.") from None


def notice_of(
    fields: Mapping[str, Any], source: str, form: str, *, reference: str, now: datetime, remark: str = ""
) -> Notice:
    """Make a notice of a source's fields. Raises `InputError` in words where something is missing or senseless."""
    held = _Fields(fields)
    tiding = _tiding(held, form)
    if tiding is Tiding.HEARTBEAT:
        return Notice(reference, source, now, tiding.value, tiding)
    call = _call(held) if form == "studio" or held.text("url") else None
    title, text = held.words("title", SHORT), held.words("text", LONG)
    if form == "studio" and call is None and tiding is Tiding.FIRING:
        raise InputError("the field url is missing", "Send the url, verb, status and description of the failed call.")
    if call is None and not title and not held.text("key"):
        raise InputError("there is neither a title nor a key", 'Send at least {"title": "…"}.')
    conversation = _cut(held.text("conversation") or held.first("masterid", "mastercontactid", "contactid"), SHORT)
    return Notice(
        id=reference,
        source=source,
        received_at=now,
        key=_short(held.text("key")) or _key(call, conversation, title),
        tiding=tiding,
        title=title,
        text=text,
        severity=_severity(held),
        since=_moment(held.text("since"), now),
        conversation_id=conversation,
        participant_id=_cut(held.text("participant"), SHORT),
        call=call,
        about=held.others(),
        remark=remark,
    )


class _Fields:
    """The fields by name, whatever their case and separators."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        nested = {key: one for key, one in given.items() if isinstance(one, dict)}
        flat = [*given.items(), *((key, one) for held in nested.values() for key, one in held.items())]
        self._given: dict[str, tuple[str, Any]] = {}
        for key, one in flat:
            if not isinstance(one, dict):
                self._given.setdefault(_bare(str(key)), (str(key), one))

    def first(self, *names: str) -> str:
        """Give the first field of these bare names that says something."""
        found = (_text(self._given[name][1]) for name in names if name in self._given)
        return next((one for one in found if one), "")

    def text(self, name: str) -> str:
        """Give a field by any of its names."""
        return self.first(*_NAMES[name])

    def words(self, name: str, most: int) -> str:
        """Give a field that a card shows: on one line, cut, numbers and addresses masked."""
        return _cut(redacted(" ".join(self.text(name).split())), most)

    def others(self) -> tuple[tuple[str, str], ...]:
        """Give what else there is, but what is a customer's."""
        known = {name for names in _NAMES.values() for name in names} | _PERSONAL
        found = [
            (_cut(redacted(key), 40), _shown(bare, _text(one)))
            for bare, (key, one) in self._given.items()
            if bare not in known and not _SECRET.search(bare) and _text(one)
        ]
        return tuple(found[:MOST_FACTS])


def _shown(name: str, value: str) -> str:
    """Mask what may be a customer's; a contact's id has as many digits as a number, and is none."""
    if name.endswith("id") and re.fullmatch(r"[\w-]{1,64}", value):
        return value
    return _cut(redacted(" ".join(value.split())), SHORT)


def _tiding(held: _Fields, form: str) -> Tiding:
    if held.first("heartbeat").lower() in {"true", "1", "yes"}:
        return Tiding.HEARTBEAT
    said = held.text("status").lower()
    if form == "studio":
        # There, `status` is the failed call's.
        said = held.first("event", "alertstatus").lower()
    return _TIDINGS.get(said, Tiding.FIRING)


def _call(held: _Fields) -> FailedCall | None:
    url = held.text("url")
    if not url:
        return None
    return FailedCall(
        url=_cut(_without_query(url), LONG),
        method=re.sub(r"[^A-Z]", "", held.text("verb").upper())[:10] or "POST",
        status=_status(held.text("http_status") or held.text("status")),
        description=_cut(redacted(held.text("description")), SHORT),
        content_type=_cut(held.text("content_type"), SHORT),
        body=_cut(redacted(held.text("body")), LONG),
        answer=_cut(redacted(held.text("answer")), LONG),
        trace_id=_cut(held.text("trace"), SHORT),
    )


def _without_query(url: str) -> str:
    """Leave the query and any credentials out: they can hold anything."""
    bare = _CREDENTIALS.sub(r"\1", re.split(r"[?#]", url.strip()[:LONGEST_URL], maxsplit=1)[0])
    try:
        parts = urlsplit(bare)
        host = parts.netloc.lower()
    except ValueError:
        return bare
    return urlunsplit((parts.scheme, host, _TOLD_IN_A_PATH.sub("/…", parts.path), "", ""))


def _status(said: str) -> int | None:
    """Read a status; -1, 0 and nothing are no answer, as Studio says it."""
    found = re.fullmatch(r"\s*(\d{3})(?:\.0+)?\s*", said)
    return int(found[1]) if found and 100 <= int(found[1]) <= 599 else None  # noqa: PLR2004 - HTTP's statuses


def _key(call: FailedCall | None, conversation: str, title: str) -> str:
    if call is None:
        return key_of(title, conversation)
    # The ids of a path tell calls apart; a script that tries twice tells of one problem.
    return key_of(call.method, call.url, str(call.status), conversation)


def _short(key: str) -> str:
    """Keep a key that a source gave; of one that no database takes, or that holds a number, its hash."""
    return key if key == _cut(redacted(key), LONGEST_KEY) else key_of(key)


def _severity(held: _Fields) -> Severity | None:
    said = held.text("severity").lower()
    if not said:
        return None
    if said not in _SEVERITIES:
        raise InputError(f"the severity {_cut(said, 40)!r} is none of info, warning, critical", "Leave it out.")
    return _SEVERITIES[said]


def _moment(said: str, now: datetime) -> datetime | None:
    """Read a moment, in ISO 8601 or in seconds since 1970; a senseless one, or one to come, is left out."""
    if not said:
        return None
    try:
        number = float(said) if re.fullmatch(r"\d{9,13}(?:\.\d+)?", said) else None
        if number is not None:
            found = datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)  # noqa: PLR2004
        else:
            found = datetime.fromisoformat(said)
        found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if EPOCH <= found <= now else None


def _text(value: Any, deep: int = 0) -> str:
    if value is None or isinstance(value, dict) or deep > DEEPEST:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(one, deep + 1) for one in value[:MOST_FACTS])))
    return _kept(str(value)).strip() if not isinstance(value, bool) else str(value).lower()


def _kept(text: str) -> str:
    """Leave out what no database keeps, or nobody means: control characters, and halves of surrogate pairs."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _cut(text: str, most: int) -> str:
    seen = "".join(c for c in text if c.isprintable() or c == " ")
    return seen if len(seen) <= most else seen[: most - 1] + "…"


def _where(wrong: Exception) -> str:
    if isinstance(wrong, json.JSONDecodeError):
        return f"line {wrong.lineno}, column {wrong.colno}"
    return "too deep" if isinstance(wrong, RecursionError) else "a number in it is too long"
