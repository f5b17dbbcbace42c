"""Stories about the path …/participants/{participantId}/disconnect, which not every tenant has."""

from playground.genesys.refusals import error_body
from playground.stories.calls import plain
from playground.stories.media import email
from playground.stories.refused import refuses
from playground.stories.story import Story

STORIES: tuple[Story, ...] = (
    Story(
        number=60,
        slug="route-absent",
        title="The disconnect route: not there",
        what="This org is set to use the `disconnect` path, and its platform does not have it.",
        try_=("Disconnect Tan Wei Ling.", "The explanation tells the path from the conversation: only one is missing."),
        scene=plain,
        org="gateway-absent",
    ),
    Story(
        number=61,
        slug="route-published",
        title="The disconnect route: as once published",
        what="This org's platform has the path as it was published for forty minutes in 2023: no body needed.",
        try_=("Disconnect Tan Wei Ling, and see her leave.",),
        scene=plain,
        org="gateway-published",
    ),
    Story(
        number=62,
        slug="route-gateway",
        title="The disconnect route: a gateway that is told why",
        what="This org's gateway wants a `cause` and a `reason`, and gets both.",
        try_=("Disconnect Tan Wei Ling, and see her leave.",),
        scene=plain,
        org="gateway-strict",
    ),
    Story(
        number=63,
        slug="route-without-reason",
        title="The disconnect route: 409, no reason",
        what="The same gateway, but Hangup is set to send no body.",
        try_=("Disconnect Tan Wei Ling.", "The explanation names the field, and the setting to change."),
        scene=plain,
        org="gateway-no-body",
    ),
    Story(
        number=64,
        slug="route-without-cause",
        title="The disconnect route: 409, no cause",
        what="The same gateway, but Hangup is set to send a `reason` and no `cause`, which a call needs.",
        try_=("Disconnect Tan Wei Ling.", "The explanation names the field, and the setting to change."),
        scene=plain,
        org="gateway-no-cause",
    ),
    Story(
        number=65,
        slug="route-email-without-cause",
        title="The disconnect route: an email needs no cause",
        what="A `reason` and no `cause` once more. This time it is an email, and the gateway takes it.",
        try_=("Disconnect Chua Kok Wei, and see him leave.",),
        scene=email,
        org="gateway-no-cause",
    ),
    Story(
        number=66,
        slug="route-malformed-reason",
        title="The disconnect route: a reason it does not know",
        what="This gateway has a list of reasons of its own, and Hangup's word is not on it.",
        try_=("Disconnect Tan Wei Ling.", "The explanation names the field. Its *400* proves more than a *409* would."),
        scene=plain,
        org="gateway-strict",
        behaviour=refuses(
            400, error_body("invalid.value", "user_request", "reason", "CUSTOMER_LEFT, AGENT_STUCK", fields=["reason"])
        ),
    ),
)
