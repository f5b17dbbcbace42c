"""The caller's side of a refused call."""

from dataclasses import replace

import pytest

from bot.domain.caller import sent_as_form, with_callers_side
from bot.domain.conflict import Cause, Certainty, Evidence, Explanation, Retry
from bot.domain.notice import FailedCall

FORM = "application/x-www-form-urlencoded; charset=utf-8"
CALL = FailedCall("https://api.mypurecloud.com/api/v2/conversations/c/disconnect", "POST", 400)
UNPROVEN = Explanation(Cause.NOT_PROVEN, Certainty.UNPROVEN, "Not proven.", next_steps=("Look again.",))
ENDED = Explanation(Cause.CONVERSATION_ENDED, Certainty.PROVEN, "It has ended.", (Evidence("endTime", "re-read"),))


@pytest.mark.parametrize(
    ("call", "form"),
    [
        (replace(CALL, content_type=FORM), True),
        (replace(CALL, content_type=FORM, method="GET"), False),
        (replace(CALL, content_type="application/json", body="a=b"), False),
        (replace(CALL, body="reason=user_request"), True),
        (replace(CALL, body='{"reason": "a=b"}'), False),
        (CALL, False),
    ],
)
def test_whether_a_body_went_out_form_encoded(call, form):
    assert sent_as_form(call) is form


@pytest.mark.parametrize("status", [400, 409, 415, 422])
def test_a_form_encoded_body_is_the_likely_cause_of_a_refusal_that_nothing_else_explains(status):
    told = with_callers_side(UNPROVEN, replace(CALL, status=status, content_type=FORM))
    assert (told.cause, told.certainty, told.retry) == (Cause.REJECTED_PAYLOAD, Certainty.LIKELY, Retry.AFTER)
    assert "form-encoded" in told.headline
    assert "p.ContentType" in told.next_steps[0]


def test_what_is_proven_stays_and_the_mistake_is_said_beside_it():
    told = with_callers_side(ENDED, replace(CALL, status=409, content_type=FORM))
    assert (told.cause, told.certainty) == (Cause.CONVERSATION_ENDED, Certainty.PROVEN)
    assert told.evidence[0].fact.startswith("The body was sent form-encoded")
    assert "p.ContentType" in told.next_steps[-1]


def test_a_likely_cause_gives_way_and_is_kept_beside_it():
    likely = replace(ENDED, cause=Cause.WRONG_PARTICIPANT, certainty=Certainty.LIKELY)
    told = with_callers_side(likely, replace(CALL, content_type=FORM))
    assert told.cause is Cause.REJECTED_PAYLOAD
    assert told.also == ((Cause.WRONG_PARTICIPANT, Certainty.LIKELY),)


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_a_form_explains_no_refusal_that_is_not_of_the_body(status):
    assert with_callers_side(UNPROVEN, replace(CALL, status=status, content_type=FORM)) == UNPROVEN


def test_no_status_is_said_to_be_no_answer():
    told = with_callers_side(UNPROVEN, replace(CALL, status=None, content_type=FORM))
    assert told.cause is Cause.NOT_PROVEN
    assert "No answer reached the script" in told.evidence[0].fact
    assert "nobody can know whether the call arrived" in told.next_steps[-1]
    assert len(told.next_steps) == 2


def test_what_was_done_well_changes_nothing():
    assert with_callers_side(ENDED, replace(CALL, content_type="application/json")) == ENDED
