"""What to do now, for each cause: for the lead first, then for whoever looks after Hangup."""

from collections.abc import Mapping

from bot.domain.conflict.explanation import Cause

STEPS: Mapping[Cause, Mapping[str, tuple[str, ...]]] = {
    Cause.DUPLICATE_REQUEST: {
        "": ("Do not press again.", "Look at the result of the first request on the card."),
    },
    Cause.CONVERSATION_ENDED: {
        "": ("There is nothing left to do.", "Refresh the card to see who left and how."),
        "likely": ("Refresh the card.", "If the conversation is gone there, nothing is left to do."),
    },
    Cause.WRAP_UP_PENDING: {
        "": (
            "Ask {who} to finish wrap-up, the notes after the call.",
            "Pressing again does not help: there is nobody left to disconnect.",
        ),
    },
    Cause.WRONG_PARTICIPANT: {
        "": ("Open the conversation again with /conversation.", "Press Disconnect on the fresh row."),
        "moved": ("Press Disconnect on the row where {who} is live.",),
    },
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: {
        "": ("Nothing is left to do for {who}.", "Refresh the card to see who is still there."),
        "likely": ("Refresh the card, and check the id.", "If {who} is gone there, nothing is left to do."),
    },
    Cause.PARTICIPANT_IN_TRANSITION: {
        "": ("Wait about {wait}.", "Refresh the card, then press once more if {who} is still there."),
    },
    Cause.CONCURRENT_ACTION: {
        "": ("Refresh the card to see what the other action did.", "Press again only if {who} is still there."),
    },
    Cause.STUCK_CONVERSATION: {
        "": (
            "Pressing again does not help.",
            "Ending the whole conversation may clear it; it replaces the agent's wrap-up with a system code.",
            "If it stays, {support}.",
        ),
    },
    Cause.OWNED_BY_FLOW: {
        "": (
            "Wait until an agent has the conversation, or until the flow ends.",
            "If it has to stop now, end the whole conversation.",
        ),
    },
    Cause.UNKNOWN_CONVERSATION: {
        "": (
            "Check the id: copy it from the interaction's own page.",
            "If it is right, check that it belongs to this organisation and region.",
        ),
    },
    Cause.PERMISSION_DENIED: {
        "": (
            "Ask a Genesys admin to give Hangup's role {about}.",
            "It has to cover the division, the part of the organisation that this conversation belongs to.",
            "Pressing again does not help before that.",
        ),
    },
    Cause.NO_USER_CONTEXT: {
        "": (
            "End it in Genesys itself, under Admin, Disconnect Interactions.",
            "Tell Hangup's owner that this call needs a signed-in person, which Hangup is not.",
        ),
    },
    Cause.REJECTED_PAYLOAD: {
        "": (
            "Pressing again does not help: the same request would be sent.",
            "Ask Hangup's owner to check disconnect_payload and disconnect_reason against what the gateway wants.",
        ),
        "reason": (
            "Pressing again does not help: the same request would be sent.",
            "Ask Hangup's owner to set disconnect_payload to “reason” or “cause_and_reason”.",
        ),
        "cause": (
            "Pressing again does not help: the same request would be sent.",
            "Ask Hangup's owner to set disconnect_payload to “cause_and_reason”.",
        ),
        "reason_value": (
            "Pressing again does not help: the same request would be sent.",
            "Ask Hangup's owner to set disconnect_reason to one that the gateway takes.",
        ),
        "cause_value": (
            "Pressing again does not help: the same request would be sent.",
            "Ask Hangup's owner which cause the gateway takes; Hangup sends “user_request”.",
        ),
    },
    Cause.UNSUPPORTED_ROUTE: {
        "": (
            "Pressing again does not help.",
            "Ask Hangup's owner to check disconnect_route: “state” is the documented way.",
        ),
        "family": (
            "Pressing again does not help.",
            "Ask whoever set this up to use the address and the request of the same platform.",
        ),
        "family_cxone": (
            "Pressing again does not help.",
            "Is the call on Genesys Cloud? Then ask whoever wrote the request to send it to Genesys Cloud's address.",
            "Is it on NICE CXone? Then have the contact ended by its contact id: CXone publishes no participants.",
        ),
        "family_cxone_on_genesys": (
            "Pressing again does not help.",
            "The call is on {about}: ask whoever wrote the request to send it to that organisation's own address.",
        ),
        "family_cxone_on_cxone": (
            "Pressing again does not help.",
            "The call is on {about}: have the contact ended by its contact id, since CXone publishes no participants.",
        ),
        "family_genesys_on_cxone": (
            "Pressing again does not help.",
            "The call is on {about}: ask whoever wrote the request to send it to that organisation's own address.",
        ),
        "family_genesys_on_genesys": (
            "Pressing again does not help.",
            "The call is on {about}: have the participant disconnected by Genesys Cloud's own request.",
        ),
        "family_genesys": (
            "Pressing again does not help.",
            "Is the call on NICE CXone? Then ask whoever wrote the request to send it to CXone's address.",
            "Is it on Genesys Cloud? Then have the participant disconnected by Genesys Cloud's own request.",
        ),
    },
    Cause.WRONG_REGION: {
        "": (
            "Pressing again does not help.",
            "Ask Hangup's owner to check the region and the sign-in of this organisation: “hangup doctor” tests both.",
        ),
        "address": (
            "Pressing again does not help.",
            "Ask whoever wrote the request to send it to the address of {about}, with a sign-in of that organisation.",
        ),
        "detour": (
            "Ask whoever wrote the request to send it to the address of {about}, with a sign-in of that organisation.",
            "If the address is right, refresh the card and see whether {who} is still there.",
        ),
    },
    Cause.RATE_LIMITED: {
        "": ("Wait about {wait}.", "Then press once more. Nothing was done so far."),
    },
    Cause.PLATFORM_UNAVAILABLE: {
        "": (
            "Wait about {wait}, then refresh the card.",
            "Press again only if {who} is still there.",
            "If it lasts, look at the platform's status page.",
        ),
    },
    Cause.NOT_PROVEN: {
        "": (
            "Refresh the card; press once more if {who} is still there.",
            "If it fails again, {support}.",
        ),
        "accepted": (
            "Wait about {wait}, then refresh the card.",
            "If {who} is still there, press once more.",
            "If that fails too, {support}.",
        ),
        "sign_in": (
            "Press once more: Hangup signs in anew.",
            "If it fails again, ask Hangup's owner to run “hangup doctor”.",
        ),
    },
}

