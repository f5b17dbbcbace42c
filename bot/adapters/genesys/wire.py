"""Genesys Cloud's JSON <-> the domain, and its status and body -> a reply. Pure, and never surprised.

A missing field, a field of another type or an unknown word never raises: it is left out, or kept as the word it is.
An id is taken only if it can be addressed: letters, digits, `_` and `-`, at most 100 (the platform's have 36).
Participants' `attributes` (customers' data) are not read.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation, Transfer
from bot.domain.exchange import Analytics, Reply
from bot.domain.participant import Participant

# https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-conversations--conversationId- (model Participant)
_MEDIA_LISTS = {
    "calls": Media.CALL,
    "callbacks": Media.CALLBACK,
    "chats": Media.CHAT,
    "cobrowsesessions": Media.COBROWSE,
    "emails": Media.EMAIL,
    "messages": Media.MESSAGE,
    "internalMessages": Media.INTERNAL_MESSAGE,
    "screenMonitorings": Media.SCREEN_MONITORING,
    "screenshares": Media.SCREENSHARE,
    "socialExpressions": Media.SOCIAL,
    "videos": Media.VIDEO,
}
_BODY_CHARACTERS = 2000
_WORDS_CHARACTERS = 300
_FIELDS = 20
_YEARS = range(1970, 2200)
# Nothing that could change a path: `..` in the place of a participant would name the whole conversation.
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_TRACE_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")


def conversation_path(conversation_id: str) -> str:
    """Give the path of a conversation; raises `ValueError` for an id that is none.

    https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-conversations--conversationId-
    """
    return f"/api/v2/conversations/{_addressed(conversation_id)}"


def participant_path(conversation_id: str, participant_id: str) -> str:
    """Give the path of a participant; raises `ValueError` for an id that is none.

    https://developer.genesys.cloud/devapps/api-explorer#patch-api-v2-conversations--conversationId--participants--participantId-
    """
    return f"{conversation_path(conversation_id)}/participants/{_addressed(participant_id)}"


def details_path(conversation_id: str) -> str:
    """Give the path of the records of a conversation, live or gone; raises `ValueError` for an id that is none.

    https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-analytics-conversations--conversationId--details
    """
    return f"/api/v2/analytics/conversations/{_addressed(conversation_id)}/details"


def id_in(value: Any) -> str | None:
    """Take a value for an id, if it has the form of one."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def time_from(text: Any) -> datetime | None:
    """Read an ISO 8601 time; None for what is none. A time without a zone is UTC.

    A year that no conversation is of (1, 9999) is how some programs write "not yet": no time either.
    """
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if moment.year in _YEARS else None


def conversation_from(document: Mapping[str, Any], *, org: str) -> Conversation:
    """Read a conversation document."""
    return Conversation(
        id=_id(document, "id") or "",
        org=org,
        participants=tuple(_participant_from(entry) for entry in objects_in(document, "participants")),
        started_at=time_from(document.get("startTime")),
        ended_at=time_from(document.get("endTime")),
        transfers=tuple(_transfer_from(entry) for entry in objects_in(document, "recentTransfers")),
        division_ids=tuple(_division_ids(document)),
    )


def reply_from(status: int, headers: Mapping[str, str], body: str) -> Reply:
    """Read an answer that is not a conversation: the platform's error body, HTML from a proxy, or nothing.

    https://developer.genesys.cloud/platform/api/ names `ININ-Correlation-Id`; `contextId` in the body is the same id.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    error = object_in(body)
    details = list(objects_in(error, "details"))
    return Reply(
        status=status,
        code=cut(text_in(error, "code")),
        message=cut(text_in(error, "message")),
        fields=tuple(name for entry in details[:_FIELDS] if (name := cut(text_in(entry, "fieldName")))),
        trace_id=trace_id_in(headers) or _trace_id(error.get("contextId")),
        retry_after=_seconds(lowered.get("retry-after")),
        body=body[:_BODY_CHARACTERS],
    )


def analytics_from(status: int, body: str, *, at: datetime, path: str) -> Analytics | None:
    """Read what the records say of a conversation; None where they did not answer.

    A 404 counts only with the platform's own code, and a 200 only with a document: a proxy's page is no record.
    """
    document = object_in(body)
    if status == 404 and text_in(document, "code"):  # noqa: PLR2004
        return Analytics(at=at, known=False, path=path)
    if status != 200 or not document:  # noqa: PLR2004
        return None
    return Analytics(
        at=at,
        known=bool(document.get("conversationId") or document.get("conversationStart")),
        started_at=time_from(document.get("conversationStart")),
        ended_at=time_from(document.get("conversationEnd")),
        path=path,
    )


def trace_id_in(headers: Mapping[str, str]) -> str | None:
    """Find the id by which the platform's support finds a request."""
    named = (_trace_id(value) for name, value in headers.items() if name.lower() == "inin-correlation-id")
    return next((found for found in named if found), None)


def cut(words: str | None) -> str | None:
    """Cut what an answer says to 300 characters; the whole body is kept beside it, to 2,000."""
    return words[:_WORDS_CHARACTERS] if words else None


