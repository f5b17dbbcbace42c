"""Stories in which something moves: between look-up and click, between click and effect, or between two leads."""

from datetime import datetime
from typing import Any

from playground.documents import Leg, Party, agent, call_with, customer, waiting_in
from playground.genesys import Behaviour, Happening
from playground.stories.calls import plain
from playground.stories.cast import AISYAH, CARDS, HANNAH, KOK_WEI, LOANS, caller
from playground.stories.story import Story, participant_id


def with_interpreter(conversation: str, now: datetime) -> dict[str, Any]:
    """Write a call of three: a customer, an agent and an interpreter."""
    return call_with(
        conversation,
        now,
        caller(HANNAH, since=400),
        agent(AISYAH, LOANS, since=380),
        Party(
            purpose="external",
            name="Interpreter line",
            address="tel:+442079460044",
            legs=(Leg(since=200),),
            joined=200,
        ),
        started=400,
    )


def ringing(conversation: str, now: datetime) -> dict[str, Any]:
    """Write a customer in a queue while an agent's phone rings."""
    return call_with(
        conversation,
        now,
        caller(since=80),
        waiting_in(CARDS, since=80, ended=None),
        agent(KOK_WEI, CARDS, state="alerting", since=9),
        started=80,
    )


def _orphan(conversation: str, now: datetime) -> dict[str, Any]:
    hour = 3600.0
    return call_with(
        conversation,
        now,
        customer(*HANNAH, state="disconnected", since=15 * hour, ended=14.5 * hour, how="peer"),
        waiting_in(CARDS, since=15 * hour, ended=14.9 * hour),
        agent(KOK_WEI, CARDS, since=14.9 * hour, held=True),
        started=15 * hour,
    )


INTERPRETER = 3
AGENT_OF_QUEUE = 3

STORIES: tuple[Story, ...] = (
    Story(
        number=3,
        slug="leaves-before-click",
        title="Somebody leaves between look-up and click",
        what="The interpreter hangs up right after you looked.",
        try_=(
            "Send the command: the interpreter is connected.",
            "Press *Disconnect…* beside the interpreter. The view has read again, and says that they have left.",
        ),
        scene=with_interpreter,
        behaviour=Behaviour(
            happenings=(Happening(does="leaves", participant=participant_id(3, INTERPRETER), on_read=2),)
        ),
    ),
    Story(
        number=4,
        slug="leaves-while-confirming",
        title="Somebody leaves while you confirm",
        what="The interpreter hangs up while the confirm view is open.",
        try_=(
            "Send the command, and press *Disconnect…* beside Nurul Aisyah.",
            "Choose a reason and confirm. Nothing is sent: one live person fewer, so you are asked again.",
            "*Disconnect anyway*, or close the view.",
        ),
        scene=with_interpreter,
        behaviour=Behaviour(
            happenings=(Happening(does="leaves", participant=participant_id(4, INTERPRETER), on_read=3),)
        ),
    ),
    Story(
        number=15,
        slug="answers-while-confirming",
        title="The phone is picked up while you confirm",
        what="Chua Kok Wei's phone rings, and he answers while the confirm view is open.",
        try_=(
            "Send the command, press *Disconnect…* beside Kok Wei, and confirm.",
            "Nothing is sent: he is connected now, which is another matter. You are asked again.",
        ),
        scene=ringing,
        behaviour=Behaviour(
            happenings=(Happening(does="connects", participant=participant_id(15, AGENT_OF_QUEUE), on_read=3),)
        ),
    ),
    Story(
        number=16,
        slug="two-leads-at-once",
        title="Two leads, one click each",
        what="The platform takes ten seconds over this one, so that two leads can press for the same agent.",
        try_=(
            "Send the command, press *Disconnect…* beside Tan Wei Ling, and confirm.",
            "At once close the view, become the other lead, and do the same from the same card.",
            "The second is told who was first, and the platform was asked once.",
        ),
        scene=plain,
        behaviour=Behaviour(effect_delay=10),
    ),
    Story(
        number=17,
        slug="accepts-and-does-nothing",
        title="Accepted, and nothing happens",
        what="The platform accepts the disconnect and leaves everybody where they are.",
        try_=(
            "Disconnect Tan Wei Ling.",
            "Twenty seconds of reading back do not see her leave, and the card says so instead of claiming it.",
        ),
        scene=plain,
        behaviour=Behaviour(ignores=frozenset({"disconnect"})),
    ),
    Story(
        number=18,
        slug="slow",
        title="A slow platform",
        what="The platform accepts at once and acts nine seconds later.",
        try_=("Disconnect Tan Wei Ling.", "The view waits with you: accepted, and later confirmed."),
        scene=plain,
        behaviour=Behaviour(effect_delay=9),
    ),
    Story(
        number=19,
        slug="very-slow",
        title="Later than anybody waits",
        what="The platform accepts at once and acts three quarters of a minute later.",
        try_=(
            "Disconnect Tan Wei Ling: *not confirmed*.",
            "Wait a minute. Hangup reads once more by itself, and corrects the card.",
        ),
        scene=plain,
        behaviour=Behaviour(effect_delay=45),
    ),
    Story(
        number=20,
        slug="stuck",
        title="A conversation that is stuck",
        what="The customer left fourteen hours ago; the platform still holds the agent, and ignores a disconnect.",
        try_=(
            "Disconnect Chua Kok Wei. It is accepted, and nothing happens.",
            "The explanation says that the conversation is stuck, and what ending it would cost.",
        ),
        scene=_orphan,
        behaviour=Behaviour(ignores=frozenset({"disconnect"})),
    ),
    Story(
        number=21,
        slug="no-answer",
        title="The platform does not answer",
        what="The platform does what it was asked and then says nothing for a minute.",
        try_=(
            "Disconnect Tan Wei Ling.",
            "Hangup does not ask twice. It reads, sees that she has left, and says what it cannot know.",
        ),
        scene=plain,
        behaviour=Behaviour(answer_delay=60),
    ),
)
