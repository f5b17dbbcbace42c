"""Sightings and conversations to decide about."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation
from bot.domain.participant import Participant, Standing
from bot.domain.sighting import Sighting
from tests.support.clock import START

NOW = START
MINUTE = timedelta(minutes=1)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def seen(purpose: str = "agent", minutes: float = 10, **facts: Any) -> Sighting:
    """One party of conversation `c`, connected for so many minutes."""
    staff = {"agent_id": "u", "agent_name": "Tan Wei Ling"} if purpose == "agent" else {}
    return Sighting(
        **{
            "org": "sg",
            "conversation_id": "c",
            "media": Media.CALL,
            "standing": Standing.CONNECTED,
            "since": ago(minutes),
            "started_at": ago(minutes),
            "participant_id": f"p-{purpose}",
            "purpose": purpose,
            "purposes": frozenset({"agent", "customer"}),
            **staff,
            **facts,
        }
    )


def party(purpose: str, minutes: float = 10, state: State = State.CONNECTED, **facts: Any) -> Participant:
    """One participant, in a state for so many minutes; ended ones ended then."""
    ended = state in {State.DISCONNECTED, State.TERMINATED}
    leg = Communication(
        f"leg-{purpose}",
        Media.CALL,
        state,
        held=bool(facts.pop("held", False)),
        held_since=ago(minutes),
        alerting_since=ago(minutes),
        connected_at=ago(minutes),
        ended_at=ago(minutes) if ended else None,
    )
    named = {"name": "Tan Wei Ling", "user_id": "u"} if purpose == "agent" else {}
    return Participant(**{"id": f"p-{purpose}", "purpose": purpose, "communications": (leg,), **named, **facts})


def call(*people: Participant, **facts: Any) -> Conversation:
    return Conversation("c", "sg", people, **{"started_at": ago(30), **facts})