def document_in(body: str, conversation_id: str) -> Mapping[str, Any] | None:
    """Find the document of a conversation in a body of status 200; None if it holds none, or another one."""
    document = object_in(body)
    named = _id(document, "id")
    if named is not None:
        return document if named.lower() == conversation_id.lower() else None
    return document if isinstance(document.get("participants"), list) else None


def _participant_from(entry: Mapping[str, Any]) -> Participant:
    return Participant(
        id=_id(entry, "id") or "",
        purpose=(text_in(entry, "purpose") or "").lower(),
        name=text_in(entry, "name"),
        user_id=_id(entry, "userId"),
        queue_id=_id(entry, "queueId"),
        queue_name=text_in(entry, "queueName"),
        address=text_in(entry, "address"),
        ani=text_in(entry, "ani"),
        dnis=text_in(entry, "dnis"),
        started_at=time_from(entry.get("startTime")),
        connected_at=time_from(entry.get("connectedTime")),
        ended_at=time_from(entry.get("endTime")),
        communications=tuple(_communications_from(entry)),
        wrapup_required=entry.get("wrapupRequired") is True,
        wrapup_given=_wrapup_given(entry),
        wrapup_skipped=entry.get("wrapupSkipped") is True,
        acw_started_at=time_from(entry.get("startAcwTime")),
        acw_ended_at=time_from(entry.get("endAcwTime")),
        consult_participant_id=_id(entry, "consultParticipantId"),
        monitored_participant_id=_id(entry, "monitoredParticipantId"),
        coached_participant_id=_id(entry, "coachedParticipantId"),
        barged_participant_id=_id(entry, "bargedParticipantId"),
    )


def _communications_from(entry: Mapping[str, Any]) -> Iterator[Communication]:
    for name, media in _MEDIA_LISTS.items():
        for leg in objects_in(entry, name):
            yield _communication_from(leg, media)


def _communication_from(leg: Mapping[str, Any], media: Media) -> Communication:
    raw = text_in(leg, "state") or ""
    work = leg.get("afterCallWork")
    error = leg.get("errorInfo")
    return Communication(
        id=_id(leg, "id") or "",
        media=media,
        state=State.of(raw),
        raw_state=raw,
        direction=(text_in(leg, "direction") or "").lower() or None,
        held=leg.get("held") is True,
        muted=leg.get("muted") is True,
        confined=leg.get("confined") is True,
        alerting_since=time_from(leg.get("startAlertingTime")),
        connected_at=time_from(leg.get("connectedTime")),
        held_since=time_from(leg.get("startHoldTime")),
        ended_at=time_from(leg.get("disconnectedTime")),
        scheduled_for=time_from(leg.get("callbackScheduledTime")),
        disconnect_type=text_in(leg, "disconnectType"),
        error=text_in(error, "message") if isinstance(error, Mapping) else None,
        peer_id=_id(leg, "peerId"),
        wrapup_given=_wrapup_given(leg),
        after_call_work=text_in(work, "state") if isinstance(work, Mapping) else None,
        after_call_work_required=leg.get("afterCallWorkRequired") is True,
    )


def _transfer_from(entry: Mapping[str, Any]) -> Transfer:
    initiator, target = entry.get("initiator"), entry.get("destination")
    return Transfer(
        id=_id(entry, "id") or "",
        state=(text_in(entry, "state") or "").lower(),
        kind=(text_in(entry, "transferType") or "").lower() or None,
        initiator_user_id=_id(initiator, "userId") if isinstance(initiator, Mapping) else None,
        target_user_id=_id(target, "userId") if isinstance(target, Mapping) else None,
        issued_at=time_from(entry.get("dateIssued")),
    )


def _division_ids(document: Mapping[str, Any]) -> Iterator[str]:
    for entry in objects_in(document, "divisions"):
        division = entry.get("division")
        if isinstance(division, Mapping) and (found := _id(division, "id")):
            yield found


def _wrapup_given(entry: Mapping[str, Any]) -> bool:
    wrapup = entry.get("wrapup")
    return isinstance(wrapup, Mapping) and bool(text_in(wrapup, "code")) and wrapup.get("provisional") is not True


def text_in(entry: Mapping[str, Any], name: str) -> str | None:
    """Take a field for words, if it holds any."""
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        return None
    # JSON may carry half of a surrogate pair, which no message and no database takes.
    return value.encode("utf-8", "replace").decode()


def _id(entry: Mapping[str, Any], name: str) -> str | None:
    return id_in(entry.get(name))


def _trace_id(value: Any) -> str | None:
    return value if isinstance(value, str) and _TRACE_ID.fullmatch(value) else None


def _addressed(value: str) -> str:
    if id_in(value) is None:
        raise ValueError("this is no id, and no path is built from it")
    return value


def objects_in(entry: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    """List the objects in a field that is a list; nothing for what is none."""
    value = entry.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def object_in(body: str) -> Mapping[str, Any]:
    """Read a body that is a JSON object; an empty one for what is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def is_object(body: str) -> bool:
    """Tell whether a body is a JSON object, an empty one too."""
    return body.lstrip().startswith("{") and (bool(object_in(body)) or body.strip() == "{}")


def _seconds(text: str | None) -> float | None:
    try:
        seconds = float(text) if text is not None else None
    except ValueError:
        return None
    return seconds if seconds is not None and 0 <= seconds < float("inf") else None
