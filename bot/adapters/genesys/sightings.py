"""Genesys Cloud's answers to searches -> the domain. Pure, and never surprised: what can't be read is left out.

Of an answer only ids, names of agents and queues, states and times are taken: no number, no customer's name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.adapters.genesys import wire
from bot.domain.communication import Media
from bot.domain.participant import STAFF, Standing
from bot.domain.sighting import Agent, Queue, Sighting

_MEDIA = {
    "voice": Media.CALL,
    "callback": Media.CALLBACK,
    "chat": Media.CHAT,
    "cobrowse": Media.COBROWSE,
    "email": Media.EMAIL,
    "internalmessage": Media.INTERNAL_MESSAGE,
    "message": Media.MESSAGE,
    "screenmonitoring": Media.SCREEN_MONITORING,
    "screenshare": Media.SCREENSHARE,
    "video": Media.VIDEO,
}
# https://developer.genesys.cloud/devapps/api-explorer : AnalyticsConversationSegment.segmentType
_STANDINGS = {
    "alert": Standing.ALERTING,
    "contacting": Standing.CONTACTING,
    "converting": Standing.CONVERTING,
    "dialing": Standing.DIALING,
    "parked": Standing.PARKED,
    "scheduled": Standing.SCHEDULED,
    "transmitting": Standing.TRANSMITTING,
    "uploading": Standing.UPLOADING,
    "wrapup": Standing.WRAP_UP,
    **dict.fromkeys(
        ("interact", "hold", "ivr", "monitoring", "coaching", "barging", "sharing", "screenmonitoring", "voicemail"),
        Standing.CONNECTED,
    ),
}
_METRICS = {"oAlerting": Standing.ALERTING, "oInteracting": Standing.CONNECTED, "oWaiting": Standing.CONNECTED}
_WORDS = 200
_MISSING = re.compile(r"\[([^\[\]]{1,1000})\]")
_PERMISSION = re.compile(r"[A-Za-z]+:[A-Za-z]+:[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer listed, of how many."""

    sightings: tuple[Sighting, ...]
    total: int
    truncated: bool = False


def agents_in(body: str, *, org: str) -> tuple[tuple[Agent, ...], int]:
    """Read a list of users, by `results` of a search or by `entities`, and how many there are in all."""
    document = wire.object_in(body)
    found = tuple(
        Agent(found_id, _words(user, "name"), _words(user, "email"), org)
        for user in _entries(document)
        if (found_id := wire.id_in(user.get("id")))
    )
    return found, max(_count(document.get("total")), len(found))


def queues_in(body: str, *, org: str) -> tuple[tuple[Queue, ...], int]:
    """Read a list of queues, and how many there are in all."""
    document = wire.object_in(body)
    found = tuple(
        Queue(found_id, _words(queue, "name"), org, wire.id_in(_within(queue, "division").get("id")) or "")
        for queue in _entries(document)
        if (found_id := wire.id_in(queue.get("id")))
    )
    return found, max(_count(document.get("total")), len(found))


def sessions_in(body: str, *, org: str, agent_id: str) -> tuple[str, Page]:
    """Read an agent's live status: the agent's name, where it is told, and one party for each session."""
    document = wire.object_in(body)
    found = tuple(
        Sighting(
            org,
            conversation_id,
            purpose="agent",
            agent_id=agent_id,
            queue_id=wire.id_in(session.get("routedQueueId")),
            media=_media(session.get("mediaType")),
            since=wire.time_from(session.get("segmentStart")),
            started_at=wire.time_from(session.get("sessionStart")),
            direction=_words(session, "originatingDirection") or None,
            **_state(session.get("segmentType")),
        )
        for session in wire.objects_in(document, "sessions")
        if (conversation_id := wire.id_in(session.get("conversationId")))
    )
    return _words(document, "userName"), Page(found, max(len(found), _count(document.get("sessionCount"))))


def activity_in(body: str, *, org: str) -> Page:
    """Read what queues have live. The count is of the platform's metrics, the list may be shorter: `truncated`."""
    found: list[Sighting] = []
    total, truncated = 0, False
    for result in wire.objects_in(wire.object_in(body), "results"):
        truncated = truncated or result.get("truncated") is True
        metric_of: dict[str, str] = {}
        for metric in wire.objects_in(result, "data"):
            if metric.get("metric") in _METRICS:
                total += _count(metric.get("count"))
                ids = metric.get("entityIds")
                metric_of |= {str(one): str(metric["metric"]) for one in (ids if isinstance(ids, list) else ())}
        found += [
            sighting
            for entity in wire.objects_in(result, "entities")
            if (sighting := _active(entity, metric_of, org)) is not None
        ]
    return Page(tuple(found), max(total, len(found)), truncated or total > len(found))


