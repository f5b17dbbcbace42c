"""Agent sessions, which a program for supervisors has no need of: here is where the platform is known to answer 409.

Texts stand in the body's `error_description` here, unlike elsewhere.
https://developer.niceincontact.com/API/AgentAPI
"""

import secrets

from playground.cxone.contacts import takes_effect
from playground.cxone.platform import Tenant
from playground.cxone.refusals import INVALID_SESSION, RefusalError
from playground.pretend.exchange import Answer, Asked


def start(org: Tenant, _: Asked) -> Answer:
    """Answer `POST /agent-sessions`: 409 if the key's user has one."""
    if any(org.sessions.values()):
        raise RefusalError(409, "AgentSessionExists", says="body")
    return _accepted(org)


def join(org: Tenant, _: Asked) -> Answer:
    """Answer `POST /agent-sessions/join`, which is what to do after such a 409."""
    return _accepted(org)


def leave(org: Tenant, asked: Asked) -> Answer:
    """Answer `DELETE /agent-sessions/{id}`."""
    _check(org, asked)
    org.sessions[asked.ids["session"]] = False
    return Answer(status=202)


def next_event(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET …/get-next-event`: nothing new, or 409 once the session is over."""
    session = asked.ids["session"]
    if org.sessions.get(session) is False:
        raise RefusalError(409, says="body")
    _check(org, asked)
    return Answer(status=304)


def state(org: Tenant, asked: Asked) -> Answer:
    """Answer `POST …/state`: here, no state can be set."""
    _check(org, asked)
    raise RefusalError(409, "Invalid State.", says="body")


def end_interaction(org: Tenant, asked: Asked) -> Answer:
    """Answer `POST …/interactions/{contactId}/end`."""
    _check(org, asked)
    try:
        held, contact = org.found(asked.ids["contact"])
    except RefusalError as refused:
        refused.says = "body"
        raise
    if takes_effect(org, held, contact):
        held.end(contact, org.effect_of(held))
    return Answer(status=202)


def _accepted(org: Tenant) -> Answer:
    session = secrets.token_urlsafe(12)
    org.sessions[session] = True
    return Answer(status=202, body={"sessionId": session})


def _check(org: Tenant, asked: Asked) -> None:
    if not org.sessions.get(asked.ids["session"]):
        raise RefusalError(404, INVALID_SESSION, says="body")
