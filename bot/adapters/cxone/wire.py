"""NICE CXone's JSON -> this adapter's records, and its status, headers and body -> a reply. Pure, and never surprised.

Versions differ in the case of keys and in what lists are called, so keys are read without regard to case. A missing
field, a field of another type or an unknown word never raises. An id is a positive number of at most 19 digits.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.adapters.cxone.contact import AgentState, Child, Contact
from bot.domain.exchange import Reply

STATUS_HEADER = "icStatusDescription"
TRACE_HEADER = "CorrelationId"
_BODY_CHARACTERS = 2000
_WORDS_CHARACTERS = 300
_PLAIN_CHARACTERS = 500
_YEARS = range(1970, 2200)
_ID = re.compile(r"[1-9][0-9]{0,18}")
_TRACE_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
# `InvalidContactId`, `Accepted`: one word without a space is a code, anything else is a sentence.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{2,60}")
# The same as sentences: test data of the platform's endpoints has both forms.
_SENTENCES = {"invalidcontactid": "InvalidContactId", "invalidagentsessionid": "InvalidAgentSession"}
# What an answer's header says when nothing is wrong.
_NO_CODE = frozenset({"accepted", "success", "ok", "created"})


def id_in(value: Any) -> str | None:
    """Take a number, or the text of one, for an id; 0 is how the platform writes none."""
    if isinstance(value, bool):
        return None
    text = str(value) if isinstance(value, int) else value.strip() if isinstance(value, str) else ""
    return text if _ID.fullmatch(text) else None


def end_path(contact_id: str) -> str:
    """Give the path that ends a contact; raises `ValueError` for an id that is none.

    https://github.com/calljacob/nice-cxone-api (AdminContactsService: "Force a contact to be disconnected and to end")
    """
    return f"/contacts/{_addressed(contact_id)}/end"


def contact_path(contact_id: str, more: str = "") -> str:
    """Give the path of a contact, or of something about it; raises `ValueError` for an id that is none."""
    return f"/contacts/{_addressed(contact_id)}{more}"


def time_from(text: Any) -> datetime | None:
    """Read an ISO 8601 time; None for what is none. A time without a zone is UTC, a year out of reason is no time."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None


def object_in(body: str) -> Mapping[str, Any] | None:
    """Read a JSON object with its keys in lower case; None for what is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return lowered(value) if isinstance(value, dict) else None


def lowered(entry: Mapping[Any, Any]) -> Mapping[str, Any]:
    """Give an object's keys in lower case."""
    return {str(key).lower(): value for key, value in entry.items()}


def listed(document: Mapping[str, Any], *names: str) -> Sequence[Mapping[str, Any]] | None:
    """Find a list of objects under one of several names, here or under `resultSet`; None if there is no such list."""
    inner = document.get("resultset")
    places = (document, lowered(inner)) if isinstance(inner, Mapping) else (document,)
    for place in places:
        for name in names:
            rows = place.get(name.lower())
            if isinstance(rows, list):
                return [lowered(row) for row in rows if isinstance(row, Mapping)]
    return None


def contacts_from(document: Mapping[str, Any]) -> Sequence[Contact] | None:
    """Read the list of active contacts: `activeContacts`, `contacts`, or either within `resultSet`."""
    rows = listed(document, "activeContacts", "contacts")
    return None if rows is None else [contact for row in rows if (contact := contact_from(row)) is not None]


def more_in(document: Mapping[str, Any], rows: int) -> bool:
    """Tell whether there are more than the rows that came so far: by the total, else by a link to more."""
    inner = document.get("resultset")
    places = (document, lowered(inner)) if isinstance(inner, Mapping) else (document,)
    total = next((found for place in places if (found := number_in(place.get("totalrecords"))) is not None), None)
    if total is not None:
        return rows < total
    links = [held for place in places if isinstance(held := place.get("_links"), Mapping)]
    return any(held.get("next") for held in links)


def one_contact_from(document: Mapping[str, Any]) -> Contact | None:
    """Read the answer about one contact, whose object sits under the key `contactId`."""
    for place in (document, document.get("resultset"), document.get("contact")):
        row = lowered(place) if isinstance(place, Mapping) else {}
        held = row.get("contactid")
        if isinstance(held, Mapping):
            return contact_from(lowered(held))
        if id_in(held) is not None:
            return contact_from(row)
    return None


def contact_from(row: Mapping[str, Any]) -> Contact | None:
    """Read a contact from an object with lower-case keys; None without an id."""
    contact_id = id_in(row.get("contactid")) or id_in(row.get("id"))
    if contact_id is None:
        return None
    ended_at = _first_time(row, "endDate", "contactEndDate", "releaseDate", "endTime")
    return Contact(
        id=contact_id,
        master_id=id_in(row.get("mastercontactid")) or id_in(row.get("masterid")) or contact_id,
        agent_id=id_in(row.get("agentid")),
        agent_name=_name(row),
        skill_id=id_in(row.get("skillid")),
        skill_name=text_in(row.get("skillname")),
        state_id=number_in(row.get("stateid")),
        state_name=text_in(row.get("statename")) or text_in(row.get("state")) or "",
        category=text_in(row.get("contactstatecategory")) or "",
        media_id=number_in(row.get("mediatypeid")) if "mediatypeid" in row else number_in(row.get("mediatype")),
        media_name=text_in(row.get("mediatypename")) or "",
        outbound=row.get("isoutbound") is True,
        from_address=_address(row, "fromAddress", "fromAddr"),
        to_address=_address(row, "toAddress", "toAddr"),
        transfer=(text_in(row.get("transferindicatorname")) or "").lower(),
        started_at=_first_time(row, "contactStartDate", "contactStart", "startDate"),
        agent_started_at=_first_time(row, "agentStartDate"),
        updated_at=_first_time(row, "lastUpdateTime"),
        ended_at=ended_at,
        # Only a contact that is over has these: https://github.com/calljacob/nice-cxone-api (ReportingReportingService)
        completed=ended_at is not None or bool({"endreason", "releaseseconds", "abandoned"} & row.keys()),
        end_reason=text_in(row.get("endreason")),
    )


