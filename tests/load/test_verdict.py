"""The judge of a load run is no rubber stamp: each breach, alone, is found and said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from playground.slack.deliveries import Delivery
from playground.slack.web_api import Call
from tests.load import verdict
from tests.load.memory import Demand

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PATH = "/api/v2/conversations/c-1/participants/p-1"
STEPS = (("requested", AT), ("sending", AT + timedelta(seconds=1)), ("confirmed", AT + timedelta(seconds=3)))
DEMAND = Demand(
    "H-AAAA2222", "genesys", "c-1", "p-1", "U0LOAD001", "V1", "confirmed", "", withdrawn=False, told=True, steps=STEPS
)
SHOWN = Call("views.update", {"view_id": "V1", "view": "Tan has left. H-AAAA2222"}, {"ok": True}, 200, 0.0)


def write(seconds: float, status: int | None = 202):
    at = (AT + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
    return {"method": "PATCH", "path": PATH, "at": at, "status": status}


def submission(title: str, words: str = "H-AAAA2222", error: str | None = None):
    view = {"title": {"type": "plain_text", "text": title}, "blocks": [{"type": "section", "text": words}]}
    body = {"response_action": "update", "view": view}
    return Delivery("interactive", "", "U0LOAD001", {}, 0.0, body=body, error=error)


def kept(*demands: Demand):
    return {demand.id: demand for demand in demands or (DEMAND,)}


def test_what_went_well_is_no_breach():
    assert list(verdict.of_submissions([submission("Disconnect")], kept())) == []
    assert list(verdict.of_outcomes(kept())) == []
    assert list(verdict.of_writes([write(1.1)], kept())) == []
    assert list(verdict.of_telling([SHOWN], [], kept())) == []
    assert list(verdict.of_the_log(['{"event": "request.received"}'])) == []


def test_a_submission_that_was_taken_and_is_not_in_the_ledger_is_found():
    lost = submission("Disconnect", "H-ZZZZ9999")
    assert "the ledger knows nothing of it" in "".join(verdict.of_submissions([lost], kept()))
    assert list(verdict.of_submissions([replace(lost, error="operation_timeout")], kept())) == []


def test_a_demand_that_was_refused_to_the_lead_and_carried_out_all_the_same_is_found():
    assert "was refused to the lead" in "".join(verdict.of_submissions([submission("Hangup")], kept()))
    never = replace(DEMAND, outcome="not_sent", steps=(STEPS[0], ("not_sent", AT)))
    assert list(verdict.of_submissions([submission("Hangup")], kept(never))) == []


@pytest.mark.parametrize(
    ("outcome", "steps", "words"),
    [
        ("sending", STEPS[:2], "still sending"),
        ("confirmed", STEPS[:2], r"tell the ends []"),
        ("confirmed", (*STEPS, STEPS[2]), "['confirmed', 'confirmed']"),
        ("confirmed", (("refused", AT), *STEPS), "['refused', 'confirmed']"),
    ],
)
def test_a_demand_without_exactly_one_end_is_found(outcome, steps, words):
    assert words in "".join(verdict.of_outcomes(kept(replace(DEMAND, outcome=outcome, steps=steps))))


def test_what_was_not_confirmed_may_be_confirmed_later():
    steps = (*STEPS[:2], ("not_confirmed", AT), ("confirmed", AT))
    assert list(verdict.of_outcomes(kept(replace(DEMAND, steps=steps)))) == []


def test_a_second_write_is_found_unless_the_first_proves_that_nothing_was_done():
    assert "written 2 times" in "".join(verdict.of_writes([write(1.1), write(1.2)], kept()))
    assert "written 2 times" in "".join(verdict.of_writes([write(1.1, None), write(1.2)], kept()))
    again = replace(DEMAND, steps=(*STEPS[:2], ("sending", AT + timedelta(seconds=2)), STEPS[2]))
    assert list(verdict.of_writes([write(1.1, 429), write(2.1)], kept(again))) == []
    assert verdict.resent([write(1.1, 429), write(2.1)], kept(again)) == 1
    assert "3 times" in "".join(verdict.of_writes([write(1.1, 429), write(2.1, 429), write(2.2)], kept(again)))


def test_a_write_before_its_demand_was_about_to_be_sent_is_found():
    assert "no demand asked for" in "".join(verdict.of_writes([write(0.5)], kept()))


def test_two_demands_on_one_target_have_a_write_each():
    later = tuple((step, at + timedelta(seconds=10)) for step, at in STEPS)
    second = replace(DEMAND, id="H-BBBB3333", steps=later)
    assert list(verdict.of_writes([write(1.1), write(11.1)], kept(DEMAND, second))) == []


@pytest.mark.parametrize(
    "call",
    [
        replace(SHOWN, status=500),
        replace(SHOWN, args={"view_id": "V2", "view": "Tan has left. H-AAAA2222"}),
        replace(SHOWN, args={"view_id": "V1", "view": "Accepted by the platform. H-AAAA2222"}),
        replace(SHOWN, args={"view_id": "V1", "view": "Tan has left."}),
        replace(SHOWN, method="chat.update"),
    ],
)
def test_a_lead_who_was_not_told_the_end_with_its_reference_is_found(call):
    assert "was not told" in "".join(verdict.of_telling([call], [], kept()))


def test_a_second_lead_is_told_in_the_answer_that_another_was_first():
    rival = replace(DEMAND, outcome="not_sent", detail="rival", steps=(("not_sent", AT),))
    assert list(verdict.of_telling([], [submission("Disconnect")], kept(rival))) == []
    assert "was not told" in "".join(
        verdict.of_telling([], [submission("Disconnect", error="dispatch_failed")], kept(rival))
    )


def test_what_nobody_had_foreseen_is_found_in_the_log():
    assert "unexpected" in "".join(verdict.of_the_log(['{"task": "x", "event": "task.failed"}']))
    assert "unexpected" in "".join(verdict.of_the_log(["Traceback (most recent call last):"]))
