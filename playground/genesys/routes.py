"""Which paths exist, which permissions each asks for, and the order of refusals before anybody is asked.

https://developer.genesys.cloud/devapps/api-explorer
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from playground.genesys import conversations, directory, live
from playground.genesys.exchange import Answer, Asked
from playground.genesys.platform import Platform
from playground.genesys.refusals import RefusalError, refusal

_VIEW = ("conversation:communication:view",)
_DISCONNECT = ("conversation:communication:disconnect",)
_UPDATE = ("conversation:participant:wrapup", "conversation:call:record", "conversation:communication:disconnect")
_ANALYTICS = ("analytics:conversationDetail:view", "analytics:agentConversationDetail:view")
_MEDIUM = "{medium:" + "|".join(conversations.MEDIA_WITH_ROUTES) + "}"
_DISCONNECT_PARTICIPANT = "/conversations/{conversation}/participants/{participant}/disconnect"


@dataclass(frozen=True)
class Route:
    """One operation. `permissions`: any one of them is enough; none asks for nothing."""

    method: str
    path: str
    answer: Callable[[Platform, Asked], Answer]
    permissions: tuple[str, ...] = ()

    def ids(self, path: str) -> dict[str, str] | None:
        """Read the ids out of a path; None when it is not this route's."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path)
        pattern = re.sub(r"\{(\w+):([^}]+)\}", r"(?P<\1>\2)", pattern)
        found = re.fullmatch("/api/v2" + pattern, path)
        return None if found is None else found.groupdict()


ROUTES = (
    Route("GET", "/tokens/me", directory.token),
    Route("GET", "/organizations/me", directory.organization),
    Route("GET", "/users/me", directory.me),
    Route("GET", "/users", directory.users, ("directory:user:view",)),
    Route("POST", "/users/search", directory.users_search, ("directory:user:view",)),
    Route("GET", "/users/{user}", directory.user, ("directory:user:view",)),
    Route("GET", "/routing/queues", directory.queues, ("routing:queue:view",)),
    Route("GET", "/routing/queues/{queue}", directory.queue, ("routing:queue:view",)),
    Route("GET", "/conversations/{conversation}", conversations.read, _VIEW),
    Route("DELETE", "/conversations/{conversation}", conversations.tear_down, _DISCONNECT),
    Route("POST", "/conversations/{conversation}/disconnect", conversations.tear_down, _DISCONNECT),
    Route("PATCH", "/conversations/{conversation}/participants/{participant}", conversations.update, _UPDATE),
    Route("POST", _DISCONNECT_PARTICIPANT, conversations.disconnect),
    Route(
        "PATCH",
        f"/conversations/{_MEDIUM}/{{conversation}}/participants/{{participant}}",
        conversations.update,
        _UPDATE,
    ),
    Route(
        "PATCH",
        f"/conversations/{_MEDIUM}/{{conversation}}/participants/{{participant}}/communications/{{communication}}",
        conversations.update_communication,
    ),
    Route("GET", "/analytics/conversations/{conversation}/details", conversations.details, _ANALYTICS),
    Route("GET", "/analytics/agents/{user}/status", live.agent_status, ("analytics:agentState:view",)),
    Route("POST", "/analytics/conversations/activity/query", live.activity, ("analytics:queueObservation:view",)),
    Route("POST", "/analytics/conversations/details/query", live.details, _ANALYTICS),
)


def answer(org: Platform, asked: Asked) -> Answer:
    """Answer a request, refusals included."""
    headers: dict[str, str] = {}
    try:
        if (asked.method, asked.path) == ("POST", "/oauth/token"):
            granted = org.tokens.grant(asked.header("Authorization"), asked.raw, org.clock.now())
            return Answer(body=granted)
        route, ids = _find(org, asked)
        spent = org.tokens.spend(asked.header("Authorization"), org.rate_limit_per_minute, org.clock.now())
        headers = spent.headers()
        if spent.count > spent.allowed:
            raise refusal("too.many.requests", spent.reset, headers={"Retry-After": str(spent.reset)})
        if route.permissions and org.permissions.isdisjoint(route.permissions):
            raise refusal("missing.any.permissions", f"[{', '.join(route.permissions)}]")
        given = route.answer(org, replace(asked, ids=ids))
    except RefusalError as error:
        given = Answer(status=error.status, body=error.body, headers=error.headers)
    given.headers = {**headers, **given.headers}
    return given


def _find(org: Platform, asked: Asked) -> tuple[Route, dict[str, str]]:
    elsewhere = False
    for route in ROUTES:
        if route.path == _DISCONNECT_PARTICIPANT and org.disconnect_route == "absent":
            continue
        ids = route.ids(asked.path)
        if ids is not None and route.method == asked.method:
            return route, ids
        elsewhere = elsewhere or ids is not None
    raise refusal("method.not.allowed") if elsewhere else refusal("not.found", message="HTTP 404 Not Found")
