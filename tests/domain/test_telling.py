"""What people are told of a script's failed call."""

import pytest

from bot.domain.alert import Severity
from bot.domain.conflict import Cause, Certainty, Explanation
from bot.domain.conflict.explanation import Retry
from bot.domain.notice import FailedCall, Notice
from bot.domain.source import Source
from bot.domain.telling import problem_of
from tests.support.clock import START

CALL = FailedCall("https://host.example/contacts/1/end", "POST", 404, "Not Found")
NOTICE = Notice("H-1", "studio", START, "1", call=CALL, conversation_id="1", participant_id="1")
STUDIO = Source("studio", "sydney", "", Severity.WARNING)


def told(cause: Cause, headline: str, certainty: Certainty = Certainty.PROVEN):
    explanation = Explanation(cause, certainty, headline, retry=Retry.NO, next_steps=("Refresh the card.",))
    return problem_of(NOTICE, STUDIO, explanation)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("The conversation has already ended.", "A call by studio failed: the conversation has already ended."),
        ("Jonas Weber has already left.", "A call by studio failed: Jonas Weber has already left."),
        ("Theo Lim has already left.", "A call by studio failed: Theo Lim has already left."),
    ],
)
def test_a_headline_goes_on_in_small_letters_unless_it_begins_with_a_name(said, shown):
    assert told(Cause.CONVERSATION_ENDED, said).headline == shown


def test_where_everybody_has_left_there_is_nobody_to_disconnect():
    problem = told(Cause.CONVERSATION_ENDED, "The conversation has already ended.")
    assert problem.participant_id is None
    assert problem.next_steps[0] == "Nobody is left to disconnect: close this alert."


def test_where_others_are_still_there_that_is_said_and_none_is_offered_unseen():
    problem = told(Cause.PARTICIPANT_ALREADY_DISCONNECTED, "Jonas Weber has already left; others are still there.")
    assert problem.participant_id is None
    assert problem.why.endswith("has left, and others are still there.")
    assert problem.next_steps[0] == "Look the conversation up to see who is still on it."


def test_what_is_only_likely_keeps_its_own_steps():
    problem = told(Cause.CONVERSATION_ENDED, "The conversation has probably ended.", Certainty.LIKELY)
    assert (problem.participant_id, problem.next_steps) == ("1", ("Refresh the card.",))
    assert "may still be on the line" in problem.why
