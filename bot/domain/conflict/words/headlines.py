"""One short sentence for each cause. `likely` is the hedged form; other keys are special cases of the cause."""

from collections.abc import Mapping

from bot.domain.conflict.explanation import Cause

HEADLINES: Mapping[Cause, Mapping[str, str]] = {
    Cause.DUPLICATE_REQUEST: {
        "": "The same request was already made moments ago.",
        "in_flight": "The same request is already under way.",
        "likely": "The same request had probably been made already.",
    },
    Cause.CONVERSATION_ENDED: {
        "": "The conversation has already ended.",
        "worked": "The conversation has ended.",
        "likely": "The conversation has probably ended.",
    },
    Cause.WRAP_UP_PENDING: {
        "": "{Who} has left and only still has to finish wrap-up.",
        "likely": "{Who} has probably left and still has to finish wrap-up.",
    },
    Cause.WRONG_PARTICIPANT: {
        "": "The request named somebody who is not on this conversation.",
        "communication": "The request named one leg of {who}, not a participant.",
        "user": "The request named a person's user record, not a participant.",
        "queue": "The request named a queue, not a participant.",
        "conversation": "The request named the conversation itself where a participant belongs.",
        "moved": "{Who} has left here and is live on another row of this conversation.",
        "mixed": "The request mixed up two participants or two conversations.",
        "likely": "The request probably named the wrong participant.",
    },
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: {
        "": "{Who} has already left; others are still there.",
        "worked": "{Who} has left; others are still there.",
        "likely": "{Who} has probably left already.",
    },
    Cause.PARTICIPANT_IN_TRANSITION: {
        "": "{Who} is changing from one state to another right now.",
        "state": "{Who} is {about} and not yet settled.",
        "transfer": "{Who} is in the middle of a transfer or consultation.",
        "likely": "{Who} was probably changing state just then.",
    },
    Cause.CONCURRENT_ACTION: {
        "": "Another lead acted on this conversation at nearly the same time.",
        "transfer": "Somebody transferred a call on this conversation at nearly the same time.",
        "likely": "Somebody else probably acted on this conversation at the same time.",
    },
    Cause.STUCK_CONVERSATION: {
        "": "The platform accepted the request, but holds a dead conversation.",
        "likely": "The platform accepted the request, but nothing has happened since.",
    },
    Cause.OWNED_BY_FLOW: {
        "": "{Who} is run by the platform, and no agent is there to disconnect.",
        "rest": "Only {about} holds this conversation besides the customer.",
        "likely": "A queue or an automatic flow probably holds this conversation.",
    },
    Cause.UNKNOWN_CONVERSATION: {
        "": "The platform knows no conversation with this id.",
        "likely": "The platform probably knows no conversation with this id.",
    },
    Cause.PERMISSION_DENIED: {
        "": "{Caller} lacks the permission to disconnect this participant.",
        "read": "{Caller} lacks the permission to see this conversation.",
        "likely": "{Caller} probably lacks a permission for this.",
    },
    Cause.NO_USER_CONTEXT: {
        "": "The platform does this only for a signed-in person, and {caller} is a program.",
        "likely": "The platform probably does this only for a signed-in person.",
    },
    Cause.REJECTED_PAYLOAD: {
        "": "The platform did not accept what {caller} sent: “{about}” is missing or wrong.",
        "likely": "The platform probably did not accept what {caller} sent.",
        "field": "The platform probably did not accept what {caller} sent as “{about}”.",
    },
    Cause.UNSUPPORTED_ROUTE: {
        "": "The platform does not offer the kind of request that was sent.",
        "family": "The request was written for another platform than the one it went to.",
        **dict.fromkeys(
            ("family_cxone", "family_cxone_on_genesys", "family_cxone_on_cxone"),
            "This is a Genesys Cloud request, and it went to NICE CXone.",
        ),
        **dict.fromkeys(
            ("family_genesys", "family_genesys_on_genesys", "family_genesys_on_cxone"),
            "This is a NICE CXone request, and it went to Genesys Cloud.",
        ),
        "likely": "The platform probably does not offer the kind of request that was sent.",
    },
    Cause.WRONG_REGION: {
        "": "The request went to the wrong region or organisation.",
        "address": "The request went to another region than this organisation is in.",
        "detour": "The request probably went to another region than this organisation is in.",
        "token": "The platform did not accept {caller}'s sign-in, while it accepts Hangup's.",
        "likely": "The request probably went to the wrong region, or {caller}'s sign-in has run out.",
    },
    Cause.RATE_LIMITED: {
        "": "{Caller} sent the platform too many requests in a short time.",
        "likely": "{Caller} probably sent the platform too many requests in a short time.",
    },
    Cause.PLATFORM_UNAVAILABLE: {
        "": "The platform has trouble of its own, and nothing has changed.",
        "unread": "The platform does not answer properly right now.",
        "likely": "The platform probably has trouble of its own right now.",
    },
    Cause.NOT_PROVEN: {
        "": "The platform refused, and nothing we checked shows why.",
        "accepted": "The platform accepted the request, and nothing shows the effect yet.",
        "sign_in": "The platform did not accept {caller}'s sign-in, and nothing shows why.",
        "silent": "There is no answer that could be explained.",
    },
}
