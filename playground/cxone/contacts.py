"""The contact operations: the active ones, one of them, its past, its kin, the tenant's states, and the end."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from playground.cxone import states
from playground.cxone.contact import Contact
from playground.cxone.conversation import HeldConversation
from playground.cxone.platform import Tenant
from playground.cxone.refusals import RefusalError
from playground.pretend.exchange import Answer, Asked
from playground.pretend.times import moment

NONE_ACTIVE = "No Contacts for the specified period"
# Versions up to this one wrap the answer.
WRAPS_UP_TO = 7

_NUMBERS = (
    "contactId",
    "mediaTypeId",
    "mediaSubTypeId",
    "skillId",
    "campaignId",
    "agentId",
    "teamId",
    "stateId",
    "digitalContactStateId",
)
_TEXTS = ("toAddress", "fromAddress")


def active(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /contacts/active`: 204 and nothing where nobody is."""
    wanted = _filter(asked.parameters)
    everybody = org.held()
    rows = [one.document for held in everybody for one in held.contacts if one.open and wanted(one.document)]
    if named := asked.parameters.get("contactId"):
        for held in everybody:
            if held.contact(int(named)) is not None:
                held.read("active", org.clock.now())
    if order := asked.parameters.get("orderBy"):
        name, _, direction = order.partition(" ")
        rows.sort(key=lambda row: str(row.get(name, "")), reverse=direction.lower() == "desc")
    return page(org, asked, org.array, rows, none=NONE_ACTIVE)


def one(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /contacts/{id}`: the object sits under a key called `contactId`."""
    held, contact = org.found(asked.ids["contact"])
    held.read("one", org.clock.now())
    return Answer(body={**stamped(org), "contactId": contact.document})


def history(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /contacts/{id}/state-history`, and its older spelling."""
    held, contact = org.found(asked.ids["contact"])
    held.read("history", org.clock.now())
    return Answer(body={**stamped(org), "contactStateHistory": contact.history(org.clock.now())})


def hierarchy(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /contacts/{id}/hierarchy`."""
    held, _ = org.found(asked.ids["contact"])
    held.read("hierarchy", org.clock.now())
    children = [
        {
            "contactId": contact.id,
            "startTime": contact.document["contactStartDate"],
            "endTime": None if contact.open else contact.document["lastUpdateTime"],
        }
        for contact in held.contacts
        if contact.id != held.master
    ]
    return Answer(body={"masterContactId": held.master, "childContacts": children})


def descriptions(org: Tenant, asked: Asked) -> Answer:
    """Answer `GET /contact-state-descriptions`, of all states or of one; these keys are capitalised."""
    rows = [row for row in states.TABLE if asked.ids.get("state") in (None, str(row.id))]
    if not rows:
        raise RefusalError(404)
    told = [
        {
            "ContactStateId": row.id,
            "ContactStateCategory": row.category,
            "ContactStateDescription": row.name,
        }
        for row in rows
    ]
    return Answer(body={**stamped(org), "contactStateDescriptions": told})


def end(org: Tenant, asked: Asked) -> Answer:
    """Answer `POST /contacts/{id}/end`: 202, accepted and not done."""
    if not org.may_end:
        raise RefusalError(401)
    held, contact = org.found(asked.ids["contact"])
    held.write(org.clock.now())
    if held.vanished:
        org.found(asked.ids["contact"])
    refuse_as_told(held)
    if not contact.open and org.already_ended != 202:
        raise RefusalError(org.already_ended, "InvalidContactId" if org.already_ended == 404 else "")
    at = org.effect_of(held)
    for leg in held.contacts if org.master_ends_all and contact.id == held.master else (contact,):
        if takes_effect(org, held, leg):
            held.end(leg, at)
    return Answer(status=202, headers={"icStatusDescription": "Accepted"}, delay=held.behaviour.answer_delay)


def takes_effect(org: Tenant, held: HeldConversation, contact: Contact) -> bool:
    """Tell whether an accepted end will show."""
    if held.behaviour.ignores_end or (contact.digital and not org.ends_digital):
        return False
    return org.ends_after_work or not contact.wraps_up


def refuse_as_told(held: HeldConversation) -> None:
    """Raise what this conversation answers to an end, if it is told to."""
    refusing = held.behaviour.refuses
    if refusing is None or held.writes <= refusing.spares:
        return
    if refusing.times is not None and held.refused >= refusing.times:
        return
    held.refused += 1
    raise RefusalError(refusing.status, refusing.description, body=refusing.body, headers=refusing.headers)


def stamped(org: Tenant) -> dict[str, Any]:
    """Give what most answers begin with."""
    return {"businessUnitId": org.business_unit, "lastPollTime": moment(org.clock.now())}


def page(org: Tenant, asked: Asked, name: str, rows: list[dict[str, Any]], *, none: str) -> Answer:
    """Answer with one page of rows; 204 with an empty body and `none` in a header when there is no row at all."""
    top, skip = _number(asked.parameters, "top"), _number(asked.parameters, "skip") or 0
    size = min(org.largest_page if top is None else top, org.largest_page)
    shown = rows[skip : skip + size]
    if not shown:
        return Answer(status=204, headers={"icStatusDescription": none})
    fields = [one.strip() for one in asked.parameters.get("fields", "").split(",") if one.strip()]
    if fields:
        shown = [{field: value for field, value in row.items() if field in fields} for row in shown]
    after = skip + size
    links = {
        "self": asked.path,
        "next": f"{asked.path}?top={size}&skip={after}" if after < len(rows) else None,
        "previous": f"{asked.path}?top={size}&skip={max(0, skip - size)}" if skip else None,
    }
    body: dict[str, Any] = {"totalRecords": len(rows), "_links": links, **stamped(org), name: shown}
    if int(asked.ids["version"]) <= WRAPS_UP_TO:
        body = {"resultSet": body}
    return Answer(body=body)


def _filter(query: Mapping[str, str]) -> Callable[[Mapping[str, Any]], bool]:
    numbers = {name: _number(query, name) for name in _NUMBERS if name in query}
    texts = {name: query[name] for name in _TEXTS if name in query}
    since: datetime | None = None
    if "updatedSince" in query:
        try:
            since = datetime.fromisoformat(query["updatedSince"])
        except ValueError as error:
            raise RefusalError(400, "Invalid updatedSince") from error
        if since.tzinfo is None:
            raise RefusalError(400, "Invalid updatedSince")

    def fits(row: Mapping[str, Any]) -> bool:
        if any(row.get(name) != value for name, value in {**numbers, **texts}.items()):
            return False
        return since is None or datetime.fromisoformat(row["lastUpdateTime"]) >= since

    return fits


def _number(query: Mapping[str, str], name: str) -> int | None:
    value = query.get(name)
    if value is None:
        return None
    if not value.isdecimal():
        raise RefusalError(400, f"Invalid {name}")
    return int(value)
