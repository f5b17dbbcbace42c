"""Stories in which the platform says no."""

from typing import Any

from playground.genesys import Behaviour, Refusing
from playground.genesys.refusals import CONFLICT_TEXT, error_body
from playground.stories.calls import plain, yesterday
from playground.stories.story import Story, conversation_id

BARE_409 = {"message": CONFLICT_TEXT, "code": "conflict", "status": 409}
_HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def refuses(status: int, body: dict[str, Any] | str | None = None, **rest: Any) -> Behaviour:
    """Make a platform that answers every disconnect of a participant so."""
    return Behaviour(refuses=Refusing(status=status, body=body, **rest))


STORIES: tuple[Story, ...] = (
    Story(
        number=40,
        slug="bare-409",
        title="A 409 that names no cause",
        what="The platform answers *409 Conflict* with its one general sentence, and everything else looks well.",
        try_=(
            "Disconnect Tan Wei Ling.",
            "Read what was checked and ruled out: the cause is not proven, and you may try once more.",
        ),
        scene=plain,
        behaviour=refuses(409, BARE_409),
    ),
    Story(
        number=41,
        slug="missing-permission",
        title="Hangup may not",
        what="The role of Hangup's client does not cover this agent's division.",
        try_=("Disconnect Tan Wei Ling.", "The explanation names the permission, for the admin to add."),
        scene=plain,
        behaviour=refuses(
            403, error_body("missing.any.permissions", "[conversation:communication:disconnect]", status=403)
        ),
    ),
    Story(
        number=42,
        slug="rate-limited",
        title="Too many requests, for a moment",
        what="The platform wants four seconds of quiet before it takes the next request.",
        try_=("Disconnect Tan Wei Ling.", "Hangup waits, reads again, and carries on by itself, once."),
        scene=plain,
        behaviour=refuses(429, headers={"Retry-After": "4"}, times=1),
    ),
    Story(
        number=43,
        slug="rate-limited-for-long",
        title="Too many requests, for too long",
        what="The platform wants most of a minute, which is longer than a click should wait.",
        try_=("Disconnect Tan Wei Ling.", "The explanation says when pressing again makes sense."),
        scene=plain,
        behaviour=refuses(429, headers={"Retry-After": "55"}),
    ),
    Story(
        number=44,
        slug="html-502",
        title="A web page instead of an answer",
        what="Something in front of the platform answers *502* with a page of HTML.",
        try_=("Disconnect Tan Wei Ling.", "Hangup reads again: she is still there, and nothing was done."),
        scene=plain,
        behaviour=refuses(502, _HTML),
    ),
    Story(
        number=45,
        slug="wrong-region-link",
        title="A link from another region",
        what="Somebody pasted a link of an org in Frankfurt. Hangup looks after Singapore and Zurich.",
        try_=("Send the command with the link.", "The answer says which platform and region the link is of."),
        scene=plain,
        typed=f"https://apps.mypurecloud.de/directory/#/analytics/interactions/{conversation_id(45)}/admin",
    ),
    Story(
        number=46,
        slug="wrong-org",
        title="Somebody else's conversation",
        what="The platform says that this conversation belongs to another organisation.",
        try_=("Send the command.", "The answer says so in words."),
        scene=plain,
        behaviour=Behaviour(wrong_org=True),
    ),
    Story(
        number=47,
        slug="no-user",
        title="A user is wanted",
        what="This line can only be ended by somebody who is signed in; Hangup's token has no user.",
        try_=("Disconnect Tan Wei Ling.", "The explanation says what the admin console can do that Hangup cannot."),
        scene=plain,
        behaviour=refuses(400, error_body("not.a.user")),
    ),
    Story(
        number=48,
        slug="no-longer-live",
        title="A conversation of yesterday",
        what="The live platform has forgotten this one. Analytics still knows when it ended.",
        try_=("Send the command.", "The answer says when it ended, instead of *not found*."),
        scene=yesterday,
        behaviour=Behaviour(gone=True),
    ),
    Story(
        number=49,
        slug="nobody-knows-it",
        title="An id that leads nowhere",
        what="Somebody copied the id of a browser tab. Neither the live platform nor its records know it.",
        try_=("Send the command.", "The answer says that nobody knows this id, and which one to copy."),
        scene=plain,
        typed="7ab07ab0-0000-4000-8000-000000000000",
    ),
)
