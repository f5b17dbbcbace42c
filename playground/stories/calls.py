"""Stories about ordinary phone calls, and about who is on them."""

from datetime import datetime
from typing import Any

from playground.documents import Leg, Party, agent, call_with, conversation_with, customer, waiting_in
from playground.stories.cast import (
    AISYAH,
    ARJUN,
    CARDS,
    DANIEL,
    FRAUD,
    HANNAH,
    JORDAN,
    KOK_WEI,
    LOANS,
    MARCUS,
    MEI,
    SITI,
    WEI_LING,
    caller,
)
from playground.stories.story import SHARED, UNVISITED, Story


def plain(conversation: str, now: datetime) -> dict[str, Any]:
    """Write a customer and an agent on the phone, routed by a queue."""
    return call_with(
        conversation,
        now,
        caller(since=240),
        waiting_in(CARDS, since=240, ended=200),
        agent(WEI_LING, CARDS, since=195),
        started=240,
    )


def conference(conversation: str, now: datetime) -> dict[str, Any]:
    """Write a call of five: a customer, two agents, an outside party and a supervisor."""
    return call_with(
        conversation,
        now,
        caller(HANNAH, since=840),
        waiting_in(LOANS, since=840, ended=800),
        agent(AISYAH, LOANS, since=800),
        agent(ARJUN, LOANS, since=420, held=True),
        Party(
            purpose="external",
            name="Valuation desk, Pretend Surveyors",
            address="tel:+442079460077",
            legs=(Leg(since=300),),
            joined=300,
        ),
        Party(purpose="user", user=MARCUS, legs=(Leg(since=120, more={"muted": True}),), joined=120),
        started=840,
    )


def _ended(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        customer(*DANIEL, state="terminated", since=900, ended=240, how="endpoint"),
        waiting_in(CARDS, since=900, ended=860),
        agent(KOK_WEI, CARDS, state="disconnected", since=860, ended=240, how="peer"),
        started=900,
    )


def yesterday(conversation: str, now: datetime) -> dict[str, Any]:
    """Write a call that ended a day ago."""
    day = 86400.0
    return call_with(
        conversation,
        now,
        customer(*DANIEL, state="terminated", since=day + 700, ended=day, how="endpoint"),
        waiting_in(CARDS, since=day + 700, ended=day + 680),
        agent(WEI_LING, CARDS, state="disconnected", since=day + 680, ended=day, how="peer"),
        started=day + 700,
    )


def _wrap_up(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(MEI, since=600),
        waiting_in(CARDS, since=600, ended=580),
        agent(WEI_LING, CARDS, state="disconnected", since=580, ended=75, how="transfer", wrap_up=True),
        waiting_in(FRAUD, since=75, ended=60),
        agent(SITI, FRAUD, since=60, wrap_up=True),
        started=600,
    )


def _alerting(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(since=95),
        waiting_in(CARDS, since=95, ended=None),
        agent(AISYAH, CARDS, state="alerting", since=12),
        started=95,
    )


def _twice(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(JORDAN, since=700),
        agent(ARJUN, LOANS, state="disconnected", since=690, ended=400, how="transfer.noanswer"),
        waiting_in(LOANS, since=400, ended=380),
        agent(ARJUN, LOANS, since=370),
        started=700,
    )


def _crowd(conversation: str, now: datetime) -> dict[str, Any]:
    branches = ("Bedok", "Bishan", "Clementi", "Hougang", "Jurong", "Novena", "Punggol", "Queenstown")
    guests = tuple(
        Party(
            purpose="external",
            name=f"{branch} branch, line {line}",
            address=f"tel:+65000010{place:02d}",
            legs=(Leg(since=900 - place * 20, more={"muted": place % 3 == 0}),),
            joined=900 - place * 20,
        )
        for place, (branch, line) in enumerate((branch, line) for line in (1, 2, 3) for branch in branches)
    )
    return call_with(conversation, now, agent(MARCUS, FRAUD, since=960), *guests, started=960)


def in_a_flow(conversation: str, now: datetime) -> dict[str, Any]:
    """Write a customer whom the main menu is talking to."""
    flow = Party(purpose="ivr", name="Main menu (flow)", legs=(Leg(since=55),), joined=55)
    return call_with(conversation, now, caller(DANIEL, since=55), flow, started=55)


