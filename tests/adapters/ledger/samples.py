"""Demands and a conversation to write down."""

from datetime import timedelta
from typing import Any

from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Act, Disconnection, Origin, Phase, Preview
from bot.domain.participant import Participant
from tests.support.clock import START

LEASE = timedelta(seconds=30)


def a_demand(number: int = 1, **facts: Any) -> Disconnection:
    """Demand number so-and-so: its own id and key, the same target as all others unless `facts` say otherwise."""
    return Disconnection(
        **{
            "id": f"D-{number}",
            "key": f"V-{number}",
            "act": Act.DISCONNECT,
            "org": "genesys",
            "conversation_id": "conversation",
            "participant_id": "agent",
            "lead": "U0LEAD",
            "reason": "stuck",
            "seen": Preview(Phase.CONNECTED, 1, "user"),
            "origin": Origin("U0LEAD", "V0VIEW", "C0CHANNEL", "1700000000.000100"),
            "requested_at": START,
            "participant_name": "Ada",
            "note": "asked for twice",
            "owner": "one",
            "lease_until": START + LEASE,
            **facts,
        }
    )


def an_end(number: int = 1, **facts: Any) -> Disconnection:
    """Demand that the whole conversation ends."""
    return a_demand(number, act=Act.END_CONVERSATION, participant_id=None, **facts)


def a_conversation() -> Conversation:
    """An agent and a customer on a call, with what must not be kept of the customer."""
    leg = Communication(id="leg", media=Media.CALL, state=State.CONNECTED, raw_state="connected", error="to +49 30 1")
    return Conversation(
        id="conversation",
        org="genesys",
        started_at=START,
        participants=(
            Participant("agent", "agent", "Ada", user_id="user", queue_name="Care", communications=(leg,)),
            Participant("customer", "customer", "Bob Buyer", address="tel:+49301", ani="+49302", dnis="+49303"),
            Participant("menu", "ivr", "+49304", communications=(leg,)),
        ),
    )
