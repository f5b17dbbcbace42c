"""Stories in which the platform has moved on by the time that Hangup's request arrives, or is busy with another."""

from datetime import datetime
from typing import Any

from playground.documents import agent, call_with, waiting_in
from playground.genesys import Behaviour, Happening, Refusing
from playground.genesys.refusals import error_body
from playground.stories.calls import conference, in_a_flow, plain
from playground.stories.cast import ARJUN, CARDS, JORDAN, LOANS, MARCUS, MEI, SITI, WEI_LING, caller
from playground.stories.moments import INTERPRETER, ringing, with_interpreter
from playground.stories.refused import BARE_409, refuses
from playground.stories.story import Story, conversation_id, participant_id


def _handing_over(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(MEI, since=600),
        waiting_in(CARDS, since=600, ended=580),
        agent(WEI_LING, CARDS, since=580, wrap_up=True),
        agent(SITI, CARDS, since=90),
        started=600,
    )


def _call_that_came_back(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(JORDAN, since=400),
        waiting_in(LOANS, since=400, ended=380),
        agent(ARJUN, LOANS, since=370),
        agent(MARCUS, LOANS, since=120),
        started=400,
    )


_CUSTOMER = 1
_AGENT = 3


def _on_the_click(does: Happening) -> Behaviour:
    return Behaviour(happenings=(does,))


STORIES: tuple[Story, ...] = (
    Story(
        number=50,
        slug="leaves-under-your-click",
        title="409: somebody had just left",
        what="The interpreter hangs up in the very second in which you confirm. The gateway answers a bare *409*.",
        try_=(
            "Disconnect the interpreter.",
            "The *409* itself says nothing. Reading again shows who left, how, and who is still there.",
        ),
        scene=with_interpreter,
        org="gateway-strict",
        behaviour=_on_the_click(Happening(does="leaves", participant=participant_id(50, INTERPRETER), on_write=1)),
    ),
    Story(
        number=51,
        slug="ends-under-your-click",
        title="409: the conversation had just ended",
        what="The customer hangs up in the very second in which you confirm, and with that the call is over.",
        try_=("Disconnect Tan Wei Ling.", "Nothing is left to do, and the explanation says since when."),
        scene=plain,
        org="gateway-strict",
        behaviour=_on_the_click(Happening(does="leaves", participant=participant_id(51, _CUSTOMER), on_write=1)),
    ),
    Story(
        number=52,
        slug="wraps-up-under-your-click",
        title="Only the notes are left",
        what="Tan Wei Ling hangs up as you confirm. Siti Rahmah goes on with the customer; Wei Ling owes her notes.",
        try_=(
            "Disconnect Tan Wei Ling.",
            "Nobody is left to disconnect: the explanation says who has to finish what.",
        ),
        scene=_handing_over,
        behaviour=_on_the_click(
            Happening(does="leaves", participant=participant_id(52, _AGENT), on_write=1, disconnect_type="client")
        ),
    ),
    Story(
        number=53,
        slug="moves-under-your-click",
        title="409: the same agent, on another row",
        what="As you confirm, Arjun Menon's line drops and the call comes back to him, on a new row.",
        try_=(
            "Disconnect Arjun Menon.",
            "The request named the row that is over. The explanation offers the row where he is live, with a button.",
        ),
        scene=_call_that_came_back,
        org="gateway-strict",
        behaviour=_on_the_click(
            Happening(does="moves", participant=participant_id(53, _AGENT), on_write=1, disconnect_type="transfer")
        ),
    ),
    Story(
        number=54,
        slug="refused-while-ringing",
        title="409: the phone is still ringing",
        what="Chua Kok Wei's phone rings, and the platform refuses to disconnect him as long as it does.",
        try_=(
            "Disconnect Chua Kok Wei. The view warns that he is not connected.",
            "The explanation says that he is between two states, and when pressing again makes sense.",
        ),
        scene=ringing,
        behaviour=refuses(409, BARE_409),
    ),
    Story(
        number=55,
        slug="one-act-at-a-time",
        title="409: another lead acted on the same call",
        what="The platform needs twelve seconds for one disconnect, and refuses a second one on this call.",
        try_=(
            "Disconnect the valuation desk, and close the view.",
            "At once become the other lead, and disconnect Nurul Aisyah from the same card.",
            "The second lead reads who acted on this call, and when.",
        ),
        scene=conference,
        behaviour=Behaviour(effect_delay=12, refuses=Refusing(status=409, body=BARE_409, spares=1)),
    ),
    Story(
        number=56,
        slug="asked-twice",
        title="409: you asked already",
        what="The platform takes three quarters of a minute over a disconnect, and refuses to be asked again.",
        try_=(
            "Disconnect Tan Wei Ling, and wait for *not confirmed*.",
            "Press *Disconnect…* beside her again: the explanation says that the first request is still good.",
        ),
        scene=plain,
        behaviour=Behaviour(effect_delay=45, refuses=Refusing(status=409, body=BARE_409, spares=1)),
    ),
    Story(
        number=57,
        slug="flow-refuses",
        title="409: nobody but the menu has the caller",
        what="The main menu is talking to the customer, and the platform does not let go of its own menu.",
        try_=("Disconnect the menu.", "The explanation says that no agent is there, and what can be done."),
        scene=in_a_flow,
        behaviour=refuses(409, BARE_409),
    ),
    Story(
        number=58,
        slug="forgotten",
        title="Suddenly unknown",
        what="While you confirm, the platform forgets this conversation, and so do its records.",
        try_=(
            "Disconnect Tan Wei Ling.",
            "Nothing is sent. You saw it live, so the likely reading is that it has ended.",
        ),
        scene=plain,
        behaviour=_on_the_click(Happening(does="vanishes", on_read=3)),
    ),
    Story(
        number=59,
        slug="wrong-org-on-click",
        title="Readable here, at home elsewhere",
        what="A link of the org in Zurich. Its platform shows the call, but says that it is another organisation's.",
        try_=(
            "Send the command with the link: Hangup finds the right region by it.",
            "Disconnect Tan Wei Ling. The explanation says that region and organisation do not fit.",
        ),
        scene=plain,
        org="zurich",
        behaviour=refuses(400, error_body("postino.error.wrong.org")),
        typed=f"https://apps.euc2.pure.cloud/directory/#/analytics/interactions/{conversation_id(59)}/admin",
    ),
)