def _odd(conversation: str, now: datetime) -> dict[str, Any]:
    return conversation_with(
        conversation,
        now,
        caller(),
        Party(purpose="hologram", name="Something newer than Hangup", legs=(Leg(state="rehydrating"),)),
        Party(purpose="agent", user=KOK_WEI, queue=CARDS, legs=()),
        agent(WEI_LING, CARDS),
        started=240,
        newerField={"than": "Hangup"},
    )


STORIES: tuple[Story, ...] = (
    Story(
        number=1,
        slug="plain-call",
        title="A plain call",
        what="A customer and an agent are on the phone. The queue that brought them together has left.",
        try_=(
            "Send the command, and read who is on the call.",
            "Press *Disconnect…* beside Tan Wei Ling, choose a reason, and confirm.",
            "Watch the card: accepted first, then confirmed. The customer's leg ends too, since nobody is left.",
        ),
        scene=plain,
    ),
    Story(
        number=2,
        slug="conference-of-five",
        title="A conference of five",
        what="A customer, two agents, an outside surveyor and a supervisor. One agent is on hold, another muted.",
        try_=(
            "Send the command. Holds and mutes are shown beside *connected*.",
            "Disconnect the surveyor: the other four stay.",
            "Type `/disconnect` and the same id, and choose from the list.",
            "Open the *⋯* menu and look at *End conversation…*, without pressing it.",
        ),
        scene=conference,
    ),
    Story(
        number=5,
        slug="conversation-ended",
        title="A conversation that has ended",
        what="The customer hung up four minutes ago.",
        try_=("Send the command.", "There is nobody to disconnect; the card says who left last, and how."),
        scene=_ended,
    ),
    Story(
        number=7,
        slug="agent-in-wrap-up",
        title="An agent in wrap-up",
        what="Tan Wei Ling passed the call on and still owes a wrap-up. Siti Rahmah has the customer now.",
        try_=(
            "Send the command. Wei Ling is in wrap-up: there is nothing of hers left to disconnect.",
            "Try `/disconnect` with the same id: Siti, the one agent on the line, is offered at once.",
        ),
        scene=_wrap_up,
    ),
    Story(
        number=8,
        slug="agent-alerting",
        title="An agent whose phone is ringing",
        what="The customer waits in the queue while Nurul Aisyah's phone rings. She does not pick up.",
        try_=(
            "Send the command.",
            "Press *Disconnect…* beside Aisyah. The view warns that she is not connected yet.",
        ),
        scene=_alerting,
    ),
    Story(
        number=9,
        slug="same-agent-twice",
        title="One agent, two rows",
        what="Arjun Menon missed the call, and it came back to him. The platform lists him twice; one row is over.",
        try_=("Send the command.", "Only the row that is live has a button. Press it, and confirm."),
        scene=_twice,
    ),
    Story(
        number=10,
        slug="crowd-of-25",
        title="Twenty-five on one line",
        what="A bridge for all branches: more people than a card has room for.",
        try_=("Send the command. Twenty rows have a button.", "Press *Show all*: everybody is there, with a button."),
        scene=_crowd,
    ),
    Story(
        number=11,
        slug="held-by-a-flow",
        title="A caller in the menu",
        what="Nobody has the customer yet: the main menu is talking.",
        try_=("Send the command.", "Disconnect the menu: the caller would be alone, so the call ends."),
        scene=in_a_flow,
    ),
    Story(
        number=12,
        slug="something-new",
        title="Words that Hangup does not know",
        what="The platform sends a state and a purpose that nobody has seen before, and an agent without any line.",
        try_=("Send the command.", "What is unknown is shown as what it is; the rest works."),
        scene=_odd,
    ),
    Story(
        number=13,
        slug="bot-not-invited",
        title="A channel without Hangup",
        what="The command is typed where Hangup cannot post.",
        try_=("Send the command.", "The card goes to your direct messages, and a note here says so."),
        scene=plain,
        channel=UNVISITED,
    ),
    Story(
        number=14,
        slug="shared-channel",
        title="A channel shared with a partner",
        what="People of another company read this channel, so customers' conversations do not belong here.",
        try_=("Send the command.", "The card goes to your direct messages instead."),
        scene=plain,
        channel=SHARED,
    ),
)
