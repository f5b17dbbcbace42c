"""Stories on NICE CXone that end in #incidents: a rule that watches, and a script whose call fails."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from playground.cxone import Behaviour, Happening
from playground.cxone.documents import contact
from playground.cxone.states import RINGING
from playground.stories.cxone import ORG, CxoneStory, contact_id, moves
from playground.stories.cxone_cast import CALLER, CLAIMS, JONAS, RUTH, TOWING
from playground.stories.incidents import INCIDENTS
from playground.studio import ScriptedCall


def _ringing(master: str, now: datetime) -> list[dict[str, Any]]:
    return [contact(int(master), now, TOWING, RUTH, state=RINGING, since=30, in_state=2, caller=CALLER)]


def _with_the_script(master: str, now: datetime) -> list[dict[str, Any]]:
    return [contact(int(master), now, CLAIMS, JONAS, since=260, caller=CALLER)]


STORIES: tuple[CxoneStory, ...] = (
    CxoneStory(
        number=144,
        slug="cxone-alert-rings-on",
        title="CXone alert: a phone rings and rings",
        what="Ruth Okafor's phone rings for a minute and a half, until she comes back and picks up.",
        try_=(
            "Watch #incidents: after some 20 seconds there is a card, with org and area.",
            "*Look up* shows the contact in its thread. When she picks up, the card is over by itself.",
        ),
        scene=_ringing,
        behaviour=Behaviour(happenings=(Happening(does="resumes", contact=contact_id(144), after=90),)),
        channel=INCIDENTS,
    ),
    CxoneStory(
        number=153,
        slug="studio-cxone-transferred",
        title="A Studio script ends a contact that was transferred",
        what=(
            "A script ends the contact that it was given, and gets a *404*: by then the call went on to Anika Larsen, "
            "under another contact id."
        ),
        try_=(
            "Start the story and watch #incidents: the card says who has left, and that the call goes on.",
            "*Look up*, in the card's thread, shows the contact that it goes on under. Disconnect that one.",
        ),
        scene=_with_the_script,
        behaviour=moves(153, after=2),
        channel=INCIDENTS,
        script=(ScriptedCall(path=f"/incontactapi/services/v30.0/contacts/{contact_id(153)}/end", wait=4),),
    ),
)
# What the rules of these stories watch for; about one skill alone, so that no other story raises anything.
RULES: Sequence[Mapping[str, Any]] = (
    {
        "name": "cxone-phone-rings-on",
        "kind": "stuck_state",
        "states": ["alerting"],
        "orgs": [ORG],
        "queues": [TOWING.name],
        "longer_than": "20 s",
        "every": "15 s",
    },
)
