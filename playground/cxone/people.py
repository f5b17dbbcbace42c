"""The agents, what each is doing, and the skills that bring contacts to them."""

from typing import Any

from playground.cxone.contact import Contact
from playground.cxone.contacts import page, stamped
from playground.cxone.platform import Tenant
from playground.cxone.refusals import RefusalError
from playground.pretend.exchange import Answer, Asked
from playground.pretend.times import moment

# https://developer.niceincontact.com/API/AgentAPI: the states that an agent can be in
AVAILABLE, UNAVAILABLE, INBOUND, OUTBOUND, INBOUND_CONSULT, OUTBOUND_CONSULT = 1, 2, 3, 4, 5, 6
_NAMES = {
    AVAILABLE: "Available",
    UNAVAILABLE: "Unavailable",
    INBOUND: "InboundContact",
    OUTBOUND: "OutboundContact",
    INBOUND_CONSULT: "InboundConsult",
    OUTBOUND_CONSULT: "OutboundConsult",
}


def agents(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /agents` and `GET /teams/{id}/agents`."""
    wanted = asked.parameters.get("searchString", "").strip().lower()
    active = asked.parameters.get("isActive", "").lower()
    rows = [
        row
        for _, row in sorted(org.agents.items())
        if wanted in f"{row['firstName']} {row['lastName']} {row['userName']}".lower()
        and active in ("", str(row["isActive"]).lower())
        and asked.ids.get("team") in (None, str(row["teamId"]))
    ]
    return page(org, asked, "agents", rows, none="No Agents found")


def skills(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /skills`: those that a contact ever had."""
    return page(org, asked, "skills", [row for _, row in sorted(org.skills.items())], none="No Skills found")


def agent(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /agents/{id}`."""
    return Answer(body={**stamped(org), "agents": [org.agents[_number(org, asked)]]})


def states(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /agents/states`: a row for each agent, with one of their contacts at most."""
    return page(org, asked, "agentStates", [_row(org, number) for number in sorted(org.agents)], none="No Agents found")


def states_of(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /agents/{id}/states`."""
    return Answer(body={**stamped(org), "agentStates": [_row(org, _number(org, asked))]})


def _number(org: Tenant, asked: Asked) -> int:
    name = asked.ids["agent"]
    if not name.isdecimal() or int(name) not in org.agents:
        raise RefusalError(404)
    return int(name)


def _row(org: Tenant, number: int) -> dict[str, Any]:
    mine = [
        one
        for held in org.held()
        for one in held.contacts
        if one.open and one.document.get("agentId") == number and not one.agent_moved_on
    ]
    foremost = max(mine, key=lambda one: (not one.wraps_up, str(one.document["lastUpdateTime"])), default=None)
    person = org.agents[number]
    document: dict[str, Any] = {} if foremost is None else foremost.document
    state = _state(foremost)
    return {
        "agentId": number,
        "firstName": person["firstName"],
        "lastName": person["lastName"],
        "userName": person["userName"],
        "teamId": person["teamId"],
        "teamName": person["teamName"],
        "agentStateId": state,
        "agentStateName": _NAMES[state],
        "contactId": document.get("contactId"),
        "isACW": foremost is not None and foremost.wraps_up,
        "isOutbound": bool(document.get("isOutbound")),
        "openContacts": len(mine),
        "skillId": document.get("skillId"),
        "skillName": document.get("skillName"),
        "mediaTypeId": document.get("mediaTypeId"),
        "mediaTypeName": document.get("mediaTypeName"),
        "outStateId": 0,
        "outStateDescription": "",
        "startDate": document.get("lastUpdateTime") or moment(org.clock.now()),
        "stationId": 3000 + number % 1000,
        "stationPhoneNumber": "",
    }


def _state(contact: Contact | None) -> int:
    if contact is None:
        return AVAILABLE
    outbound = bool(contact.document.get("isOutbound"))
    if contact.document.get("transferIndicatorName") == "Consult":
        return OUTBOUND_CONSULT if outbound else INBOUND_CONSULT
    return OUTBOUND if outbound else INBOUND
