"""Which paths exist, and the order of refusals before anybody is asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from playground.cxone import contacts, digital, discovery, people, sessions
from playground.cxone.platform import VERSIONS, Tenant
from playground.cxone.refusals import RefusalError
from playground.pretend.exchange import Answer, Asked

API_ROOT = "/incontactapi/services"
_SERVICE = re.compile(r"/incontactapi/services/v(?P<version>[0-9]+)\.0(?P<rest>/.*)", re.IGNORECASE)
_UNRENDERED = "No known way to render data"


@dataclass(frozen=True)
class Route:
    """One operation, whose path goes on after the version."""

    method: str
    path: str
    answer: Callable[[Tenant, Asked], Answer]

    def ids(self, path: str) -> dict[str, str] | None:
        """Read the ids out of a path, whose case does not matter; None when it is not this route's."""
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path), path, re.IGNORECASE)
        return None if found is None else found.groupdict()


ROUTES = (
    Route("GET", "/contacts/active", contacts.active),
    Route("GET", "/contacts/{contact}", contacts.one),
    Route("GET", "/contacts/{contact}/state-history", contacts.history),
    Route("GET", "/contacts/{contact}/statehistory", contacts.history),
    Route("GET", "/contacts/{contact}/hierarchy", contacts.hierarchy),
    Route("POST", "/contacts/{contact}/end", contacts.end),
    Route("GET", "/agents", people.agents),
    Route("GET", "/agents/states", people.states),
    Route("GET", "/agents/{agent}", people.agent),
    Route("GET", "/agents/{agent}/states", people.states_of),
    Route("GET", "/teams/{team}/agents", people.agents),
    Route("GET", "/skills", people.skills),
    Route("POST", "/agent-sessions", sessions.start),
    Route("POST", "/agent-sessions/join", sessions.join),
    Route("DELETE", "/agent-sessions/{session}", sessions.leave),
    Route("GET", "/agent-sessions/{session}/get-next-event", sessions.next_event),
    Route("POST", "/agent-sessions/{session}/state", sessions.state),
    Route("POST", "/agent-sessions/{session}/interactions/{contact}/end", sessions.end_interaction),
    Route("GET", "/contact-state-descriptions", contacts.descriptions),
    Route("GET", "/contact-state-descriptions/{state}", contacts.descriptions),
)


def answer(org: Tenant, url: str, asked: Asked) -> Answer:
    """Answer a request, refusals included."""
    try:
        return _open(org, url, asked) or _signed_in(org, asked)
    except RefusalError as error:
        return error.answer(org.says_reasons)


def _open(org: Tenant, url: str, asked: Asked) -> Answer | None:
    """Answer what nobody has to be signed in for."""
    match asked.method, asked.path.lower():
        case "POST", "/authentication/v1/token/access-key":
            return Answer(body=org.tokens.by_access_key(asked, org.clock.now()))
        case "POST", "/auth/token":
            return Answer(body=org.tokens.by_password(asked, org.clock.now()))
        case "GET", discovery.OPENID:
            return discovery.openid(url)
        case "GET", discovery.CONFIGURATION:
            return discovery.configuration(org, url, asked)
        case _:
            return None


def _signed_in(org: Tenant, asked: Asked) -> Answer:
    digitally = digital.serves(asked)
    route, ids = (Route("PUT", asked.path, digital.set_status), {}) if digitally else _find(asked)
    org.tokens.check(asked.header("Authorization"), org.clock.now())
    org.spend()
    if digitally:
        return route.answer(org, asked)
    if "application/json" not in asked.header("Accept").lower():
        raise RefusalError(org.unrendered_status, _UNRENDERED, says="both")
    return route.answer(org, replace(asked, ids=ids))


def _find(asked: Asked) -> tuple[Route, dict[str, str]]:
    service = _SERVICE.fullmatch(asked.path)
    if service is None or int(service["version"]) not in VERSIONS:
        raise RefusalError(404)
    elsewhere = False
    for route in ROUTES:
        ids = route.ids(service["rest"])
        if ids is not None and route.method == asked.method:
            return route, {**ids, "version": service["version"]}
        elsewhere = elsewhere or ids is not None
    raise RefusalError(405 if elsewhere else 404)
