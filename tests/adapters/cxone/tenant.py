"""Documents shaped as the platform's references describe them, behind a transport that needs no server."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

AUTH = "https://cxone.niceincontact.com"
API = "https://api-na1.niceincontact.com"
SERVICES = "/incontactapi/services/v30.0"
TENANT = "11ed0000-0000-4000-8000-000000000001"
MASTER, LEG, CONSULT = 450100001, 450100001, 450100002
STATES = [
    {"ContactStateId": 1, "ContactStateCategory": "prequeue", "ContactStateDescription": "Prequeue"},
    {"ContactStateId": 2, "ContactStateCategory": "in queue", "ContactStateDescription": "Routing"},
    {"ContactStateId": 4, "ContactStateCategory": "with agent", "ContactStateDescription": "Active"},
    {"ContactStateId": 5, "ContactStateCategory": "with agent", "ContactStateDescription": "Hold"},
    {"ContactStateId": 6, "ContactStateCategory": "with agent", "ContactStateDescription": "Transfer"},
    {"ContactStateId": 8, "ContactStateCategory": "with agent", "ContactStateDescription": "After Contact Work"},
    {"ContactStateId": 9, "ContactStateCategory": "done", "ContactStateDescription": "Released"},
    {"ContactStateId": 17, "ContactStateCategory": "", "ContactStateDescription": "Masquerade"},
]

Answering = Callable[[httpx.Request], httpx.Response]


def contact(contact_id: int = LEG, master_id: int = MASTER, **more: Any) -> dict[str, Any]:
    """An active contact: a call that an agent has."""
    return {
        "contactId": contact_id,
        "masterContactId": master_id,
        "agentId": 7001,
        "firstName": "Tan",
        "lastName": "Wei Ling",
        "teamId": 12,
        "skillId": 4401,
        "skillName": "Cards",
        "stateId": 4,
        "stateName": "Active",
        "contactStateCategory": "with agent",
        "mediaTypeId": 4,
        "mediaTypeName": "Call",
        "isOutbound": False,
        "fromAddress": "+15550100",
        "toAddress": "+15550199",
        "contactStartDate": "2026-11-22T05:50:00.000Z",
        "agentStartDate": "2026-11-22T05:51:00.000Z",
        "lastUpdateTime": "2026-11-22T05:52:00.000Z",
        "transferIndicatorName": "None",
        **more,
    }


def agent_state(contact_id: int = LEG, **more: Any) -> dict[str, Any]:
    """An agent who is on a contact."""
    return {
        "agentId": 7001,
        "agentStateId": 3,
        "agentStateName": "InboundContact",
        "contactId": contact_id,
        "isACW": False,
        "firstName": "Tan",
        "lastName": "Wei Ling",
        "startDate": "2026-11-22T05:51:00.000Z",
        **more,
    }


def token_for(tenant: str | None = TENANT, number: int = 1) -> str:
    claims = {"tenantId": tenant, "icBUId": 42} if tenant else {"icBUId": 42}
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"head.{body}.signed{number}"


@dataclass
class Tenant:
    """A tenant as the references describe one; `answers` takes the place of what a path would answer, once each."""

    contacts: list[dict[str, Any]] = field(default_factory=lambda: [contact()])
    agents: list[dict[str, Any]] = field(default_factory=lambda: [agent_state()])
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    histories: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: dict[str, list[Answering | httpx.Response | Exception]] = field(default_factory=dict)
    always: dict[str, Answering] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)
    secret: str = "s3cret"
    api: str = API
    tenant: str | None = TENANT
    tokens: int = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.requests.append(request)
        path = request.url.path.removeprefix(SERVICES)
        queue = self.answers.get(path)
        if queue:
            answer = queue.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer if isinstance(answer, httpx.Response) else answer(request)
        if path in self.always:
            return self.always[path](request)
        return self._answered(request, path)

    def asked(self, *, api_only: bool = True) -> list[str]:
        """List what was asked, in short."""
        wanted = (r for r in self.requests if not api_only or SERVICES in r.url.path)
        return [f"{r.method} {r.url.path.removeprefix(SERVICES)}" for r in wanted]

    def _answered(self, request: httpx.Request, path: str) -> httpx.Response:
        if path == "/authentication/v1/token/access-key":
            given = json.loads(request.content)
            if given.get("accessKeySecret") != self.secret:
                return httpx.Response(401, json={"error": "invalid_grant"})
            self.tokens += 1
            return httpx.Response(200, json={"access_token": token_for(self.tenant, self.tokens), "expires_in": 3600})
        if path == "/.well-known/cxone-configuration":
            return httpx.Response(200, json={"api_endpoint": self.api, "area": "na1", "tenantId": self.tenant})
        if not request.headers.get("Authorization", "").endswith(f"signed{self.tokens}"):
            return refused(401, "Unauthorized")
        if request.headers.get("Accept") != "application/json":
            return httpx.Response(500, text="No known way to render data")
        return self._resource(request, path)

    def _resource(self, request: httpx.Request, path: str) -> httpx.Response:
        parts = path.strip("/").split("/")
        match parts:
            case ["contact-state-descriptions"]:
                return httpx.Response(200, json={"contactStateDescriptions": STATES})
            case ["contacts", "active"]:
                return self._active(request.url.params)
            case ["agents", "states"]:
                return httpx.Response(200, json={"agentStates": self.agents})
            case ["agents" | "skills" as name]:
                return httpx.Response(200, json={"totalRecords": 0, name: []})
            case ["contacts", found, "hierarchy"] if found in self.children:
                return httpx.Response(200, json={"masterContactId": found, "childContacts": self.children[found]})
            case ["contacts", found, "state-history"] if found in self.histories:
                return httpx.Response(200, json={"contactStateHistory": self.histories[found]})
            case ["contacts", found] if found in self.records:
                return httpx.Response(200, json={"businessUnitId": 42, "contactId": self.records[found]})
            case ["contacts", found, "end"] if request.method == "POST":
                before = len(self.contacts)
                self.contacts = [one for one in self.contacts if str(one["contactId"]) != found]
                self.agents = [one for one in self.agents if str(one["contactId"]) != found]
                return accepted() if len(self.contacts) < before else refused(404, "InvalidContactId")
        return refused(404, "InvalidContactId")

    def _active(self, params: Mapping[str, str]) -> httpx.Response:
        rows = [r for r in self.contacts if params.get("contactId") in {None, str(r["contactId"])}]
        skip, top = int(params.get("skip", 0)), int(params.get("top", 100))
        if not rows[skip:]:
            return httpx.Response(204, headers={"icStatusDescription": "No Contacts for the specified period"})
        return httpx.Response(200, json={"totalRecords": len(rows), "activeContacts": rows[skip : skip + top]})


def accepted() -> httpx.Response:
    return httpx.Response(202, headers={"icStatusDescription": "Accepted"})


def refused(status: int, code: str) -> httpx.Response:
    return httpx.Response(status, headers={"icStatusDescription": code})
