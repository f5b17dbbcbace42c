"""What people are told of a script's failed call."""

import pytest

from bot.domain.alert import Severity
from bot.domain.communication import Communication, Media, State
from bot.domain.conflict import Cause, Certainty, Conflict, Explanation, explain
from bot.domain.conversation import Conversation
from bot.domain.exchange import Exchange, Org, Reading, Reply, Request
from bot.domain.notice import FailedCall, Notice
from bot.domain.participant import Participant
from bot.domain.source import Source
from bot.domain.telling import problem_of, whose_host
from tests.support.clock import START

CALL = FailedCall("https://host.example/contacts/1/end", "POST", 404, "Not Found")
NOTICE = Notice("H-1", "studio", START, "1", call=CALL, conversation_id="1", participant_id="1")
STUDIO = Source("studio", "sydney", "", Severity.WARNING)


def told(cause: Cause, headline: str, certainty: Certainty = Certainty.PROVEN):
    explanation = Explanation(cause, certainty, headline, next_steps=("Refresh the card.",), clause=headline)
    return problem_of(NOTICE, STUDIO, explanation)


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("Jonas Weber", "A call by studio failed: Jonas Weber has already left; others are still there."),
        ("The Anh Nguyen", "A call by studio failed: The Anh Nguyen has already left; others are still there."),
        (None, "A call by studio failed: the agent has already left; others are still there."),
    ],
)
def test_behind_a_colon_a_name_keeps_its_capital_and_a_word_does_not(name, headline):
    gone = Communication("l1", Media.CALL, State.DISCONNECTED)
    live = Communication("l2", Media.CALL, State.CONNECTED)
    people = (
        Participant("1", "agent", name, communications=(gone,)),
        Participant("2", "agent", "Anika Larsen", communications=(live,)),
    )
    reading = Reading(START, Conversation("c", "sydney", people))
    exchange = Exchange(Request("POST", "/contacts/1/end"), Reply(404, "InvalidContactId"))
    explanation = explain(Conflict(Org("sydney", "cxone"), START, "c", "1", exchange=exchange, rereads=(reading,)))
    assert problem_of(NOTICE, STUDIO, explanation).headline == headline


def test_a_sentence_of_our_own_goes_on_in_small_letters():
    bare = Conflict(Org("sydney"), START, "c", rereads=(Reading(START, Conversation("c", "sydney", ended_at=START)),))
    assert problem_of(NOTICE, STUDIO, explain(bare)).headline.endswith("failed: the conversation has already ended.")


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


@pytest.mark.parametrize(
    ("host", "regions", "words"),
    [
        ("api-uk1.niceincontact.com", ("uk1", "au1"), "is of NICE CXone, area uk1; set up here of that region: t0."),
        ("api-uk1.niceincontact.com", ("au1", ""), "whether it is that of t1 is not known yet."),
        ("api-uk1.niceincontact.com", ("au1",), "no org of that region is set up here."),
        ("api-c42.nice-incontact.com", ("", "au1"), "is of NICE CXone; it names no region."),
        ("api-uk1.niceincontact.com", ("uk1",) * 7, "of that region: t0, t1, t2, t3 and 3 more."),
        ("api.mypurecloud.de", ("uk1", ""), "is of Genesys Cloud, eu-central-1; no org of that region is set up here."),
    ],
)
def test_whose_a_host_is_is_told_with_the_orgs_that_are_there(host, regions, words):
    fact = whose_host(host, [Org(f"t{n}", "cxone", region=region) for n, region in enumerate(regions)])
    assert fact is not None
    assert fact.fact.startswith(host)
    assert fact.fact.endswith(words)


@pytest.mark.parametrize("host", ["", "host.example", "niceincontact.com.evil.example", "[::1]"])
def test_a_host_of_nobody_that_is_known_is_not_told_about(host):
    assert whose_host(host, []) is None
