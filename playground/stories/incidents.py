"""Stories that unfold by themselves, for the rules that watch for them: alerts come and go in #incidents."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from playground.documents import Named, agent, call_with, customer, waiting_in
from playground.genesys import Behaviour, Happening, Refusing
from playground.stories.cast import AISYAH, ARJUN, DANIEL, HANNAH, KOK_WEI, MEI, SITI, caller
from playground.stories.story import Story, participant_id

INCIDENTS = "C0INCID"
# The rules here are about this queue alone, so that no other story raises anything.
ROADSIDE = Named("90e0e000-0000-4000-8000-000000000140", "Roadside Assistance")

ORG = "genesys"
RULES: Sequence[Mapping[str, Any]] = (
    {
        "name": "phone-rings-on",
        "kind": "stuck_state",
        "states": ["alerting"],
        "orgs": [ORG],
        "queues": [ROADSIDE.name],
        "longer_than": "20 s",
        "every": "15 s",
    },
    {
        "name": "caller-waits",
        "kind": "waiting",
        "orgs": [ORG],
        "queues": [ROADSIDE.name],
        "longer_than": "30 s",
        "critical_after": "90 s",
        "every": "15 s",
    },
    {
        "name": "agent-alone",
        "kind": "agent_alone",
        "orgs": [ORG],
        "queues": [ROADSIDE.name],
        "longer_than": "45 s",
        "every": "15 s",
    },
    {
        "name": "refusal-storm",
        "kind": "refusal_storm",
        "times": 3,
        "within": "3 min",
        "every": "15 s",
    },
)

QUEUE, AGENT = 2, 3


def _ringing(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(HANNAH, since=40),
        waiting_in(ROADSIDE, since=40, ended=2),
        agent(ARJUN, ROADSIDE, state="alerting", since=2),
        started=40,
    )


def _queued(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(DANIEL, since=5),
        waiting_in(ROADSIDE, since=5, ended=None),
        agent(SITI, ROADSIDE, state="contacting", since=1),
        started=5,
    )


def _left_alone(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        customer(*MEI, state="disconnected", since=120, ended=15, how="peer"),
        waiting_in(ROADSIDE, since=120, ended=100),
        agent(KOK_WEI, ROADSIDE, since=100, held=True),
        started=120,
    )


def _refused(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation, now, caller(since=90), waiting_in(ROADSIDE, since=90, ended=70), agent(AISYAH, ROADSIDE, since=70)
    )


STORIES: tuple[Story, ...] = (
    Story(
        number=140,
        slug="alert-phone-rings-on",
        title="Alert: a phone rings and rings",
        what="Arjun Menon's phone rings for a minute and a half, until he comes back and picks up.",
        try_=(
            "Watch #incidents: after some 20 seconds there is a card. *Acknowledge* it, or leave it alone.",
            "When he picks up, the card says so and is over by itself.",
            "The command shows the conversation meanwhile; `/conversation alerts` lists what is open.",
        ),
        scene=_ringing,
        behaviour=Behaviour(happenings=(Happening(does="connects", participant=participant_id(140, AGENT), after=90),)),
        channel=INCIDENTS,
    ),
    Story(
        number=141,
        slug="alert-caller-waits",
        title="Alert: a caller waits, and it gets worse",
        what="A caller waits for Roadside Assistance for two and a half minutes, then Siti Rahmah takes the call.",
        try_=(
            "Watch #incidents: a warning after half a minute; then critical, told to the whole channel.",
            "Acknowledge nothing, and after a minute the team leads' group is called in the card's thread.",
            "When the call is taken, the card closes and says who has answered.",
        ),
        scene=_queued,
        behaviour=Behaviour(
            happenings=(
                Happening(does="connects", participant=participant_id(141, AGENT), after=150),
                Happening(
                    does="leaves",
                    participant=participant_id(141, QUEUE),
                    after=151,
                    disconnect_type="transfer",
                ),
            )
        ),
        channel=INCIDENTS,
    ),
    Story(
        number=142,
        slug="alert-refusal-storm",
        title="Alert: one refusal after another",
        what="The platform refuses every disconnect of this call with the same 409.",
        try_=(
            "Disconnect Nurul Aisyah three times, whatever it says.",
            "#incidents tells that it is a storm, what all the refusals have in common, and what to do.",
            "Three minutes without another one, and the card closes by itself.",
        ),
        scene=_refused,
        behaviour=Behaviour(refuses=Refusing(status=409)),
        channel=INCIDENTS,
    ),
    Story(
        number=143,
        slug="alert-agent-alone",
        title="Alert: an agent is left over",
        what="The customer has hung up, and the platform still has Chua Kok Wei on the call, for three minutes more.",
        try_=(
            "Watch #incidents: after three quarters of a minute there is a card that names him.",
            "Press *Disconnect…* on it: when he has left, the card is over, and says by whom.",
            "Or wait, and it closes by itself.",
        ),
        scene=_left_alone,
        behaviour=Behaviour(happenings=(Happening(does="leaves", participant=participant_id(143, AGENT), after=180),)),
        channel=INCIDENTS,
    ),
)
