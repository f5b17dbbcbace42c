"""A conversation as analytics tells it, also after the live object is gone.

https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-analytics-conversations--conversationId--details
"""

from collections.abc import Mapping
from typing import Any

from playground.genesys import parties

MEDIA_TYPES = {
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
# The bank's own number, which nobody has.
CALLED = "tel:+6500000000"
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
    addresses = _addresses(document)
    told: dict[str, Any] = {
        "conversationId": document["id"],
        "conversationStart": document.get("startTime"),
        "originatingDirection": "inbound",
        "divisionIds": [one["division"]["id"] for one in document.get("divisions") or ()],
        "participants": [_participant(one, addresses) for one in document.get("participants") or ()],
    }
    if document.get("endTime"):
        told["conversationEnd"] = document["endTime"]
    return told


def _participant(party: Mapping[str, Any], addresses: Mapping[str, str]) -> dict[str, Any]:
    told = {
        "participantId": party.get("id"),
        "participantName": party.get("name"),
        "purpose": party.get("purpose"),
        "userId": party.get("userId"),
        "sessions": [_session(party, kind, leg, addresses) for kind, leg in parties.legs(party)],
    }
    return _filled(told)


def _session(
    party: Mapping[str, Any], kind: str, leg: Mapping[str, Any], addresses: Mapping[str, str]
) -> dict[str, Any]:
    return _filled(
        {
            "sessionId": leg.get("id"),
            "mediaType": MEDIA_TYPES[kind],
            "direction": leg.get("direction"),
            "provider": leg.get("provider"),
            **addresses,
            "segments": _segments(party, leg),
        }
    )


def _segments(party: Mapping[str, Any], leg: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List what a leg went through: what it does or did, a hold that goes on, the after-call work."""
    how = leg.get("disconnectType")
    live = not leg.get("disconnectedTime")
    since = leg.get("connectedTime") or leg.get("startAlertingTime") or party.get("startTime")
    holding = leg.get("startHoldTime") if live and leg.get("held") else None
    segment = {
        "segmentStart": since,
        "segmentEnd": holding or leg.get("disconnectedTime"),
        "segmentType": segment_type(leg) if holding is None else "interact",
        "queueId": party.get("queueId"),
        "conference": False,
        "disconnectType": _DISCONNECT_TYPES.get(how, how) if how else None,
    }
    told = [segment]
    if holding is not None:
        told.append({"segmentStart": holding, "segmentType": "hold", "queueId": party.get("queueId")})
    work = leg.get("afterCallWork")
    if work and work.get("startTime"):
        told.append(
            {
                "segmentStart": work["startTime"],
                "segmentEnd": work.get("endTime"),
                "segmentType": "wrapup",
                "queueId": party.get("queueId"),
            }
        )
    return [_filled(one) for one in told]


def segment_type(leg: Mapping[str, Any]) -> str:
    """Name what a leg is doing, in the word of analytics."""
    if leg.get("held"):
        return "hold"
    return _SEGMENT_TYPES.get(str(leg.get("state")), "interact")


def _addresses(document: Mapping[str, Any]) -> dict[str, str]:
    """Tell both sides' addresses as every session of a conversation does: the caller's, and the one that was called."""
    outsiders = [one for one in document.get("participants") or () if one.get("purpose") in ("customer", "external")]
    address = next((str(one["address"]) for one in outsiders if one.get("address")), "")
    if not address:
        return {}
    ours = CALLED if address.startswith("tel:") else CALLED.removeprefix("tel:")
    return {"ani": address, "addressFrom": address, "dnis": ours, "addressTo": ours}


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
