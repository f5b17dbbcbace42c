"""Stories on NICE CXone: contacts instead of participants, and an end that is accepted before it is done."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playground.cxone import Behaviour, Happening
from playground.cxone.documents import agent_fields, contact
from playground.cxone.states import AFTER_WORK, CONFERENCE, HOLD
from playground.stories.cxone_cast import (
    ANIKA,
    AROHA,
    BRONTE,
    CALLER,
    CHAT,
    CLAIMS,
    KIRAN,
    LACHLAN,
    MEI_HUI,
    OTHER_CALLER,
    PRIYA,
    ROADSIDE,
    TOM,
    TOW_TRUCK,
)
from playground.stories.story import Story

HOUR = 3600.0
ORG = "sydney"


def contact_id(number: int, place: int = 1) -> int:
    """Give the nth story's contacts ids that one can type; the first is the master."""
    return 500_000_000_000 + number * 1000 + place


@dataclass(frozen=True, kw_only=True)
class CxoneStory(Story):
    """A situation on the pretend tenant; its conversation goes by the id of its master contact."""

    behaviour: Behaviour = field(default_factory=Behaviour)
    org: str = ORG

    @property
    def conversation(self) -> str:
        """Tell the id of the story's master contact."""
        return str(contact_id(self.number))

    @property
    def calling(self) -> str:
        """Tell the id of the contact that the story's script is on: this very one."""
        return self.conversation


def _plain(master: str, now: datetime) -> list[dict[str, Any]]:
    return [contact(int(master), now, CLAIMS, PRIYA, since=260, caller=CALLER)]


def _with_notes_to_write(master: str, now: datetime) -> list[dict[str, Any]]:
    return [contact(int(master), now, CLAIMS, KIRAN, since=320, caller=CALLER)]


def _in_after_work(master: str, now: datetime) -> list[dict[str, Any]]:
    return [contact(int(master), now, CLAIMS, MEI_HUI, state=AFTER_WORK, since=700, in_state=95, caller=CALLER)]


def _stuck(master: str, now: datetime) -> list[dict[str, Any]]:
    one = contact(
        int(master), now, CLAIMS, BRONTE, state=AFTER_WORK, since=4 * HOUR, in_state=3.5 * HOUR, caller=OTHER_CALLER
    )
    return [one | {"_agentMovedOn": True}]


def _conference(master: str, now: datetime) -> list[dict[str, Any]]:
    first = int(master)
    return [
        contact(first, now, ROADSIDE, LACHLAN, state=CONFERENCE, since=900, in_state=300, caller=CALLER),
        contact(first + 1, now, ROADSIDE, AROHA, state=CONFERENCE, since=480, in_state=300, transfer="Consult"),
        contact(
            first + 2,
            now,
            ROADSIDE,
            state=CONFERENCE,
            since=360,
            in_state=300,
            transfer="External",
            caller=CALLER,
            called=TOW_TRUCK,
            isOutbound=True,
        ),
    ]


def _on_hold(master: str, now: datetime) -> list[dict[str, Any]]:
    return [contact(int(master), now, CLAIMS, TOM, state=HOLD, since=600, in_state=240, caller=CALLER, holdCount=2)]


def _digital(master: str, now: datetime) -> list[dict[str, Any]]:
    return [
        contact(
            int(master),
            now,
            CHAT,
            PRIYA,
            since=5400,
            media=9,
            caller="visitor",
            called="web",
            digitalContactStateId=2,
            digitalContactStateName="Open",
            _caseId=int(master) % 100_000,
        )
    ]


def _ended(master: str, now: datetime) -> list[dict[str, Any]]:
    one = contact(int(master), now, CLAIMS, PRIYA, since=900, in_state=240, caller=CALLER)
    return [one | {"endReason": "Contact Ended", "abandoned": False, "isWarehoused": False}]


def moves(number: int, **when: Any) -> Behaviour:
    """Pass the story's call on to another agent, under another contact id."""
    fields = {**agent_fields(ANIKA), "transferIndicatorId": 2, "transferIndicatorName": "ReAgent"}
    moves = Happening(does="transfers", contact=contact_id(number), into=contact_id(number, 2), fields=fields, **when)
    return Behaviour(happenings=(moves,))


