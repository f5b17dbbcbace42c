"""Stories of several orgs side by side: whose an id is, whose a link is, and calls that went to the wrong house."""

from playground.stories.calls import plain
from playground.stories.story import NIGHT, Story, conversation_id, participant_id

_ASTRAY = f"/api/v2/conversations/{conversation_id(163)}/participants/{participant_id(163, 3)}/disconnect"

STORIES: tuple[Story, ...] = (
    Story(
        number=160,
        slug="which-org",
        title="Several orgs: whose is it?",
        what="The night desk looks after Singapore and Zurich. An id alone does not tell which of them it is of.",
        try_=(
            "Send the command: nobody is asked yet but you.",
            "Press *zurich*. The card tells its org, with platform and region.",
        ),
        scene=plain,
        org="zurich",
        channel=NIGHT,
        typed=conversation_id(160),
    ),
    Story(
        number=161,
        slug="org-named",
        title="Several orgs: the org is named",
        what="This channel's ids are Singapore's. This one is of Zurich, and the command says so.",
        try_=("Send the command.", "Change *zurich* to *zurick*: Hangup asks whether you meant *zurich*."),
        scene=plain,
        org="zurich",
    ),
    Story(
        number=164,
        slug="org-elsewhere",
        title="Several orgs: asked in the wrong channel",
        what="This channel's ids are Singapore's. This one is of Zurich, and nobody said so.",
        try_=(
            "Send the command: Singapore knows no such conversation, and no other org was asked yet.",
            "Press *zurich*: the card is there.",
        ),
        scene=plain,
        org="zurich",
        typed=conversation_id(164),
    ),
    Story(
        number=162,
        slug="foreign-link",
        title="A link of an org that is not here",
        what="Somebody pasted a link of another company's NICE CXone. Hangup does not look after that one.",
        try_=("Send the command with the link.", "The answer tells platform and area of the org that it seems to be."),
        scene=plain,
        typed="https://cxone-uk1.niceincontact.com/contacts/123456789",
    ),
    Story(
        number=163,
        slug="studio-call-astray",
        title="A script's call to the wrong platform",
        what="A CXone Studio script sent a Genesys Cloud request to its own CXone host, and got *409 Conflict*.",
        try_=(
            "Send the command: it is what the script's author pasted.",
            "The explanation says that path and host are of two platforms, and where the call really is.",
        ),
        scene=plain,
        typed=f"explain POST https://api-au1.niceincontact.com{_ASTRAY} HTTP/1.1 409 Conflict",
    ),
)
