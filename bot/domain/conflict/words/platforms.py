"""What each platform calls its things: data by the platform of an org, so that nobody has to ask which it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.conflict.explanation import Cause
from bot.domain.conflict.words.steps import STEPS
from bot.domain.exchange import Fault

UNREADABLE_FIX = (
    "Something in between may have answered, a proxy say. Try again in a minute; if it stays so, ask the person who "
    "runs Hangup, whose “hangup doctor” tests the way there."
)
Steps = Mapping[Cause, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Words:
    """One platform's words.

    `id_hint` says how to type what is meant, `look_alikes` what an id is easily mistaken for; `steps` take the place
    of the general ones; `fixes` say who sees to an answer that is none, and how. `refuses_with_401`: whether a missing
    right is answered like an unknown token. `forgets_legs`: whether a leg that has left may be listed nowhere, so that
    an id that nobody bears may have been a leg's; the first leg's is the conversation's own.
    """

    id_hint: str
    look_alikes: str
    view_permission: str
    disconnect_permission: str
    view_fix: str
    refuses_with_401: bool = False
    forgets_legs: bool = False
    steps: Steps = field(default_factory=dict)
    fixes: Mapping[Fault, str] = field(default_factory=dict)


GENESYS = Words(
    id_hint=(
        "Type `/conversation` and the conversation's id, or paste the link from the address bar of the interaction."
    ),
    look_alikes=(
        "The ids of a tab, a user or a communication look the same: copy the one right after `interactions/`."
    ),
    view_permission="“Conversation > Communication > View”",
    disconnect_permission="“Conversation > Communication > Disconnect”",
    view_fix=(
        "Ask the person who runs Hangup to check its permission conversation:communication:view, and the division."
    ),
    fixes={
        Fault.SIGN_IN: (
            "Ask the person who runs Hangup to check the id and the secret of its OAuth client: “hangup doctor” tests "
            "them."
        ),
        Fault.ADDRESS: (
            "An address that is set for it may be wrong: ask the person who runs Hangup to check region, api_url and "
            "login_url; “hangup doctor” does."
        ),
        Fault.UNREADABLE: UNREADABLE_FIX,
    },
)
CXONE = Words(
    id_hint="Type `/conversation` and the contact's id, a number; the id of the master contact does as well.",
    look_alikes=(
        "The ids of a skill, an agent or a team are numbers too: copy the contact's own, or its master's. "
        "For a phone number write the plus and the country code."
    ),
    view_permission="the right to read contacts",
    disconnect_permission="the right to end contacts",
    view_fix="Ask the person who runs Hangup to check the role of the employee whom its access key belongs to.",
    refuses_with_401=True,
    forgets_legs=True,
    fixes={
        Fault.SIGN_IN: "Ask the person who runs Hangup to check its access key there: “hangup doctor” tests it.",
        Fault.ADDRESS: (
            "An address that is set for it may be wrong: ask the person who runs Hangup to check api_url, api_version, "
            "auth_url and discovery_url; “hangup doctor” does."
        ),
        Fault.UNREADABLE: UNREADABLE_FIX,
        Fault.CUT: (
            "A skill is found there only while it has live contacts: look for an agent, a number or a contact instead."
        ),
    },
    steps={
        Cause.STUCK_CONVERSATION: {
            "": (
                "Pressing again does not help.",
                "Ask the agent to end it in NICE CXone, or to sign out.",
                "If it stays, {support}.",
            ),
        },
        Cause.OWNED_BY_FLOW: {
            "": (
                "Wait until an agent has the contact, or until the script ends.",
                "If it has to stop now, a Studio script can end it with the action END A CONTACT.",
            ),
        },
        Cause.UNKNOWN_CONVERSATION: {
            "": (
                "Check the id: it is the number of the contact, or of its master contact.",
                "If it is right, the contact may have ended, or belong to another tenant.",
            ),
        },
        Cause.PERMISSION_DENIED: {
            "": (
                "Ask a NICE CXone administrator to look at the role of Hangup's access key, that is of its employee.",
                "It needs {about}; no public document says what that is called in a role.",
                "Pressing again does not help before that.",
            ),
        },
        Cause.NO_USER_CONTEXT: {
            "": (
                "End it in NICE CXone itself.",
                "Tell Hangup's owner that this call needs a signed-in person, which Hangup is not.",
            ),
        },
        Cause.REJECTED_PAYLOAD: {
            "": (
                "Pressing again does not help: the same request would be sent.",
                "Ask Hangup's owner to check api_version of this organisation in the settings.",
            ),
        },
        Cause.UNSUPPORTED_ROUTE: {
            **STEPS[Cause.UNSUPPORTED_ROUTE],
            "": (
                "Pressing again does not help.",
                "Ask Hangup's owner to check api_version and api_url of this organisation in the settings.",
            ),
        },
        Cause.WRONG_REGION: {
            **STEPS[Cause.WRONG_REGION],
            "": (
                "Pressing again does not help.",
                "Ask Hangup's owner to check tenant_id, api_url and the access key: “hangup doctor” tests them.",
            ),
        },
    },
)
PLATFORM_WORDS: Mapping[str, Words] = {"genesys": GENESYS, "cxone": CXONE}


def of(platform: str) -> Words:
    """Give a platform's words; Genesys Cloud's for one that has none."""
    return PLATFORM_WORDS.get(platform, GENESYS)
