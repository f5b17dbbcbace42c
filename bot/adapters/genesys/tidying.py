"""Documents as people write them down, brought to the platform's own shape before they are read."""

import json
from collections.abc import Mapping
from typing import Any

_LISTS = (
    "calls",
    "callbacks",
    "chats",
    "cobrowsesessions",
    "emails",
    "messages",
    "internalMessages",
    "screenMonitorings",
    "screenshares",
    "socialExpressions",
    "videos",
)


def mapping_in(value: Any) -> Mapping[str, Any] | None:
    """Find the JSON object that a value is, or that its text holds."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, Mapping) else None


def tidied(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give each participant the leg that its own `state` tells of, where it lists none.

    The routes of one medium (`/conversations/calls/{id}`) put the state on the participant itself:
    https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-conversations-calls--conversationId-
    """
    people = document.get("participants")
    if not isinstance(people, list):
        return document
    persons = {one.get("id"): one.get("userId") for one in people if isinstance(one, Mapping) and _is_id(one.get("id"))}
    tidy = {**document, "participants": [_with_leg(one) if isinstance(one, Mapping) else one for one in people]}
    transfers = document.get("recentTransfers")
    if isinstance(transfers, list):
        tidy["recentTransfers"] = [_with_users(one, persons) if isinstance(one, Mapping) else one for one in transfers]
    return tidy


def _is_id(value: Any) -> bool:
    return isinstance(value, str)


def _with_users(transfer: Mapping[str, Any], persons: Mapping[Any, Any]) -> Mapping[str, Any]:
    """Name a transfer's two ends by their users, where it names them by their participants."""
    found = dict(transfer)
    for end in ("initiator", "destination"):
        held = transfer.get(end)
        if isinstance(held, Mapping) and not held.get("userId") and _is_id(held.get("participantId")):
            found[end] = {**held, "userId": persons.get(held["participantId"])}
    return found


def _with_leg(person: Mapping[str, Any]) -> Mapping[str, Any]:
    if any(person.get(name) for name in _LISTS):
        return person
    generic = person.get("communications")
    if isinstance(generic, list) and generic:
        return {**person, "calls": generic}
    state = person.get("state")
    if not isinstance(state, str) or not state:
        return person
    names = ("state", "direction", "held", "muted", "confined", "connectedTime", "disconnectType", "afterCallWork")
    return {**person, "calls": [{name: person[name] for name in names if person.get(name) is not None}]}
