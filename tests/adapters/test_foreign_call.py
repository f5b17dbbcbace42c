"""Calls that other programs made: the original question among them."""

import pytest

from bot.adapters.foreign_call import conflict_of_call
from bot.domain.conflict import Cause, Certainty, explain
from bot.domain.exchange import Org, Silence
from tests.support.clock import START

CALL, PERSON = "4b2042e1-03a9-5515-8110-a04d80e26fde", "266a57a0-9bf8-5f95-83ae-efcd0146a37f"
SEED = f"/api/v2/conversations/{CALL}/participants/{PERSON}/disconnect"
SINGAPORE = Org("singapore", "genesys", "api.apse1.pure.cloud", "apse1.pure.cloud")
SYDNEY = Org("sydney", "cxone", "api-au1.niceincontact.com", "au1")
END = "/incontactapi/services/v30.0/contacts/123456789/end"


def explained(*args, **more):
    return explain(conflict_of_call(*args, now=START, **more))


@pytest.mark.parametrize(
    ("status", "description"),
    [(409, "Conflict"), (404, "Not Found"), ("409", ""), (-1, ""), (None, "timed out"), ("", "no route"), (400, "")],
)
@pytest.mark.parametrize("host", ["api-xx.niceincontact.com", "api-na1.nice-incontact.com", "cxone.niceincontact.com"])
def test_a_genesys_path_on_a_cxone_host_is_told_whatever_came_back(host, status, description):
    found = explained("POST", f"https://{host}{SEED}", status=status, description=description)
    assert (found.cause, found.certainty) == (Cause.UNSUPPORTED_ROUTE, Certainty.PROVEN)
    assert found.headline == "This is a Genesys Cloud request, and it went to NICE CXone."
    assert any("contact id" in step for step in found.next_steps)


def test_a_cxone_path_on_a_genesys_host_is_told_too():
    found = explained("POST", f"https://api.apse1.pure.cloud{END}", status=404, body='{"code": "not.found"}')
    assert (found.cause, found.certainty) == (Cause.UNSUPPORTED_ROUTE, Certainty.PROVEN)
    assert found.headline == "This is a NICE CXone request, and it went to Genesys Cloud."


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize(
    ("url", "org", "regions"),
    [
        (f"https://api.mypurecloud.de{SEED}", SINGAPORE, "eu-central-1, and the organisation is in ap-southeast-1"),
        (f"https://api-na1.niceincontact.com{END}", SYDNEY, "area na1, and the organisation is in area au1"),
    ],
)
def test_a_call_to_another_region_than_its_orgs_is_told_with_both(url, org, regions, status):
    found = explained("POST", url, status=status, org=org)
    assert (found.cause, found.certainty) == (Cause.WRONG_REGION, Certainty.PROVEN)
    assert regions in found.evidence[0].fact


def test_an_answer_that_knows_the_conversation_speaks_against_another_region():
    found = explained("POST", f"https://api.mypurecloud.de{SEED}", status=409, org=SINGAPORE)
    assert found.cause is not Cause.WRONG_REGION


def test_a_call_that_a_platform_took_is_no_mismatch():
    assert explained("POST", f"https://api-na1.niceincontact.com{SEED}", status=200).cause is Cause.NOT_PROVEN


def test_an_unknown_host_says_nothing_about_families():
    found = explained("POST", f"https://gateway.example.com{SEED}", status=409, description="Conflict")
    assert found.cause is Cause.NOT_PROVEN


def test_what_the_program_knows_is_kept():
    conflict = conflict_of_call("post", f"https://api.apse1.pure.cloud{SEED}", now=START, status=401, org=SINGAPORE)
    assert (conflict.conversation_id, conflict.participant_id, conflict.org) == (CALL, PERSON, SINGAPORE)
    assert conflict.exchange is not None
    assert conflict.exchange.request.method == "POST"
    assert conflict.exchange.request.path == SEED


def test_the_words_of_the_header_the_body_or_the_status_line_are_the_message():
    def message(**more):
        conflict = conflict_of_call("POST", f"https://api-na1.niceincontact.com{END}", now=START, status=404, **more)
        assert conflict.exchange is not None
        assert conflict.exchange.reply is not None
        return conflict.exchange.reply.message

    header = {"icStatusDescription": "InvalidContactId"}
    assert message(headers=header, description="Not Found") == "InvalidContactId"
    assert message(headers=header, body={"error_description": "No such contact"}) == "No such contact"
    assert message(description="Not Found") == "Not Found"
    assert message() is None


def test_silence_is_silence():
    conflict = conflict_of_call("POST", END, now=START, status=-1, description="the request timed out")
    assert conflict.exchange is not None
    assert conflict.exchange.silence is Silence.TIMEOUT
