"""What was seen, as facts: where and when each was seen stands beside it, not in it."""

from collections.abc import Mapping

from bot.domain.conflict.explanation import Cause
from bot.domain.conflict.words.names import leaving, opening

RE_READ = "re-read of the conversation"
FIRST_READ = "read before the request"
LEDGER = "Hangup's ledger"
ANSWER = "the platform's answer"
RECORDS = "the platform's records (analytics)"
TOKEN_CHECK = "token check"  # noqa: S105 - the name of a check
REQUEST = "the request that was sent"

SAME_IN_FLIGHT = "The same request for {who} was still under way."
SAME_ACCEPTED = "The same request for {who} had been accepted moments before."
OTHER_ACT = "Another request on this conversation was made within the same minute."
OTHER_END = "A request to end the whole conversation was made within the same minute."
CONVERSATION_HAS_END = "The platform says that the conversation has ended."
EVERY_LEG_ENDED = "Everybody on the conversation has left."
NOT_THERE = "The conversation is not there any more."
NO_SUCH_CONTACT = "The platform says that there is no such contact."
NEVER_THERE = "The platform finds no such conversation."
WAS_LIVE = "The conversation was live when it was read before."
RECORDS_END = "The records show that the conversation ended."
RECORDS_OPEN = "The records know the conversation and show no end."
RECORDS_OLD = "The records show the conversation open for more than 12 hours."
RECORDS_UNKNOWN = "The records know no conversation with this id."
OWES_WRAP_UP = "{Who} has left, and the wrap-up is still missing."
NOT_LISTED = "The participant that the request named is not on the conversation."
IS_COMMUNICATION = "The id belongs to one leg of {other}."
IS_USER = "The id is the user id of {other}, a person's record."
IS_QUEUE = "The id is that of the queue {other} came through."
IS_CONVERSATION = "The id is that of the conversation."
MIXED_PARTICIPANTS = "The request's address and its target name different participants."
MIXED_CONVERSATIONS = "The request's address and its target name different conversations."
LIVE_ELSEWHERE = "The same person is live on another row of the conversation."
STILL_THERE = "{Others} still on the conversation."
STATE_MOVED = "{Who} was {first} at one read and {last} at another."
STATE_NOW = "{Who} is {state}."
TRANSFER_OPEN = "A transfer that involves {who} is not finished."
TRANSFER_SOMEWHERE = "A transfer on this conversation is not finished."
CONSULT_OPEN = "A consultation, a call aside before a transfer, involves {who}."
OTHER_TRANSFERRED = "Between two reads {other} left by transfer, and Hangup did not do that."
ACCEPTED = "The platform accepted the request."
UNCHANGED = "Nothing changed for {who} in the {seconds} seconds after it."
NOBODY_ELSE = "Nobody else is live on the conversation."
IS_FLOW = "{Who} is no person: the platform runs that leg."
ONLY_FLOWS = "Besides the customer, only {other} is on the conversation."
STILL_LIVE = "{Who} is still on the conversation: {state}."
STILL_LIVE_UNCHANGED = "{Who} is still on the conversation, unchanged: {state}."
CONVERSATION_LIVE = "The conversation is still live."
NO_PERMISSION = "The platform says that a permission is missing."
NO_PERMISSION_NAMED = "The platform says that this permission is missing: {about}."
NOT_ALLOWED = "The platform does not allow this to {caller}."
NEEDS_PERSON = "The platform asks for a signed-in person; {caller} signs in as a program."
FIELD_NAMED = "The platform finds fault with “{about}” in the request."
REQUEST_FAULTY = "The platform finds fault with the request, and does not say where."
METHOD_REFUSED = "The platform does not know this kind of request at this address."
ROUTE_MISSING = "The platform found nothing at the address of the request."
CONVERSATION_READABLE = "The conversation itself could be read without trouble."
FAMILY_MISMATCH = "The request is a {path} one, and it went to a {host} host."
REGION_MISMATCH = "The request went to {sent}, and the organisation is in {here}."
WRONG_ORG = "The platform says that the conversation belongs to another organisation."
TOKEN_REFUSED = "Hangup's sign-in is not accepted at {about}."  # noqa: S105 - a sentence
TOKEN_TAKEN = "Hangup's sign-in is accepted at {about}."  # noqa: S105 - a sentence
SIGN_IN_REFUSED = "The platform did not accept {caller}'s sign-in."
TOO_MANY = "The platform counts too many requests."
TOO_MANY_UNTIL = "The platform counts too many requests, and asks to wait {wait}."
IN_TROUBLE = "The platform reported an error of its own."
NO_ANSWER = "The platform did not answer in time."
NO_CONNECTION = "The platform could not be reached."
UNREADABLE = "The conversation could not be read again."
REFUSED = "The platform refused the request."
REFUSED_BARE = "The platform refused, with words that name no cause."
REFUSED_CLAIM = "The platform's words point to this: {about}."
MISMATCH = "The platform's words speak of {about}, but what was read shows otherwise."

CLAIMS: Mapping[Cause, str] = {
    Cause.DUPLICATE_REQUEST: "a request made twice",
    Cause.CONVERSATION_ENDED: "a conversation that has ended",
    Cause.WRAP_UP_PENDING: "an open wrap-up",
    Cause.WRONG_PARTICIPANT: "a participant who is not on the conversation",
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: "a participant who has left",
    Cause.PARTICIPANT_IN_TRANSITION: "a participant who is not settled",
    Cause.CONCURRENT_ACTION: "somebody acting at the same time",
    Cause.STUCK_CONVERSATION: "a dead conversation",
    Cause.OWNED_BY_FLOW: "a flow that holds the conversation",
    Cause.UNKNOWN_CONVERSATION: "an unknown conversation",
    Cause.PERMISSION_DENIED: "a missing permission",
    Cause.NO_USER_CONTEXT: "a request that needs a signed-in person",
    Cause.REJECTED_PAYLOAD: "a fault in the request",
    Cause.UNSUPPORTED_ROUTE: "a request that is not offered",
    Cause.WRONG_REGION: "the wrong organisation or region",
    Cause.RATE_LIMITED: "too many requests",
    Cause.PLATFORM_UNAVAILABLE: "trouble of the platform's own",
    Cause.NOT_PROVEN: "nothing in particular",
}


def left(who: str, disconnect_type: str | None) -> str:
    """Say that somebody has left, and how."""
    how = leaving(disconnect_type)
    return f"{opening(who)} has left: {how}." if how else f"{opening(who)} has left."


def still_there(names: str, count: int) -> str:
    """Say who remains."""
    return STILL_THERE.format(Others=f"{opening(names)} {'is' if count == 1 else 'are'}")
