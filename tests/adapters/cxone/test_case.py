"""Captured cases whose documents are NICE CXone's, and pasted text of its API."""

import json
from typing import Any

import pytest

from bot.adapters.capture import conflict_from_text
from bot.domain.conflict import Cause, Certainty, explain
from bot.domain.errors import InputError
from tests.adapters.cxone.tenant import CONSULT, LEG, MASTER, SERVICES, STATES, agent_state, contact

NOW = "2026-11-22T06:03:30Z"
GONE = {"status": 404, "headers": {"icStatusDescription": "InvalidContactId"}, "body": None}
LIST_PATH = f"{SERVICES}/contacts/active"
POSTED = f"POST https://api-na1.niceincontact.com{SERVICES}/contacts/{LEG}"
ELSEWHERE = "POST https://api-na1.niceincontact.com/api/v2/conversations/4b2042e1-03a9-5515-8110-a04d80e26fde"


def case(**more: Any) -> str:
    return json.dumps(
        {
            "platform": "cxone",
            "now": NOW,
            "org": {"platform": "cxone", "host": "api-na1.niceincontact.com", "region": "na1"},
            "request": {
                "method": "POST",
                "path": f"{SERVICES}/contacts/{CONSULT}/end",
                "conversation_id": MASTER,
                "participant_id": CONSULT,
                "sent_at": "2026-11-22T06:03:25Z",
            },
            "response": GONE,
            **more,
        }
    )


def read(at="2026-11-22T06:03:26Z", status=200, **body):
    return {"at": at, "status": status, "path": LIST_PATH, "body": body or None}


BOTH = {"activeContacts": [contact(), contact(CONSULT, agentId=7002, firstName="Siti", lastName="A")]}


def test_an_ended_leg_is_proven_by_the_list_that_lacks_it():
    conflict = conflict_from_text(case(before=BOTH, rereads=[read(activeContacts=[contact()])]))
    assert (conflict.conversation_id, conflict.participant_id) == (str(MASTER), str(CONSULT))
    found = explain(conflict)
    assert (found.cause, found.certainty) == (Cause.PARTICIPANT_ALREADY_DISCONNECTED, Certainty.PROVEN)
    assert found.headline == "Siti A has already left; others are still there."


def test_an_ended_conversation_is_proven_by_an_empty_list():
    for empty in (read(status=204), read(activeContacts=[])):
        found = explain(conflict_from_text(case(before=BOTH, rereads=[empty])))
        assert (found.cause, found.certainty) == (Cause.CONVERSATION_ENDED, Certainty.PROVEN)


def test_after_call_work_is_owed_wrap_up():
    states = [agent_state(CONSULT, agentId=7002, isACW=True), agent_state()]
    found = explain(conflict_from_text(case(before=BOTH, rereads=[read(**BOTH, agentStates=states)])))
    assert (found.cause, found.certainty) == (Cause.WRAP_UP_PENDING, Certainty.PROVEN)


def test_the_agents_states_may_stand_among_the_probes():
    probe = {"method": "GET", "path": f"{SERVICES}/agents/states", "status": 200}
    states = [agent_state(CONSULT, agentId=7002, isACW=True)]
    conflict = conflict_from_text(
        case(before=BOTH, rereads=[read(**BOTH)], probes=[{**probe, "body": {"agentStates": states}}])
    )
    assert explain(conflict).cause is Cause.WRAP_UP_PENDING


def test_without_any_look_the_answer_is_likely_at_best():
    found = explain(conflict_from_text(case()))
    assert (found.cause, found.certainty) == (Cause.PARTICIPANT_ALREADY_DISCONNECTED, Certainty.LIKELY)
    assert found.evidence[0].fact == "The platform says that there is no such contact."


def test_a_leg_that_is_still_there_is_not_called_gone_nor_the_route_missing():
    found = explain(conflict_from_text(case(before=BOTH, rereads=[read(**BOTH)])))
    assert found.cause is Cause.NOT_PROVEN


def test_a_list_of_one_contact_says_nothing_of_the_others():
    only = {**read(status=204), "path": f"{LIST_PATH}?contactId={CONSULT}"}
    found = explain(conflict_from_text(case(before=BOTH, rereads=[only])))
    assert (found.cause, found.certainty) == (Cause.PARTICIPANT_ALREADY_DISCONNECTED, Certainty.PROVEN)


def test_a_transfer_state_of_the_tenants_own_table_is_a_transition():
    moving = {"activeContacts": [contact(), contact(CONSULT, stateId=6, stateName="?")]}
    probe = {
        "path": f"{SERVICES}/contact-state-descriptions",
        "status": 200,
        "body": {"contactStateDescriptions": STATES},
    }
    answer = {"status": 409, "headers": {"icStatusDescription": "Invalid State."}}
    found = explain(conflict_from_text(case(response=answer, before=BOTH, rereads=[read(**moving)], probes=[probe])))
    assert (found.cause, found.certainty) == (Cause.PARTICIPANT_IN_TRANSITION, Certainty.PROVEN)


def test_the_record_of_a_contact_is_a_sight_of_it_alone():
    record = {"businessUnitId": 42, "contactId": contact(CONSULT, agentId=7002, endDate=NOW, endReason="Agent")}
    found = explain(conflict_from_text(case(before=BOTH, rereads=[read(**record)])))
    assert (found.cause, found.certainty) == (Cause.PARTICIPANT_ALREADY_DISCONNECTED, Certainty.PROVEN)