# What to do where somebody else's program sent the request: Hangup's own settings have no part in it.
OTHERS_STEPS: Mapping[Cause, Mapping[str, tuple[str, ...]]] = {
    Cause.PERMISSION_DENIED: {
        "": (
            "Ask whoever looks after {caller} to have its role given {about}.",
            "It has to cover the division, the part of the organisation that this conversation belongs to.",
        ),
    },
    Cause.NO_USER_CONTEXT: {
        "": (
            "End it in the platform itself, as a signed-in person.",
            "Tell whoever looks after {caller} that this call needs a person's sign-in, not a program's.",
        ),
    },
    Cause.REJECTED_PAYLOAD: {
        "": (
            "Sending the same again does not help.",
            "Ask whoever looks after {caller} to compare the body that it sends with the platform's definition.",
        ),
        "reason": ("Sending the same again does not help.", "Have {caller} send the field “reason” in its body."),
        "cause": ("Sending the same again does not help.", "Have {caller} send the field “cause” in its body."),
        "reason_value": ("Sending the same again does not help.", "Have {caller} send another value as “reason”."),
        "cause_value": ("Sending the same again does not help.", "Have {caller} send another value as “cause”."),
    },
    Cause.UNSUPPORTED_ROUTE: {
        **STEPS[Cause.UNSUPPORTED_ROUTE],
        "": (
            "Sending the same again does not help.",
            "Ask whoever looks after {caller} to use a call that the platform documents.",
        ),
    },
    Cause.WRONG_REGION: {
        **STEPS[Cause.WRONG_REGION],
        "": (
            "Sending the same again does not help.",
            "Ask whoever looks after {caller} to check its region, its organisation and its sign-in.",
        ),
        "token": (
            "Have {caller} sign in anew.",
            "If it is refused again, its credentials are of another organisation or region, or are no longer good.",
        ),
    },
    Cause.RATE_LIMITED: {
        "": ("Wait about {wait}.", "Then {caller} may send it once more. Nothing was done so far."),
    },
}

# How to ask the platform's own people, with the trace id of the answer and without one.
SUPPORT = "send the trace id to the platform's support"
SUPPORT_WITHOUT_TRACE = "tell the platform's support which conversation it was, and when"

CLOCK_WAITS = ((90, "{n} seconds", 1), (5400, "{n} minutes", 60), (10**9, "{n} hours", 3600))


def waiting(seconds: int) -> str:
    """Say a time to wait, rounded up to what people say."""
    for limit, text, unit in CLOCK_WAITS:
        if seconds <= limit:
            number = max(1, -(-seconds // unit))
            said = text.format(n=number)
            return said.removesuffix("s") if number == 1 else said
    return "a long time"