STORIES: tuple[CxoneStory, ...] = (
    CxoneStory(
        number=120,
        slug="cxone-plain-call",
        title="CXone: a plain call",
        what="A customer and an agent are on the phone, on NICE CXone.",
        try_=(
            "Send the command: the same card, for another platform.",
            "Press *Disconnect…* beside Priya Nair, choose a reason, and confirm.",
            "Accepted first: the platform says *202* and acts a moment later. Then the card is confirmed.",
        ),
        scene=_plain,
    ),
    CxoneStory(
        number=121,
        slug="cxone-customer-row",
        title="CXone: a customer without a button",
        what="Here only a contact can be ended, and the customer is none: customer and agent share one.",
        try_=(
            "Send the command. The customer is a row without a button, and the card says why.",
            "Tom Papadakis has the customer on hold. End his contact instead; the view warns of the hold.",
        ),
        scene=_on_hold,
    ),
    CxoneStory(
        number=122,
        slug="cxone-after-call-work",
        title="CXone: after-call work",
        what="The customer hung up a minute and a half ago. Mei Hui Goh writes her notes, and her contact stays open.",
        try_=("Send the command.", "She is in after-call work: that is no stuck call, and nobody need end it."),
        scene=_in_after_work,
    ),
    CxoneStory(
        number=123,
        slug="cxone-stuck-after-call-work",
        title="CXone: after-call work that nobody does",
        what="A contact has been in after-call work for hours, and its agent is long available again.",
        try_=(
            "Send the command. The contact is open, and nobody works on it.",
            "Disconnect it: the contact is closed for good.",
        ),
        scene=_stuck,
    ),
    CxoneStory(
        number=124,
        slug="cxone-conference",
        title="CXone: a conference of three legs",
        what="An agent, a colleague who was consulted, and a tow truck: three contacts of one master.",
        try_=(
            "Send the command: three legs, each with a contact id of its own.",
            "Press *Disconnect…* beside the tow truck. The view says that nobody knows what becomes of the others.",
            "Confirm: here they stay, and the card shows them.",
        ),
        scene=_conference,
    ),
    CxoneStory(
        number=125,
        slug="cxone-transferred-before-click",
        title="CXone: transferred between look-up and click",
        what="Right after you looked, Priya Nair passes the call on. It goes on under another contact id.",
        try_=(
            "Send the command: Priya has the customer.",
            "Press *Disconnect…* beside Priya. The view has read again: her contact is over.",
            "Send the command once more, with the same id: Anika Larsen has the customer now.",
        ),
        scene=_plain,
        behaviour=moves(125, on_read=1),
    ),
    CxoneStory(
        number=126,
        slug="cxone-transferred-under-click",
        title="CXone: transferred under your click",
        what="In the very second in which you confirm, the call is passed on, and the contact that you ended is over.",
        try_=(
            "Disconnect Priya Nair.",
            "The platform says *404 InvalidContactId*. Reading again shows where the call went on.",
        ),
        scene=_plain,
        behaviour=moves(126, on_write=1),
    ),
    CxoneStory(
        number=127,
        slug="cxone-digital-contact",
        title="CXone: a digital contact",
        what="A visitor writes on the website. What ends calls is not known to end digital contacts.",
        try_=("Send the command.", "There is no button, and the card says why."),
        scene=_digital,
    ),
    CxoneStory(
        number=128,
        slug="cxone-already-ended",
        title="CXone: 404, it had just ended",
        what="The customer hangs up in the very second in which you confirm.",
        try_=(
            "Disconnect Priya Nair.",
            "The platform says *404 InvalidContactId*, which here mostly means that there is nothing left to end.",
        ),
        scene=_plain,
        behaviour=Behaviour(happenings=(Happening(does="ends", on_write=1),)),
    ),
    CxoneStory(
        number=129,
        slug="cxone-ended",
        title="CXone: a call that has ended",
        what="The call was over four minutes ago. It is among the active contacts no more, but has a record.",
        try_=("Send the command.", "There is nobody to disconnect."),
        scene=_ended,
    ),
    CxoneStory(
        number=130,
        slug="cxone-accepts-and-does-nothing",
        title="CXone: accepted, and nothing happens",
        what="The platform says *202* and leaves the contact as it is.",
        try_=(
            "Disconnect Priya Nair.",
            "Reading back does not see her leave, and the card says so instead of claiming it.",
        ),
        scene=_plain,
        behaviour=Behaviour(ignores_end=True),
    ),
    CxoneStory(
        number=131,
        slug="cxone-goes-into-after-call-work",
        title="CXone: the voice is gone, the notes are not",
        what="When this call ends, its agent owes two minutes of notes, and the contact stays open for as long.",
        try_=("Disconnect Kiran Desai.", "Kiran has left the call; the notes are told apart from being stuck."),
        scene=_with_notes_to_write,
        behaviour=Behaviour(wraps_up=120),
    ),
)
