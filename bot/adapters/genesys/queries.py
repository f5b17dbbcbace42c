"""The searches that Genesys Cloud is asked: paths, bodies, and the permission that each needs. Pure.

https://developer.genesys.cloud/analyticsdatamanagement/analytics/detail/ and the API explorer for each call
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bot.adapters.genesys import wire
from bot.domain.sighting import Filter

# A synchronous query covers at most 31 days, and a day that is touched counts whole: 30 days are safe.
DAYS = 30
PAGE = 100
_ADDRESSES = ("ani", "dnis", "addressFrom", "addressTo")


@dataclass(frozen=True, slots=True)
class Query:
    """One call: `words` say in a lead's words what is asked for, `needs` are permissions of which one is enough."""

    method: str
    path: str
    words: str
    needs: tuple[str, ...]
    body: Mapping[str, object] | None = None


def agents_named(named: str) -> Query:
    """Search the directory for an e-mail exactly, or for a name, the active people alone.

    https://developer.genesys.cloud/devapps/api-explorer#post-api-v2-users-search
    """
    by = (
        {"fields": ["email"], "value": named, "type": "EXACT"}
        if "@" in named
        else {"fields": ["name"], "value": named, "type": "CONTAINS"}
    )
    active = {"fields": ["state"], "type": "EXACT", "values": ["active"]}
    body = {"pageSize": 25, "pageNumber": 1, "query": [by, active]}
    return Query("POST", "/api/v2/users/search", "the list of agents", ("directory:user:view",), body)


def agents_of(ids: Iterable[str]) -> Query:
    """Ask for the names of up to 100 people.

    https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-users
    """
    asked = urlencode([("pageSize", PAGE), *(("id", one) for one in sorted(ids)[:PAGE])])
    return Query("GET", f"/api/v2/users?{asked}", "the agents' names", ("directory:user:view",))


def queues_named(named: str) -> Query:
    """Ask for the queues that hold a name; asterisks at both ends let it be a part.

    https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-routing-queues
    """
    asked = urlencode({"name": f"*{named}*", "pageSize": PAGE, "pageNumber": 1})
    return Query("GET", f"/api/v2/routing/queues?{asked}", "the list of queues", ("routing:queue:view",))


def queues_of(ids: Iterable[str]) -> Query:
    """Ask for the names of up to 100 queues."""
    asked = urlencode([("pageSize", PAGE), *(("id", one) for one in sorted(ids)[:PAGE])])
    return Query("GET", f"/api/v2/routing/queues?{asked}", "the queues' names", ("routing:queue:view",))


def agent_status(agent_id: str) -> Query:
    """Ask for one agent's sessions as they are now; raises `ValueError` for an id that is none.

    https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-analytics-agents--userId--status
    """
    if wire.id_in(agent_id) is None:
        raise ValueError("this is no id, and no path is built from it")
    path = f"/api/v2/analytics/agents/{agent_id}/status"
    return Query("GET", path, "what the agent is on", ("analytics:agentState:view",))


def activity_of(queue_ids: Iterable[str]) -> Query:
    """Ask what queues have live: who is alerted, who talks, who waits.

    https://developer.genesys.cloud/devapps/api-explorer#post-api-v2-analytics-conversations-activity-query
    """
    metrics = [{"metric": name, "details": True} for name in ("oAlerting", "oInteracting", "oWaiting")]
    clause = {"type": "or", "predicates": [_matches("queueId", one) for one in sorted(queue_ids)]}
    body = {"metrics": metrics, "order": "asc", "filter": {"type": "and", "clauses": [clause]}}
    path = f"/api/v2/analytics/conversations/activity/query?pageSize={PAGE}&pageNumber=1"
    return Query("POST", path, "who is live in the queue", ("analytics:queueObservation:view",), body)


def details_of_number(e164: str, now: datetime, page: int) -> Query:
    """Ask which live conversations have a number on either side, written as calls, texts and messengers write it."""
    forms = (f"tel:{e164}", e164, e164.removeprefix("+"))
    predicates = [_matches(dimension, form) for dimension in _ADDRESSES for form in forms]
    return _details(now, page, [{"type": "or", "predicates": predicates}])


def details_of_queue(queue_id: str, now: datetime, page: int) -> Query:
    """Ask which live conversations somebody of a queue has, or waits in, the oldest first."""
    return _details(now, page, [_all(_matches("queueId", queue_id), _open())])


def details_live(which: Filter, now: datetime, page: int) -> Query:
    """Ask for every live conversation that fits, the oldest first."""
    return _details(now, page, _fitting(which))


def details_in_wrap_up(which: Filter, now: datetime) -> Query:
    """Ask for the conversations whose wrap-up somebody still owes: the conversation itself may have ended."""
    owed = _all(_matches("segmentType", "wrapup"), _open())
    body = _details(now, 1, [owed, *_fitting(which)]).body or {}
    return _posted({name: value for name, value in body.items() if name != "conversationFilters"})


def _fitting(which: Filter) -> list[dict[str, object]]:
    wanted = (("queueId", which.queue_ids), ("userId", which.agent_ids))
    return [
        {"type": "or", "predicates": [_matches(dimension, one) for one in sorted(values)]}
        for dimension, values in wanted
        if values
    ]


def _details(now: datetime, page: int, filters: list[dict[str, object]]) -> Query:
    """Write a details query over the last 30 days.

    https://developer.genesys.cloud/devapps/api-explorer#post-api-v2-analytics-conversations-details-query : only
    conversations that started on a day that the interval touches are found.
    """
    body: dict[str, object] = {
        "interval": f"{_moment(now - timedelta(days=DAYS))}/{_moment(now + timedelta(minutes=1))}",
        "order": "asc",
        "orderBy": "conversationStart",
        "paging": {"pageSize": PAGE, "pageNumber": page},
        "conversationFilters": [_all({"type": "dimension", "dimension": "conversationEnd", "operator": "notExists"})],
    }
    if filters:
        body["segmentFilters"] = filters
    return _posted(body)


def _posted(body: Mapping[str, object]) -> Query:
    needs = ("analytics:conversationDetail:view", "analytics:agentConversationDetail:view")
    path = "/api/v2/analytics/conversations/details/query"
    return Query("POST", path, "the live conversations", needs, body)


def _all(*predicates: dict[str, object]) -> dict[str, object]:
    return {"type": "and", "predicates": list(predicates)}


def _matches(dimension: str, value: str) -> dict[str, object]:
    return {"type": "dimension", "dimension": dimension, "operator": "matches", "value": value}


def _open() -> dict[str, object]:
    return {"type": "dimension", "dimension": "segmentEnd", "operator": "notExists"}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
