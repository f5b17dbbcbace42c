"""The words for what a watch sees: plain sentences without markup, and never a customer's name or number."""

from bot.domain.communication import Media
from bot.domain.participant import Participant
from bot.domain.sighting import Sighting
from bot.domain.watch.rule import Stuck

SEARCH = "live search"
READ = "conversation"
LEDGER = "ledger"
STATES = {
    Stuck.ALERTING: "alerting",
    Stuck.HELD: "on hold",
    Stuck.WRAP_UP: "in wrap-up",
    Stuck.DIALING: "dialing",
    Stuck.CONTACTING: "being contacted",
    Stuck.OFFERING: "being offered",
    Stuck.TRANSMITTING: "transmitting",
    Stuck.PARKED: "parked",
}
MEDIA = {
    Media.CALL: "call",
    Media.CALLBACK: "callback",
    Media.CHAT: "chat",
    Media.EMAIL: "email",
    Media.MESSAGE: "message conversation",
    Media.VIDEO: "video call",
}


def party(sighting: Sighting) -> str:
    """Name a party at the beginning of a sentence: an agent by name, a customer never."""
    if sighting.is_agent:
        return sighting.agent_name or "An agent"
    return "The queue" if sighting.waiting else "A customer"


def person(participant: Participant) -> str:
    """Name a participant likewise."""
    if participant.is_outsider:
        return "The customer"
    return participant.name or ("The agent" if participant.is_person else "The queue")


def medium(media: Media) -> str:
    """Name a conversation by its medium, with its article."""
    name = MEDIA.get(media, "conversation")
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