@pytest.mark.parametrize(
    "probe",
    [
        {"path": f"{SERVICES}/contacts/{MASTER}", "body": {"contactId": contact(endDate="2026-11-22T06:00:00Z")}},
        {
            "path": f"{SERVICES}/contacts/{MASTER}/state-history",
            "body": {
                "contactStateHistory": [
                    {"contactStateName": "Active", "startDate": "2026-11-22T05:00:00Z"},
                    {"contactStateName": "Released", "startDate": "2026-11-22T06:00:00Z"},
                ]
            },
        },
    ],
)
def test_the_records_prove_an_end_where_nothing_is_found_any_more(probe):
    conflict = conflict_from_text(case(before=BOTH, rereads=[{**GONE, "at": NOW}], probes=[{**probe, "status": 200}]))
    found = explain(conflict)
    assert (found.cause, found.certainty) == (Cause.CONVERSATION_ENDED, Certainty.PROVEN)


def test_records_without_the_contact_make_it_unknown():
    conflict = conflict_from_text(
        case(rereads=[{**GONE, "at": NOW}], probes=[{"path": f"{SERVICES}/contacts/{MASTER}", "status": 404}])
    )
    found = explain(conflict)
    assert (found.cause, found.certainty) == (Cause.UNKNOWN_CONVERSATION, Certainty.PROVEN)
    assert "number of the contact" in found.next_steps[0]


def test_a_401_beside_a_token_that_is_taken_points_to_a_missing_right():
    answer = {"status": 401, "headers": {"icStatusDescription": "Unauthorized"}}
    probe = {"path": f"{SERVICES}/contact-state-descriptions", "status": 200, "body": {}}
    found = explain(conflict_from_text(case(response=answer, before=BOTH, rereads=[read(**BOTH)], probes=[probe])))
    assert (found.cause, found.certainty) == (Cause.PERMISSION_DENIED, Certainty.LIKELY)
    words = " ".join(found.next_steps)
    assert "Genesys" not in words
    assert "the right to end contacts" in words


def test_an_accepted_end_without_effect_is_stuck_in_words_of_this_platform():
    answer = {"status": 202, "headers": {"icStatusDescription": "Accepted"}}
    rereads = [read(f"2026-11-22T06:03:{second}Z", **BOTH) for second in (26, 50)]
    found = explain(conflict_from_text(case(response=answer, before=BOTH, rereads=rereads)))
    assert found.cause is Cause.STUCK_CONVERSATION
    assert "Ask the agent to end it in NICE CXone, or to sign out." in found.next_steps


def test_what_the_agents_do_may_be_a_reread_of_its_own():
    states = {"agentStates": [agent_state(CONSULT, agentId=7002, isACW=True)]}
    found = explain(conflict_from_text(case(before=BOTH, rereads=[read(**states)])))
    assert (found.cause, found.certainty) == (Cause.WRAP_UP_PENDING, Certainty.PROVEN)


def test_a_404_about_one_contact_says_nothing_of_the_others():
    one = {**GONE, "at": NOW, "path": f"{SERVICES}/contacts/{CONSULT}"}
    found = explain(conflict_from_text(case(before=BOTH, rereads=[one])))
    assert (found.cause, found.certainty) == (Cause.PARTICIPANT_ALREADY_DISCONNECTED, Certainty.PROVEN)
    alone = {"activeContacts": BOTH["activeContacts"][1:]}
    assert explain(conflict_from_text(case(before=alone, rereads=[one]))).cause is Cause.CONVERSATION_ENDED


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (
            f"{POSTED}/end\nHTTP/1.1 404 Not Found\nicStatusDescription: InvalidContactId\nCorrelationId: abc-1\n",
            Cause.PARTICIPANT_ALREADY_DISCONNECTED,
        ),
        (f"POST {SERVICES}/contacts/{LEG}/end returned 429", Cause.RATE_LIMITED),
        (
            f"{ELSEWHERE}/participants/266a57a0-9bf8-5f95-83ae-efcd0146a37f/disconnect 409 Conflict",
            Cause.UNSUPPORTED_ROUTE,
        ),
        (
            f"POST https://api.mypurecloud.de{SERVICES}/contacts/{LEG}/end 404 Not Found",
            Cause.UNSUPPORTED_ROUTE,
        ),
    ],
)
def test_pasted_text_is_read_by_the_platform_that_it_names(text, cause):
    conflict = conflict_from_text(text)
    assert explain(conflict).cause is cause
    if cause is Cause.PARTICIPANT_ALREADY_DISCONNECTED:
        assert (conflict.org.platform, conflict.participant_id) == ("cxone", str(LEG))
        assert explain(conflict).trace_id == "abc-1"


def test_an_error_body_alone_is_an_answer():
    body = json.dumps({"error": "InvalidContactId", "error_description": "Invalid Contact Id."})
    assert conflict_from_text(body).exchange is None


@pytest.mark.parametrize("key", ["before", "rereads", "probes", "request", "ledger"])
def test_a_value_of_another_type_is_named(key: str):
    with pytest.raises(InputError, match=key):
        conflict_from_text(case(**{key: 7}))


@pytest.mark.parametrize(
    "rereads",
    [
        [None, {}],
        [{"status": "x"}],
        [{"error": "timeout"}],
        [{"status": 200, "body": "<html>"}],
        [{"body": "[" * 9000}],
    ],
)
def test_odd_rereads_never_raise(rereads: list[Any]):
    assert explain(conflict_from_text(case(rereads=rereads))).cause


def test_the_ledger_of_a_case_may_write_ids_as_numbers():
    line = {"at": "2026-11-22T06:03:20Z", "by": "U0LEADB", "outcome": "accepted", "contact_id": CONSULT}
    found = explain(conflict_from_text(case(ledger=[{**line, "master_contact_id": MASTER}])))
    assert found.cause is Cause.DUPLICATE_REQUEST
