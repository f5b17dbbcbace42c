"""Answers that no tenant should give: nothing raises, nobody is invented, and nothing goes anywhere else."""

import json
from typing import Any

import httpx
import pytest

from bot.adapters.cxone.search import CxoneSearch
from tests.adapters.cxone.tenant import CONSULT, LEG, agent_state, contact

HUGE = 10**400
ODD: list[Any] = [
    HUGE,
    -1,
    0,
    1.5,
    float("nan"),
    float("inf"),
    True,
    None,
    "",
    "0450100001",
    "4" * 400,
    [],
    {},
    ["1"],
    "\ud800",
]


def saying(text):
    return lambda _: httpx.Response(200, content=text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:12].encode("ascii", "replace").decode())
@pytest.mark.parametrize("kind", ["contact", "agent"])
async def test_one_odd_field_at_a_time_never_raises(tenant, conversations, clock, odd, kind):
    search = CxoneSearch(conversations, clock)
    names = [*contact(), "releaseSeconds", "endDate", "mediaType"] if kind == "contact" else [*agent_state()]
    for name in names:
        tenant.contacts = [contact(), contact(CONSULT) | ({name: odd} if kind == "contact" else {})]
        rows = {"totalRecords": 2, "activeContacts": tenant.contacts}
        states = {"agentStates": [agent_state() | ({name: odd} if kind == "agent" else {})]}
        tenant.always["/contacts/active"] = saying(json.dumps(rows))
        tenant.always["/agents/states"] = saying(json.dumps(states))
        read = (await conversations.read(str(LEG))).conversation
        assert read.participant(str(LEG)) is not None
        assert {person.id for person in read.participants} <= {"customer", str(LEG), str(CONSULT)}
        assert len((await search.live()).sightings) <= 2
        clock.advance(1)


@pytest.mark.parametrize("total", ODD[:8])
async def test_a_senseless_total_ends_the_pages(tenant, conversations, total):
    tenant.always["/contacts/active"] = saying(json.dumps({"totalRecords": total, "activeContacts": tenant.contacts}))
    await conversations.read(str(LEG))
    assert sum(asked.endswith("/contacts/active") for asked in tenant.asked()) <= 21


async def test_masters_in_a_circle_are_two_conversations(tenant, conversations):
    tenant.contacts = [contact(LEG, CONSULT), contact(CONSULT, LEG)]
    read = (await conversations.read(str(LEG))).conversation
    assert {person.id for person in read.participants} <= {"customer", str(LEG), str(CONSULT)}


async def test_ten_thousand_contacts_are_read_in_twenty_pages(tenant, conversations, clock):
    tenant.contacts = [contact(LEG + number, LEG + number) for number in range(10_000)]
    reading = await conversations.read(str(LEG + 9_999))
    assert reading.conversation.participant(str(LEG + 9_999)) is not None
    assert sum(asked.endswith("/contacts/active") for asked in tenant.asked()) == 20
    found = await CxoneSearch(conversations, clock).live()
    assert (len(found.sightings), found.truncated) == (10_000, False)


@pytest.mark.parametrize("path", ["/contacts/active", "/authentication/v1/token/access-key", "/contacts/450100001/end"])
async def test_no_redirect_is_followed_with_the_token(tenant, conversations, path):
    before = (await conversations.read(str(LEG))).conversation if path.endswith("end") else None
    tenant.always[path] = lambda _: httpx.Response(307, headers={"Location": "https://evil.example/"})
    if before is not None:
        await conversations.disconnect(before, str(LEG), reason="stuck")
    else:
        await conversations.read(str(LEG))
    assert {request.url.host for request in tenant.requests} <= {"cxone.niceincontact.com", "api-na1.niceincontact.com"}


@pytest.mark.parametrize("error", [httpx.InvalidURL("x"), httpx.RemoteProtocolError("x"), httpx.DecodingError("x")])
async def test_what_the_wire_trips_over_is_silence(tenant, conversations, error):
    tenant.answers["/contacts/active"] = [error, error, error]
    assert (await conversations.read(str(LEG))).conversation is None
