"""Whose request it was: what Hangup may and may not do proves nothing of a script's own sign-in."""

import pytest

from bot.domain.communication import Communication, Media, State
from bot.domain.conflict import Cause, Certainty, Conflict, Explanation, explain
from bot.domain.conversation import Conversation
from bot.domain.exchange import Exchange, Org, Probes, Reading, Reply, Request, TokenProbe
from bot.domain.participant import Participant
from tests.support.clock import START

HOST = "api-au1.niceincontact.com"
LIVE = Conversation(
    "c",
    "sydney",
    (Participant("1", "agent", "Mei", communications=(Communication("l", Media.CALL, State.CONNECTED),)),),
)
TAKEN = TokenProbe(START, HOST, accepted=True, status=200)


def told(
    status: int, *, caller: str, platform: str = "cxone", reads=(), tokens=(), code: str | None = None
) -> Explanation:
    exchange = Exchange(Request("POST", "/contacts/1/end", sent_at=START), Reply(status, code=code))
    return explain(
        Conflict(
            Org("sydney", platform, HOST),
            START,
            "c",
            "1",
            exchange=exchange,
            rereads=reads,
            probes=Probes(tokens=tokens),
            caller=caller,
        )
    )


def words(explanation: Explanation) -> str:
    facts = [one.fact for one in explanation.evidence]
    return " ".join([explanation.headline, *facts, *explanation.next_steps])


@pytest.mark.parametrize("platform", ["cxone", "genesys"])
@pytest.mark.parametrize("read", [True, False])
def test_a_scripts_refused_token_is_the_scripts_whatever_hangups_own_may(platform, read):
    reads = (Reading(START, LIVE),) if read else ()
    explanation = told(401, caller="the script", platform=platform, reads=reads, tokens=(TAKEN,))
    assert (explanation.cause, explanation.certainty) == (Cause.WRONG_REGION, Certainty.LIKELY)
    assert explanation.headline == "The platform did not accept the script's sign-in, while it accepts Hangup's."
    assert "Have the script sign in anew." in explanation.next_steps
    assert "Hangup probably lacks" not in words(explanation)


def test_of_a_refused_token_alone_both_ways_are_said():
    explanation = told(401, caller="the script")
    assert explanation.headline == "The request probably went to the wrong region, or the script's sign-in has run out."
    assert "hangup doctor" not in words(explanation)


def test_hangups_own_refused_end_still_points_to_its_own_right():
    assert told(401, caller="", tokens=(TAKEN,)).headline == "Hangup probably lacks a permission for this."


@pytest.mark.parametrize(
    ("status", "code", "headline"),
    [
        (403, "missing.any.permissions", "The script lacks the permission to disconnect this participant."),
        (429, "too.many.requests", "The script probably sent the platform too many requests in a short time."),
        (400, "bad.request", "The platform probably did not accept what the script sent."),
        (400, "not.a.user", "The platform does this only for a signed-in person, and the script is a program."),
    ],
)
def test_what_a_script_did_is_not_said_of_hangup(status, code, headline):
    explanation = told(status, caller="the script", platform="genesys", code=code)
    assert explanation.headline == headline
    assert "Hangup" not in words(explanation)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 422, 429, 500, 503])
@pytest.mark.parametrize("platform", ["cxone", "genesys"])
def test_no_steps_of_a_scripts_refusal_send_anybody_to_hangups_settings(status, platform):
    explanation = told(status, caller="the script", platform=platform)
    for words_of_settings in ("Hangup's owner", "disconnect_", "api_version", "hangup doctor", "Hangup's role"):
        assert words_of_settings not in " ".join(explanation.next_steps)
