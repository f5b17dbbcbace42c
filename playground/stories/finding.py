"""Stories about finding a conversation whose id nobody has at hand."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from playground.documents import Party, agent, call_with, conversation_with, customer, waiting_in
from playground.stories.cast import (
    AISYAH,
    ARJUN,
    FARAH,
    KOK_WEI,
    LOANS,
    LUKAS,
    MARCUS,
    MEI,
    NOAH,
    TRAVEL,
    WEALTH,
    WEEKEND,
    caller,
)
from playground.stories.story import Story

# So many conversations of the Travel Desk are unremarkable: a list of three pages.
ORDINARY = 21


def _stuck_agent(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        customer(*MEI, state="disconnected", since=3000, ended=2400, how="endpoint"),
        waiting_in(LOANS, since=3000, ended=2960),
        agent(FARAH, LOANS, since=2960),
        started=3000,
    )


def _alerting(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        caller(since=400),
        waiting_in(TRAVEL, since=400, ended=260),
        agent(MARCUS, TRAVEL, state="alerting", since=260),
        started=400,
    )


def _travel_desk(now: datetime) -> Iterator[dict[str, Any]]:
    held = (caller(since=900), agent(ARJUN, TRAVEL, since=880, held=True))
    waits = (customer(*MEI, since=300), waiting_in(TRAVEL, since=300, ended=None))
    writes = (
        customer(NOAH[0], "6500000789", medium="messages", since=7000),
        agent(AISYAH, TRAVEL, medium="messages", since=6900),
    )
    yield call_with(_beside(1), now, *held, started=900)
    yield call_with(_beside(2), now, *waits, started=300)
    yield conversation_with(_beside(3), now, *writes, started=7000)
    for number in range(ORDINARY):
        since = 60.0 + 15 * number
        parties: tuple[Party, ...] = (caller(MEI, since=since), agent(KOK_WEI, TRAVEL, since=since - 5))
        yield call_with(_beside(10 + number), now, *parties, started=since)


def _beside(number: int) -> str:
    return f"ca12{number:04d}-0000-4000-8000-000000000000"


def _by_number(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(conversation, now, caller(NOAH, since=500), agent(AISYAH, LOANS, since=450), started=500)


def _before_the_weekend(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(
        conversation,
        now,
        customer(*MEI, state="disconnected", since=9000, ended=8000),
        waiting_in(WEEKEND, since=9000, ended=8900),
        agent(AISYAH, WEEKEND, state="disconnected", since=8900, ended=8000, how="peer"),
        started=9000,
    )


def _elsewhere(conversation: str, now: datetime) -> dict[str, Any]:
    return call_with(conversation, now, caller(since=200), agent(LUKAS, WEALTH, since=180), started=200)


STORIES: tuple[Story, ...] = (
    Story(
        number=90,
        slug="find-agent",
        title="An agent, by their Slack name",
        what="Farah's customer hung up forty minutes ago, and her call is still there. Nobody has its id.",
        try_=("Mention her: Slack knows her e-mail, and so does the contact centre.", "Her only call opens at once."),
        scene=_stuck_agent,
        typed="@farah",
    ),
    Story(
        number=91,
        slug="find-queue",
        title="A busy queue",
        what="The Travel Desk has two dozen conversations. One has been ringing for minutes.",
        try_=(
            "Send the command: the likely culprit is first, and the list says why.",
            "Turn the pages with Next and Previous.",
            "Open the first one.",
        ),
        scene=_alerting,
        beside=_travel_desk,
        typed="queue travel desk",
    ),
    Story(
        number=92,
        slug="find-number",
        title="A customer's phone number",
        what="A customer calls from this number, and writes from it too.",
        try_=("Send the command; any usual notation will do.", "Open one. The number is nowhere to be seen."),
        scene=_by_number,
        typed="(+65) 0000-0789",
    ),
    Story(
        number=93,
        slug="find-nobody",
        title="A queue with nobody in it",
        what="It is Tuesday, and the Weekend Desk is empty.",
        try_=("Send the command: Hangup says where it looked.",),
        scene=_before_the_weekend,
        typed="queue weekend desk",
    ),
    Story(
        number=94,
        slug="find-refused",
        title="A role that may not ask",
        what="In Zurich the role of Hangup's client lacks a permission that queues take.",
        try_=("Send the command: it names the permission, and who can add it.",),
        scene=_elsewhere,
        org="zurich",
        typed="queue private banking",
    ),
)
