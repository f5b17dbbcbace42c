"""What was checked and found not so: one sentence for each cause that could be looked into."""

from collections.abc import Mapping

from bot.domain.conflict.explanation import Cause

EXCLUSIONS: Mapping[Cause, str] = {
    Cause.DUPLICATE_REQUEST: "Not a repeated request: Hangup's ledger shows no other one for the same target.",
    Cause.CONVERSATION_ENDED: "Not ended: the conversation is still live.",
    Cause.WRONG_PARTICIPANT: "Not the wrong participant: {who} is on the conversation.",
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: "Not gone: {who} is still on the conversation.",
    Cause.PARTICIPANT_IN_TRANSITION: "Not changing: the state of {who} stayed the same, and no transfer is open.",
    Cause.CONCURRENT_ACTION: "Not somebody else: the ledger shows no act of another lead on this conversation.",
    Cause.OWNED_BY_FLOW: "Not held by a flow: a person is on the conversation besides the customer.",
    Cause.UNKNOWN_CONVERSATION: "Not unknown: the platform knows the conversation.",
    Cause.PERMISSION_DENIED: "No word of a missing permission.",
    Cause.REJECTED_PAYLOAD: "No word of a fault in the request.",
    Cause.WRONG_REGION: "Not the wrong region: the platform accepts Hangup's sign-in here.",
    Cause.RATE_LIMITED: "Not too many requests: the platform did not say so.",
    Cause.PLATFORM_UNAVAILABLE: "Not down: the platform answered.",
}
