"""Stories in which nobody is on the phone, or not only."""

from datetime import datetime, timedelta
from typing import Any

from playground.documents import Leg, Party, agent, conversation_with, customer, waiting_in
from playground.pretend.times import moment
from playground.stories.cast import AISYAH, CARDS, DIGITAL, KOK_WEI, LOANS, MAIL, MEI, SITI, caller
from playground.stories.story import Story


def email(conversation: str, now: datetime) -> dict[str, Any]:
    """Write an email that an agent has open."""
    return conversation_with(
        conversation,
        now,
        customer("Hannah Berg", "hannah.berg@pretend.example", medium="emails", since=5400),
        waiting_in(MAIL, medium="emails", since=5400, ended=3600),
        agent(KOK_WEI, MAIL, medium="emails", since=3600),
        started=5400,
    )


def _message(conversation: str, now: datetime) -> dict[str, Any]:
    return conversation_with(
        conversation,
        now,
        customer("Mei Fernandez", "6500000456", medium="messages", since=1500),
        waiting_in(DIGITAL, medium="messages", since=1500, ended=1400),
        agent(AISYAH, DIGITAL, medium="messages", since=1400),
        started=1500,
    )


def _chat(conversation: str, now: datetime) -> dict[str, Any]:
    return conversation_with(
        conversation,
        now,
        customer("Website visitor", None, medium="chats", since=300),
        agent(SITI, DIGITAL, medium="chats", since=280),
        started=300,
    )


def _callback(conversation: str, now: datetime) -> dict[str, Any]:
    later = Leg(
        medium="callbacks",
        state="scheduled",
        since=1800,
        more={
            "callbackNumbers": ["+6500000456"],
            "callbackUserName": MEI[0],
            "callbackScheduledTime": moment(now + timedelta(minutes=25)),
        },
    )
    return conversation_with(
        conversation,
        now,
        Party(purpose="customer", name=MEI[0], legs=(), joined=1800),
        Party(purpose="acd", name=LOANS.name, queue=LOANS, legs=(later,), joined=1800),
        started=1800,
    )


def _many_media(conversation: str, now: datetime) -> dict[str, Any]:
    shares = Leg(medium="screenshares", since=60)
    browses = Leg(medium="cobrowsesessions", state="disconnected", since=150, ended=70, how="peer")
    return conversation_with(
        conversation,
        now,
        caller(since=400),
        Party(purpose="agent", user=SITI, queue=CARDS, legs=(Leg(since=380), browses, shares), joined=380),
        started=400,
    )


STORIES: tuple[Story, ...] = (
    Story(
        number=30,
        slug="email",
        title="An email nobody finishes",
        what="An agent has had an email open for an hour.",
        try_=("Send the command.", "Disconnect the agent from the email."),
        scene=email,
    ),
    Story(
        number=31,
        slug="message",
        title="A WhatsApp conversation",
        what="A customer writes on WhatsApp; an agent answers.",
        try_=("Send the command. The customer goes by name; no number is shown.", "Disconnect the agent."),
        scene=_message,
    ),
    Story(
        number=32,
        slug="web-chat",
        title="A web chat",
        what="A visitor of the website chats with an agent. Chats have no route of their own any more.",
        try_=("Send the command.", "Disconnect the agent: the general route still takes it."),
        scene=_chat,
    ),
    Story(
        number=33,
        slug="callback",
        title="A callback that waits for its hour",
        what="A customer asked to be called in 25 minutes. Nobody is on the line.",
        try_=("Send the command.", "See who holds the callback, and that it is scheduled."),
        scene=_callback,
    ),
    Story(
        number=34,
        slug="call-and-screen",
        title="A call with a shared screen",
        what="The agent is on the phone and shares a screen; an earlier co-browse is over.",
        try_=("Send the command. The agent is one row, with both media.", "Disconnect her: both end."),
        scene=_many_media,
    ),
)
