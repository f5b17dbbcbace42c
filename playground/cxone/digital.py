"""The status of a digital contact's case, which has an interface of its own.

https://developer.niceincontact.com/API/DigitalEngagementAPI
"""

import json
import re

from playground.cxone.platform import Tenant
from playground.cxone.refusals import RefusalError
from playground.pretend.exchange import Answer, Asked
from playground.pretend.times import moment

_PATH = re.compile(r"/dfo/3\.0/contacts/(?P<case>[^/]+)/status")
_STATUSES = frozenset({"new", "open", "pending", "escalated", "resolved", "closed", "trashed"})
_OVER = frozenset({"closed", "trashed"})


def serves(asked: Asked) -> bool:
    """Tell whether a request is for this interface."""
    return asked.method == "PUT" and _PATH.fullmatch(asked.path) is not None


def set_status(org: Tenant, asked: Asked) -> Answer:
    """Answer `PUT /dfo/3.0/contacts/{caseId}/status`."""
    found = _PATH.fullmatch(asked.path)
    case = found["case"] if found else ""
    try:
        sent = json.loads(asked.raw or "null")
    except ValueError:
        sent = None
    status = sent.get("status") if isinstance(sent, dict) else None
    if status not in _STATUSES:
        raise RefusalError(400, "Invalid status")
    for held in org.held():
        for contact in held.contacts:
            if contact.case_id is not None and str(contact.case_id) == case:
                contact.document["digitalContactStateName"] = str(status).capitalize()
                if status in _OVER:
                    held.close(contact, org.effect_of(held))
                contact.document["lastUpdateTime"] = moment(org.clock.now())
                return Answer(body={"id": case, "status": status})
    raise RefusalError(404)
