from bot.domain.errors import HangupError, LookUpError
from bot.domain.exchange import Exchange, Reading, Reply, Request, Silence
from bot.domain.reason import DEFAULT_REASONS, OTHER, Reason, reason_labelled
from tests.support.clock import START

REQUEST = Request("PATCH", "/p")


def test_a_write_is_accepted_by_a_2xx_alone():
    assert Exchange(REQUEST, Reply(202)).accepted
    assert not Exchange(REQUEST, Reply(409)).accepted
    assert not Exchange(REQUEST, silence=Silence.TIMEOUT).accepted


def test_a_reading_has_a_status_only_where_there_was_an_answer():
    assert Reading(START, reply=Reply(404)).not_found
    assert Reading(START, silence=Silence.CONNECTION).status is None
    assert not Reading(START, silence=Silence.CONNECTION).not_found


def test_a_look_up_that_failed_keeps_what_was_answered():
    error = LookUpError("gone", Reading(START, reply=Reply(404)), "copy the id")
    assert isinstance(error, HangupError)
    assert (str(error), error.reading.status, error.hint) == ("gone", 404, "copy the id")


def test_a_reason_is_shown_by_its_label_and_an_old_one_by_its_code():
    assert reason_labelled(DEFAULT_REASONS, "stuck") == "Stuck: nobody is talking"
    assert reason_labelled((Reason("a", "A"),), "stuck") == "stuck"


def test_there_is_always_another_reason():
    assert DEFAULT_REASONS[-1].code == OTHER
    assert len({reason.code for reason in DEFAULT_REASONS}) == len(DEFAULT_REASONS)
