"""An act of Hangup's own that went to a wrong address: the org's settings show it."""

import pytest

from bot.domain.conflict import Cause, Certainty, Conflict, explain
from bot.domain.exchange import Exchange, Org, Reply, Request
from tests.support.clock import START

PATCH = Request("PATCH", "/api/v2/conversations/1/participants/2", {"state": "disconnected"}, START)
END = Request("POST", "/incontactapi/services/v30.0/contacts/1/end", None, START)


def refused(org, request, status):
    return explain(Conflict(org, START, "1", "2", Exchange(request, reply=Reply(status))))


@pytest.mark.parametrize("status", [400, 401, 404, 405, 409, 500])
@pytest.mark.parametrize(
    ("org", "request_"),
    [
        (Org("sg", "genesys", "api-au1.niceincontact.com", "apse1.pure.cloud"), PATCH),
        (Org("au", "cxone", "api.apse1.pure.cloud", "au1"), END),
    ],
)
def test_an_org_that_is_set_to_the_other_vendors_address_is_told(org, request_, status):
    found = refused(org, request_, status)
    assert (found.cause, found.certainty) == (Cause.UNSUPPORTED_ROUTE, Certainty.PROVEN)


@pytest.mark.parametrize("status", [401, 404])
def test_an_org_that_is_set_to_another_regions_address_is_told(status):
    found = refused(Org("sg", "genesys", "api.mypurecloud.de", "apse1.pure.cloud"), PATCH, status)
    assert (found.cause, found.certainty) == (Cause.WRONG_REGION, Certainty.PROVEN)
    assert "eu-central-1" in found.evidence[0].fact


@pytest.mark.parametrize("host", ["gateway.example.com", "127.0.0.1:8080", "api.apse1.pure.cloud", ""])
@pytest.mark.parametrize("status", [401, 404, 409])
def test_an_address_of_its_own_or_of_a_gateway_proves_nothing(host, status):
    found = refused(Org("sg", "genesys", host, "apse1.pure.cloud"), PATCH, status)
    assert found.certainty is not Certainty.PROVEN
