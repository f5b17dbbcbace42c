"""One contact: a leg of a conversation, as the platform's documents have it, and where it has been."""

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from playground.cxone import states
from playground.cxone.states import AFTER_WORK, RELEASED, ROUTING, State
from playground.pretend.times import moment

DIGITAL = 9
_AGENTS_OWN = ("agentId", "firstName", "lastName", "agentStartDate")


class Contact:
    """A document that stands for a contact, and its history. A contact has ended once it has an `endReason`.

    Two keys of the document are the playground's own: `_caseId`, under which a digital contact is known elsewhere, and
    `_agentMovedOn`, for a contact that its agent's own row says nothing of.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document: dict[str, Any] = copy.deepcopy(dict(document))
        self.case_id = self.document.pop("_caseId", None)
        self.agent_moved_on = bool(self.document.pop("_agentMovedOn", False))
        self._history = self._past()
        state = states.of_id(self.document["stateId"])
        self.document.setdefault("stateName", state.name)
        self.document.setdefault("contactStateCategory", state.category)

    @property
    def id(self) -> int:
        """Tell the contact's id."""
        return int(self.document["contactId"])

    @property
    def open(self) -> bool:
        """Tell whether the platform still counts it among the active ones, after-call work included."""
        return "endReason" not in self.document

    @property
    def digital(self) -> bool:
        """Tell whether it is of the digital channels."""
        return self.document.get("mediaTypeId") == DIGITAL

    @property
    def state(self) -> State:
        """Tell where it stands."""
        return states.of_id(self.document["stateId"])

    @property
    def wraps_up(self) -> bool:
        """Tell whether its voice is gone and only the agent's notes keep it open."""
        return self.open and self.state == AFTER_WORK

    def go(self, state: State, at: datetime) -> None:
        """Put it into a state."""
        self.document.update(
            stateId=state.id, stateName=state.name, contactStateCategory=state.category, lastUpdateTime=moment(at)
        )
        self._history.append((state, moment(at)))

    def end(self, at: datetime, reason: str) -> None:
        """End it for good."""
        if self.open:
            self.go(RELEASED, at)
            self.document.update(
                endReason=reason, abandoned=False, releaseSeconds=0, conferenceSeconds=0, isWarehoused=False
            )

    def transferred(self, into: int, fields: Mapping[str, Any], at: datetime) -> "Contact":
        """Give the leg that goes on after a transfer, under another id and the same master."""
        document = {name: value for name, value in self.document.items() if name not in _AGENTS_OWN}
        document.update(contactId=into, contactStartDate=moment(at), agentStartDate=moment(at), **fields)
        document["lastUpdateTime"] = moment(at)
        return Contact(document)

    def history(self, now: datetime) -> list[dict[str, Any]]:
        """Tell where it has been, oldest first; a duration is in seconds, and the last one runs until now."""
        ends = [*(began for _, began in self._history[1:]), moment(now)]
        return [
            {
                "stateIndex": place,
                "contactId": self.id,
                "contactStateId": state.id,
                "contactStateName": state.name,
                "startDate": began,
                "agentId": self.document.get("agentId"),
                "skillId": self.document.get("skillId"),
                "skillName": self.document.get("skillName"),
                "duration": max(
                    0, int((datetime.fromisoformat(until) - datetime.fromisoformat(began)).total_seconds())
                ),
                "isWarehoused": False,
            }
            for place, ((state, began), until) in enumerate(zip(self._history, ends, strict=True))
        ]

    def _past(self) -> list[tuple[State, str]]:
        began = str(self.document["contactStartDate"])
        met = self.document.get("agentStartDate")
        past = [(ROUTING, began)]
        if met:
            past.append((states.ACTIVE, str(met)))
        if self.state not in (past[-1][0], ROUTING):
            past.append((self.state, str(self.document.get("lastUpdateTime") or met or began)))
        return past