def agent_states_from(document: Mapping[str, Any]) -> Sequence[AgentState] | None:
    """Read what the agents are doing; None if the answer holds no such list."""
    rows = listed(document, "agentStates")
    return None if rows is None else list(_agent_states(rows))


def children_from(document: Mapping[str, Any]) -> Sequence[Child]:
    """Read the contacts that belong together, from the platform's reports."""
    rows = listed(document, "childContacts") or ()
    return [
        Child(found, _first_time(row, "startTime", "startDate"), _first_time(row, "endTime", "endDate"))
        for row in rows
        if (found := id_in(row.get("contactid"))) is not None
    ]


def reply_from(status: int, headers: Mapping[str, str], body: str, *, trace_id: str | None = None) -> Reply:
    """Read an answer: its reason is in the header `icStatusDescription`, in the body, or in both, or nowhere.

    Clients of the platform read either: tap-nice-incontact the header, outboundani/cxone-mcp the body, which has
    `error`, `error_description` and at times `message`. What the header says comes first. `trace_id` is the
    correlation id that was sent, for an answer that does not echo it.
    """
    named = {name.lower(): value for name, value in headers.items()}
    error = object_in(body) or {}
    header = text_in(named.get(STATUS_HEADER.lower()))
    said = [header, *(text_in(error.get(key)) for key in ("error_description", "error", "message"))]
    given = [word for word in (*said, None if error else _plain(body)) if word]
    words = [word for word in given if word.lower() not in _NO_CODE] or given
    coded = [found for word in words if (found := _code_in(word)) is not None]
    telling = [found for found in coded if found in _SENTENCES.values()]
    distinct = list({word.rstrip(". ").casefold(): word for word in reversed(words)}.values())[::-1]
    sentences = [word for word in distinct if word.endswith(".") or not _CODE.fullmatch(word)] or distinct
    first = next(iter(sentences), None)
    echoed = named.get(TRACE_HEADER.lower(), "")
    return Reply(
        status=status,
        code=cut(next(iter(telling or coded), None)),
        message=cut("; ".join(word.rstrip(". ") for word in sentences[:2]) if sentences[1:] else first),
        trace_id=echoed if _TRACE_ID.fullmatch(echoed) else trace_id,
        retry_after=_seconds(named.get("retry-after")),
        body=body[:_BODY_CHARACTERS],
    )


def _code_in(words: str) -> str | None:
    """Read a code, or the sentence that says the same."""
    bare = words.strip(". ")
    if same := _SENTENCES.get(bare.replace(" ", "").lower()):
        return same
    return bare if _CODE.fullmatch(bare) and bare.lower() not in _NO_CODE else None


def _plain(body: str) -> str | None:
    """Take a body that is plain words for them; a page and other markup say nothing to a person."""
    words = text_in(body[:_PLAIN_CHARACTERS])
    return None if words is None or words[0] in "<{[" else " ".join(words.split())


def cut(words: str | None) -> str | None:
    """Cut what an answer says to 300 characters."""
    return words[:_WORDS_CHARACTERS] if words else None


def text_in(value: Any) -> str | None:
    """Take a text that is one; half of a surrogate pair, which no message takes, is replaced."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value.strip().encode("utf-8", "replace").decode()


def number_in(value: Any) -> int | None:
    """Take a whole number, or the text of one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value):
        return int(value)
    return value if isinstance(value, int) else None


def _agent_states(rows: Sequence[Mapping[str, Any]]) -> Iterator[AgentState]:
    for row in rows:
        agent_id = id_in(row.get("agentid"))
        if agent_id is not None:
            yield AgentState(
                agent_id=agent_id,
                name=_name(row) or text_in(row.get("agentname")) or text_in(row.get("username")),
                state_id=number_in(row.get("agentstateid")),
                state_name=text_in(row.get("agentstatename")) or "",
                contact_id=id_in(row.get("contactid")),
                in_acw=str(row.get("isacw")).lower() == "true",
                open_contacts=number_in(row.get("opencontacts")),
                since=_first_time(row, "startDate"),
            )


def _name(row: Mapping[str, Any]) -> str | None:
    parts = (text_in(row.get("firstname")), text_in(row.get("lastname")))
    return " ".join(part for part in parts if part) or None


def _address(row: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := text_in(row.get(name.lower()))) is not None), None)


def _first_time(row: Mapping[str, Any], *names: str) -> datetime | None:
    return next((moment for name in names if (moment := time_from(row.get(name.lower()))) is not None), None)


def _addressed(value: str) -> str:
    found = id_in(value)
    if found is None:
        raise ValueError("this is no contact id, and no path is built from it")
    return found


def _seconds(text: str | None) -> float | None:
    try:
        seconds = float(text) if text is not None else None
    except ValueError:
        return None
    return seconds if seconds is not None and 0 <= seconds < float("inf") else None
