"""What an answer's words are taken for, and what they are not."""

import pytest

from bot.domain.conflict import Cause
from bot.domain.conflict.claims import claim, message, named_fields, permissions
from bot.domain.exchange import Reply


def said(text: str, *, status: int = 409, code: str | None = None) -> Reply:
    return Reply(status, code=code, message=text)


@pytest.mark.parametrize(
    "text",
    [
        "The request conflicts with the current state of the target resource.",
        "Participant is in an invalid state",
        "Participant action is not allowed in current state",
        "Bad request for unknown reason",
        "The call for this request cannot be disconnected.",
        "Unable to perform the requested action due to a conflict.",
        "Session is read-only, no new messages allowed",
    ],
)
def test_general_words_claim_nothing_and_name_no_field(text: str):
    assert claim(said(text)) is None
    assert named_fields(said(text)) == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("The field [reason] is required.", "reason"),
        ("The request conflicts with the current state of the target resource. The field cause is required.", "cause"),
        ("Missing required parameter 'cause'", "cause"),
        ("reason: must not be null", "reason"),
        ("'reason' is a required property", "reason"),
        ("Invalid request: cause is mandatory for voice", "cause"),
        ("reason cannot be blank", "reason"),
        ("Required field missing: state", "state"),
        ("Can only update a communication's state to disconnected.", "state"),
    ],
)
def test_a_field_is_found_where_words_name_it(text: str, field: str):
    assert named_fields(said(text)) == (field,)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Participant is already disconnected", Cause.PARTICIPANT_ALREADY_DISCONNECTED),
        ("Call leg already terminated by remote party", Cause.PARTICIPANT_ALREADY_DISCONNECTED),
        ("Conversation is no longer active", Cause.CONVERSATION_ENDED),
        ("Cannot disconnect participant while transfer is in progress", Cause.PARTICIPANT_IN_TRANSITION),
        ("Participant is not in a connected state", Cause.PARTICIPANT_IN_TRANSITION),
        ("Participant not found in conversation", Cause.WRONG_PARTICIPANT),
        ("Another operation is in progress on this conversation", Cause.CONCURRENT_ACTION),
        ("A disconnect request for this participant is already being processed", Cause.DUPLICATE_REQUEST),
        ("Conversation is being handled by dialer", Cause.OWNED_BY_FLOW),
        ("Wrap-up code required before disconnect", Cause.WRAP_UP_PENDING),
    ],
)
def test_words_that_point_somewhere_are_a_claim(text: str, cause: Cause):
    assert claim(said(text)) is cause


def test_a_known_code_counts_before_the_message():
    assert claim(said("The conversation has ended.", code="not.a.user")) is Cause.NO_USER_CONTEXT


def test_a_page_of_html_says_nothing():
    assert message(Reply(409, body="<html>The conversation has ended</html>")) == ""
    assert message(Reply(409, body="Conversation has ended")) == "Conversation has ended"


def test_permissions_are_written_as_the_admin_pages_write_them():
    reply = said("You need: [conversation:communication:disconnect]", status=403)
    assert permissions(reply) == ("Conversation > Communication > Disconnect",)
