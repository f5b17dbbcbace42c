"""Who is asking, and the names behind ids: token, organisation, users, queues."""

import math
import re
from collections.abc import Mapping
from typing import Any

from playground.genesys.exchange import Answer, Asked
from playground.genesys.platform import Kind, Platform
from playground.genesys.refusals import refusal

SEARCHED = 100
DIVISION = {"id": "d1510001-0000-4000-8000-000000000000", "name": "Singapore"}


def token(org: Platform, _: Asked) -> Answer:
    """Answer `GET /tokens/me`; a client's token has no user in it."""
    named = {"id": org.org_id, "name": org.org_name}
    client = {
        "id": org.client_id,
        "name": "Hangup",
        "authorizedGrantType": "CLIENT-CREDENTIALS",
        "state": "active",
        "organization": named,
    }
    body = {"organization": named, "homeOrganization": named, "authorizedScope": [], "OAuthClient": client}
    return Answer(body=body)


def organization(org: Platform, _: Asked) -> Answer:
    """Answer `GET /organizations/me`."""
    body = {
        "id": org.org_id,
        "name": org.org_name,
        "defaultLanguage": "en-SG",
        "defaultCountryCode": "SG",
        "domain": "merlion-bank-pretend",
        "state": "active",
        "version": 7,
        "productPlatform": "GenesysCloud",
        "voicemailEnabled": False,
        "features": {"directory": True, "purecloudVoice": True},
        "selfUri": f"/api/v2/organizations/{org.org_id}",
    }
    return Answer(body=body)


def me(org: Platform, _: Asked) -> Answer:
    """Answer `GET /users/me`, which a client's token cannot ask."""
    if not org.user_context:
        raise refusal("not.a.user")
    return Answer(body={"id": org.client_id, "name": "Hangup", "state": "active", "version": 1})


def user(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /users/{id}`."""
    return Answer(body=_one("users", org, asked.ids["user"]))


def users(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /users`, of the given ids, or of all."""
    size, number = asked.number("pageSize", 25, 500), asked.number("pageNumber", 1, 10_000)
    wanted = set(asked.asked_for("id"))
    found = [_shown("users", one) for one in org.directory("users") if not wanted or one["id"] in wanted]
    return Answer(body=_listing(found, size, number, "users"))


def users_search(org: Platform, asked: Asked) -> Answer:
    """Answer `POST /users/search`: every criterion must fit, on one of its fields."""
    body = asked.document() or {}
    criteria = body.get("query")
    if not isinstance(criteria, list) or not criteria:
        raise refusal("bad.request", message="The query is missing.", fields=["query"])
    size, number = int(body.get("pageSize") or 25), int(body.get("pageNumber") or 1)
    if not 1 <= size <= SEARCHED:
        raise refusal("invalid.value", size, "pageSize", f"1 to {SEARCHED}", fields=["pageSize"])
    found = [one for one in org.directory("users") if all(_meets(one, criterion) for criterion in criteria)]
    results = [_shown("users", one) for one in found[(number - 1) * size : number * size]]
    pages = max(1, math.ceil(len(found) / size))
    listing = {"total": len(found), "pageCount": pages, "pageSize": size, "pageNumber": number, "types": ["users"]}
    return Answer(body={**listing, "results": results})


def queue(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /routing/queues/{id}`."""
    return Answer(body=_one("queues", org, asked.ids["queue"]))


def queues(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /routing/queues`: by ids, by a name with asterisks at its ends, or all."""
    size, number = asked.number("pageSize", 25, 500), asked.number("pageNumber", 1, 10_000)
    wanted, named = set(asked.asked_for("id")), (asked.asked_for("name") or ["*"])[0]
    pattern = ".*".join(re.escape(part) for part in named.split("*"))
    found = [
        _shown("queues", one)
        for one in org.directory("queues")
        if (not wanted or one["id"] in wanted) and re.fullmatch(pattern, one["name"], re.IGNORECASE)
    ]
    return Answer(body=_listing(found, size, number, "routing/queues"))


def _one(kind: Kind, org: Platform, found_id: str) -> dict[str, Any]:
    for one in org.directory(kind):
        if one["id"] == found_id:
            return _shown(kind, one)
    raise refusal("not.found")


def _shown(kind: Kind, one: Mapping[str, str]) -> dict[str, Any]:
    if kind == "users":
        return {**one, "username": one["email"], "version": 3, "selfUri": f"/api/v2/users/{one['id']}"}
    return {**one, "division": DIVISION, "selfUri": f"/api/v2/routing/queues/{one['id']}"}


def _listing(found: list[dict[str, Any]], size: int, number: int, path: str) -> dict[str, Any]:
    return {
        "entities": found[(number - 1) * size : number * size],
        "pageSize": size,
        "pageNumber": number,
        "total": len(found),
        "pageCount": max(1, math.ceil(len(found) / size)),
        "selfUri": f"/api/v2/{path}?pageSize={size}&pageNumber={number}",
    }


def _meets(one: Mapping[str, str], criterion: Mapping[str, Any]) -> bool:
    wanted = [str(value).casefold() for value in (criterion.get("values") or [criterion.get("value", "")])]
    has = [one.get(str(field), "").casefold() for field in criterion.get("fields") or ()]
    match criterion.get("type"):
        case "EXACT":
            return any(value in has for value in wanted)
        case "CONTAINS":
            return any(value in field for value in wanted for field in has)
        case "STARTS_WITH":
            return any(field.startswith(value) for value in wanted for field in has)
        case kind:
            raise refusal("invalid.value", kind, "type", "EXACT, STARTS_WITH, CONTAINS", fields=["type"])
