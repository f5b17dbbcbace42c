"""What is live, as the analytics queries tell it: one agent's sessions, queues' activity, conversations' details.

https://developer.genesys.cloud/analyticsdatamanagement/analytics/
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from playground.genesys import analytics, parties
from playground.genesys.exchange import Answer, Asked
from playground.genesys.platform import Platform
from playground.genesys.predicates import fits
from playground.genesys.refusals import refusal

LONGEST = timedelta(days=31)
PAGE = 100
# The longest list of entities; of more, the oldest half and the newest half are told.
ENTITIES = 100
METRICS = ("oAlerting", "oInteracting", "oWaiting", "oLongestInteracting", "oLongestWaiting")
_ALERTING = frozenset({"alerting", "dialing", "contacting", "offering"})

Json = dict[str, Any]


def agent_status(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /analytics/agents/{userId}/status`; the name is there only with a permission of its own."""
    user = asked.ids["user"]
    known = next((one for one in org.directory("users") if one["id"] == user), None)
    if known is None:
        raise refusal("not.found")
    sessions = [
        session
        for document in org.recorded()
        for party in document.get("participants") or ()
        if party.get("userId") == user
        for session in _sessions(document, party)
    ]
    told: Json = {"userId": user, "sessionCount": len(sessions), "sessions": sessions}
    told |= {"systemPresence": "AVAILABLE", "routingStatus": "INTERACTING" if sessions else "IDLE"}
    if "analytics:agentStateNames:view" in org.permissions:
        told["userName"] = known["name"]
    return Answer(body=told)


def activity(org: Platform, asked: Asked) -> Answer:
    """Answer `POST /analytics/conversations/activity/query`, ungrouped: counts, and entities where details are asked.

    Raises the platform's 400 for a metric that it does not know.
    """
    asked.number("pageSize", 100, 1000)
    body = asked.document() or {}
    metrics = {str(one.get("metric")): bool(one.get("details")) for one in body.get("metrics") or ()}
    for name in metrics:
        if name not in METRICS:
            raise refusal("invalid.value", name, "metric", ", ".join(METRICS), fields=["metric"])
    if not metrics:
        raise refusal("bad.request", message="At least one metric is needed.", fields=["metrics"])
    active = [one for document in org.recorded() for one in _active(document)]
    active = sorted(
        (one for one in active if one["metric"] in metrics and fits([body.get("filter")], [one])),
        key=lambda one: str(one["activityDate"]),
    )
    counts = [
        _count(name, [one for one in active if one["metric"] == name]) for name in metrics if "Longest" not in name
    ]
    listed = [one for one in active if metrics[one["metric"]]]
    half = ENTITIES // 2
    truncated = len(listed) > ENTITIES
    result: Json = {"group": {}, "data": counts, "truncated": truncated}
    result["entities"] = [*listed[:half], *listed[-half:]] if truncated else listed
    return Answer(body={"results": [result], "entityIdDimension": "conversationId"})


def details(org: Platform, asked: Asked) -> Answer:
    """Answer `POST /analytics/conversations/details/query`: what started on a day that the interval touches."""
    body = asked.document() or {}
    since, until = _interval(body.get("interval"))
    size, number = _paging(body.get("paging") or {})
    told = [analytics.details(one) for one in org.recorded()]
    found = [
        one
        for one in told
        if since.date() <= datetime.fromisoformat(str(one["conversationStart"])).date() <= until.date()
        and fits(body.get("conversationFilters"), [one])
        and fits(body.get("segmentFilters"), list(_rows(one)))
    ]
    if body.get("order") == "desc":
        found.reverse()
    listed = found[(number - 1) * size : number * size]
    return Answer(body={"conversations": listed, "totalHits": len(found)} if listed else {"totalHits": len(found)})


def _sessions(document: Mapping[str, Any], party: Mapping[str, Any]) -> Iterator[Json]:
    for kind, leg in parties.legs(party):
        work = leg.get("afterCallWork") or {}
        live = leg.get("state") not in parties.ENDED
        if not live and work.get("state") != "pending":
            continue
        segment_start = leg.get("startHoldTime") if leg.get("held") else leg.get("connectedTime")
        told = {
            "conversationId": document["id"],
            "sessionId": leg.get("id"),
            "sessionStart": leg.get("startAlertingTime") or party.get("startTime"),
            "segmentStart": (segment_start or leg.get("startAlertingTime")) if live else work.get("startTime"),
            "segmentType": analytics.segment_type(leg) if live else "wrapup",
            "routedQueueId": party.get("queueId"),
            "mediaType": analytics.MEDIA_TYPES[kind],
            "originatingDirection": leg.get("direction") or "inbound",
        }
        yield {name: value for name, value in told.items() if value is not None}


def _active(document: Mapping[str, Any]) -> Iterator[Json]:
    for party in document.get("participants") or ():
        if party.get("purpose") not in ("agent", "acd") or not party.get("queueId"):
            continue
        for kind, leg in parties.live_legs(party):
            waits = party["purpose"] == "acd"
            rings = leg.get("state") in _ALERTING
            told = {
                "activityDate": leg.get("connectedTime") or leg.get("startAlertingTime") or party.get("startTime"),
                "metric": "oWaiting" if waits else "oAlerting" if rings else "oInteracting",
                "conversationId": document["id"],
                "sessionId": leg.get("id"),
                "mediaType": analytics.MEDIA_TYPES[kind],
                "queueId": party["queueId"],
                "userId": None if waits else party.get("userId"),
                "direction": leg.get("direction"),
            }
            yield {name: value for name, value in told.items() if value is not None}


def _count(metric: str, active: list[Json]) -> Json:
    return {"metric": metric, "count": len(active), "entityIds": [one["conversationId"] for one in active[:ENTITIES]]}


def _rows(told: Mapping[str, Any]) -> Iterator[Json]:
    """List the segments, each with what its session and its participant say of it."""
    for party in told["participants"]:
        for session in party.get("sessions") or ():
            for segment in session.get("segments") or ():
                of_all = {name: value for name, value in {**party, **session}.items() if isinstance(value, str)}
                yield {**of_all, **segment}


def _interval(text: object) -> tuple[datetime, datetime]:
    try:
        since, until = (datetime.fromisoformat(one) for one in str(text).split("/"))
    except ValueError:
        raise refusal("bad.request", message="The interval is no ISO-8601 interval.", fields=["interval"]) from None
    if not timedelta() < until - since <= LONGEST:
        raise refusal("bad.request", message="The interval must be at most 31 days.", fields=["interval"])
    return since, until


def _paging(paging: Mapping[str, Any]) -> tuple[int, int]:
    size, number = int(paging.get("pageSize") or 25), int(paging.get("pageNumber") or 1)
    if not 1 <= size <= PAGE:
        raise refusal("invalid.value", size, "pageSize", f"1 to {PAGE}", fields=["paging.pageSize"])
    return size, max(1, number)