def parties_in(body: str, *, org: str) -> Page:
    """Read a details query: each party that has something open, in the conversations' order."""
    document = wire.object_in(body)
    conversations = list(wire.objects_in(document, "conversations"))
    found = tuple(party for one in conversations for party in _parties(one, org))
    return Page(found, max(_count(document.get("totalHits")), len(conversations)))


def missing_in(message: str | None) -> tuple[str, ...]:
    """Read which permissions a 403 names, one of which would do."""
    named = _MISSING.search(message or "")
    return tuple(_PERMISSION.findall(named[1])) if named else ()


def _active(entity: Mapping[str, Any], metric_of: Mapping[str, str], org: str) -> Sighting | None:
    conversation_id = wire.id_in(entity.get("conversationId"))
    if conversation_id is None:
        return None
    metric = str(entity.get("metric") or metric_of.get(conversation_id) or "")
    waits = metric == "oWaiting"
    return Sighting(
        org,
        conversation_id,
        media=_media(entity.get("mediaType")),
        standing=_METRICS.get(metric, Standing.UNKNOWN),
        raw_state=metric,
        since=wire.time_from(entity.get("activityDate")),
        purpose="acd" if waits else "agent",
        agent_id=None if waits else wire.id_in(entity.get("userId")),
        queue_id=wire.id_in(entity.get("queueId")),
        direction=_words(entity, "direction") or None,
    )


def _parties(conversation: Mapping[str, Any], org: str) -> Iterator[Sighting]:
    conversation_id = wire.id_in(conversation.get("conversationId"))
    if conversation_id is None:
        return
    open_ones = [
        (party, session, segment)
        for party in wire.objects_in(conversation, "participants")
        for session in wire.objects_in(party, "sessions")
        if (segment := _last_open(session)) is not None
    ]
    purposes = frozenset(
        _words(party, "purpose").lower() for party, _, segment in open_ones if segment.get("segmentType") != "wrapup"
    )
    divisions = conversation.get("divisionIds")
    for party, session, segment in open_ones:
        purpose = _words(party, "purpose").lower()
        staff = purpose in STAFF
        yield Sighting(
            org,
            conversation_id,
            media=_media(session.get("mediaType")),
            since=wire.time_from(segment.get("segmentStart")),
            started_at=wire.time_from(conversation.get("conversationStart")),
            participant_id=wire.id_in(party.get("participantId")),
            purpose=purpose,
            agent_id=wire.id_in(party.get("userId")),
            # A customer's name is a customer's: it is not taken.
            agent_name=_words(party, "participantName") if staff else "",
            queue_id=_queue_of(session, segment),
            direction=_words(session, "direction") or None,
            division_ids=tuple(filter(None, map(wire.id_in, divisions if isinstance(divisions, list) else ()))),
            purposes=purposes,
            **_state(segment.get("segmentType")),
        )


def _last_open(session: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Find the segment that is going on: the latest without an end."""
    still = [one for one in wire.objects_in(session, "segments") if not one.get("segmentEnd")]
    return still[-1] if still else None


def _queue_of(session: Mapping[str, Any], segment: Mapping[str, Any]) -> str | None:
    named = [wire.id_in(one.get("queueId")) for one in (*wire.objects_in(session, "segments"), segment)]
    return next((one for one in reversed(named) if one), None)


def _state(word: Any) -> dict[str, Any]:
    raw = word if isinstance(word, str) else ""
    return {"standing": _STANDINGS.get(raw, Standing.UNKNOWN), "raw_state": raw[:40], "held": raw == "hold"}


def _media(word: Any) -> Media:
    return _MEDIA.get(word, Media.OTHER) if isinstance(word, str) else Media.OTHER


def _entries(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*wire.objects_in(document, "results"), *wire.objects_in(document, "entities")]


def _within(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = entry.get(name)
    return value if isinstance(value, Mapping) else {}


def _words(entry: Mapping[str, Any], name: str) -> str:
    return (wire.text_in(entry, name) or "")[:_WORDS]


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def earliest(*moments: datetime | None) -> datetime | None:
    """Tell the earliest of the moments that are known."""
    return min((one for one in moments if one is not None), default=None)
