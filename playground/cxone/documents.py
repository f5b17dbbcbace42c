"""Contacts as CXone sends them, with made-up people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from playground.cxone.states import ACTIVE, State
from playground.pretend.times import moment

# The order in which the platform's documents list them; the numbers are made up.
_TRANSFERS = ("None", "ReSkill", "ReAgent", "Consult", "TakeOver", "External")
_MEDIA: Mapping[int, str] = {
    1: "Email",
    2: "Fax",
    3: "Chat",
    4: "Phone",
    5: "Voicemail",
    6: "Work Item",
    7: "SMS",
    8: "Social",
    9: "Digital",
}


@dataclass(frozen=True)
class Skill:
    """What brings a contact to an agent: a queue elsewhere."""

    id: int
    name: str


@dataclass(frozen=True)
class Agent:
    """A person of the tenant."""

    id: int
    first: str
    last: str


def agent_fields(agent: Agent) -> dict[str, Any]:
    """Name an agent as a contact does."""
    return {"agentId": agent.id, "firstName": agent.first, "lastName": agent.last}


def contact(
    contact_id: int,
    now: datetime,
    skill: Skill,
    agent: Agent | None = None,
    *,
    state: State = ACTIVE,
    since: float = 240.0,
    agent_since: float | None = None,
    in_state: float | None = None,
    media: int = 4,
    transfer: str = "None",
    caller: str = "+12125550147",
    called: str = "+6500000001",
    **more: Any,
) -> dict[str, Any]:
    """Write a contact that began `since` seconds ago, and is in its state for `in_state` of them."""
    met = since - 20 if agent_since is None else agent_since
    changed = (met if agent else since) if in_state is None else in_state
    whose = {} if agent is None else {**agent_fields(agent), "agentStartDate": moment(now - timedelta(seconds=met))}
    return {
        "contactId": contact_id,
        **whose,
        "teamId": 2101,
        "teamName": "Retail",
        "skillId": skill.id,
        "skillName": skill.name,
        "campaignId": 801,
        "campaignName": "Retail Bank",
        "stateId": state.id,
        "stateName": state.name,
        "contactStateCategory": state.category,
        "mediaTypeId": media,
        "mediaTypeName": _MEDIA[media],
        "isOutbound": False,
        "isTakeover": False,
        "isLogged": True,
        "holdCount": 0,
        "fromAddress": caller,
        "toAddress": called,
        "contactStartDate": moment(now - timedelta(seconds=since)),
        "lastUpdateTime": moment(now - timedelta(seconds=changed)),
        "transferIndicatorId": _TRANSFERS.index(transfer),
        "transferIndicatorName": transfer,
        "pointOfContactId": 5501,
        "pointOfContactName": "Main line",
        **more,
    }
