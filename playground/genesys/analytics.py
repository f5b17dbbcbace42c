"""A conversation as analytics tells it, also after the live object is gone.

https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-analytics-conversations--conversationId--details
"""

from collections.abc import Mapping
from typing import Any

from playground.genesys import parties

_MEDIA_TYPES = {
    "calls": "voice",
    "callbacks": "callback",
    "chats": "chat",
    "cobrowsesessions": "cobrowse",
    "emails": "email",
    "messages": "message",
    "internalMessages": "internalmessage",
    "screenMonitorings": "screenmonitoring",
    "screenshares": "screenshare",
    "socialExpressions": "unknown",
    "videos": "video",
}
_DISCONNECT_TYPES = {
    "endpoint.donotdisturb": "dndEndpoint",
    "transfer.conference": "conferenceTransfer",
    "transfer.consult": "consultTransfer",
    "transfer.donotdisturb": "dndTransfer",
    "transfer.forward": "forwardTransfer",
    "transfer.noanswer": "noAnswerTransfer",
    "transfer.notavailable": "notAvailableTransfer",
    "transport.failure": "transportFailure",
    "session.expired": "sessionExpired",
}
_SEGMENT_TYPES = {
    "alerting": "alert",
    "dialing": "dialing",
    "contacting": "contacting",
    "scheduled": "scheduled",
    "parked": "parked",
}


def details(document: Mapping[str, Any]) -> dict[str, Any]:
    """Tell a conversation document the way analytics does; `conversationEnd` is there once it ended."""
    told: dict[str, Any] = {
        "conversationId": document["id"],
        "conversationStart": document.get("startTime"),
        "originatingDirection": "inbound",
        "divisionIds": [one["division"]["id"] for one in document.get("divisions") or ()],
        "participants": [_participant(one) for one in document.get("participants") or ()],
    }
    if document.get("endTime"):
        told["conversationEnd"] = document["endTime"]
    return told


def _participant(party: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "participantId": party.get("id"),
        "participantName": party.get("name"),
        "purpose": party.get("purpose"),
        "userId": party.get("userId"),
        "sessions": [_session(party, kind, leg) for kind, leg in parties.legs(party)],
    }
    return {name: value for name, value in told.items() if value is not None}


def _session(party: Mapping[str, Any], kind: str, leg: Mapping[str, Any]) -> dict[str, Any]:
    how = leg.get("disconnectType")
    segment = {
        "segmentStart": leg.get("connectedTime") or leg.get("startAlertingTime") or party.get("startTime"),
        "segmentEnd": leg.get("disconnectedTime"),
        "segmentType": _SEGMENT_TYPES.get(str(leg.get("state")), "interact"),
        "queueId": party.get("queueId"),
        "conference": False,
        "disconnectType": _DISCONNECT_TYPES.get(how, how) if how else None,
    }
    segments = [{name: value for name, value in segment.items() if value is not None}]
    work = leg.get("afterCallWork")
    if work and work.get("startTime"):
        wrap = {"segmentStart": work["startTime"], "segmentEnd": work.get("endTime"), "segmentType": "wrapup"}
        segments.append({name: value for name, value in wrap.items() if value is not None})
    told = {
        "sessionId": leg.get("id"),
        "mediaType": _MEDIA_TYPES[kind],
        "direction": leg.get("direction"),
        "provider": leg.get("provider"),
        "segments": segments,
    }
    return {name: value for name, value in told.items() if value is not None}
