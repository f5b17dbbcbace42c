"""The words for people, purposes, states and how somebody left: one place for all surfaces."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.communication import Media
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Outcome
from bot.domain.participant import Participant, Purpose, Standing
from handlers.blocks.mask import is_address, masked, shows
from handlers.blocks.mrkdwn import escaped, outside

PURPOSES = {
    Purpose.AGENT: "agent",
    Purpose.USER: "colleague",
    Purpose.CUSTOMER: "customer",
    Purpose.EXTERNAL: "outside party",
    Purpose.STATION: "phone",
    Purpose.ACD: "queue",
    Purpose.IVR: "phone menu",
    Purpose.BOTFLOW: "bot",
    Purpose.WORKFLOW: "workflow",
    Purpose.SURVEY: "survey",
    Purpose.DIALER: "dialer",
    Purpose.CAMPAIGN: "campaign",
    Purpose.API: "software",
    Purpose.VOICEMAIL: "voicemail",
}
STANDINGS = {
    Standing.CONNECTED: (":large_green_circle:", "Connected"),
    Standing.TRANSMITTING: (":large_yellow_circle:", "Sending"),
    Standing.UPLOADING: (":large_yellow_circle:", "Uploading"),
    Standing.CONVERTING: (":large_yellow_circle:", "Converting"),
    Standing.DIALING: (":large_yellow_circle:", "Dialing"),
    Standing.CONTACTING: (":large_yellow_circle:", "Being contacted"),
    Standing.OFFERING: (":large_yellow_circle:", "Being offered"),
    Standing.ALERTING: (":bell:", "Alerting"),
    Standing.PARKED: (":double_vertical_bar:", "Parked"),
    Standing.SCHEDULED: (":clock3:", "Scheduled"),
    Standing.NONE: (":white_circle:", "Not started"),
    Standing.UNKNOWN: (":grey_question:", "State unknown"),
    Standing.WRAP_UP: (":memo:", "In wrap-up"),
    Standing.ENDED: (":black_circle:", "Left"),
}
# https://help.mypurecloud.com/articles/disconnect-reasons/
LEFT_BY = {
    "client": "disconnected from an app",
    "endpoint": "hung up on the phone",
    "endpoint.donotdisturb": "phone on do not disturb",
    "peer": "the other side hung up",
    "system": "ended by the system",
    "timeout": "timed out",
    "transfer": "transferred",
    "transfer.conference": "joined a conference",
    "transfer.consult": "moved by a consult",
    "transfer.donotdisturb": "transfer met do not disturb",
    "transfer.forward": "forwarded",
    "transfer.noanswer": "did not answer",
    "transfer.notavailable": "was not available",
    "transport.failure": "the connection failed",
    "error": "ended by an error",
    "other": "ended for another reason",
    "spam": "marked as spam",
    "uncallable": "could not be called",
    "inactivity": "ended for inactivity",
    "session.expired": "the session ran out",
    "takeover": "taken over by somebody else",
}
MEDIA_SIGNS = {
    Media.CALL: ":telephone_receiver:",
    Media.CALLBACK: ":telephone_receiver:",
    Media.EMAIL: ":email:",
    Media.CHAT: ":speech_balloon:",
    Media.MESSAGE: ":speech_balloon:",
    Media.INTERNAL_MESSAGE: ":speech_balloon:",
}
OUTCOMES = {
    Outcome.REQUESTED: (":hourglass_flowing_sand:", "requested, nothing sent yet"),
    Outcome.SENDING: (":hourglass_flowing_sand:", "being sent"),
    Outcome.ACCEPTED: (":hourglass_flowing_sand:", "accepted by the platform, not yet shown"),
    Outcome.CONFIRMED: (":white_check_mark:", "confirmed by read-back"),
    Outcome.NOT_CONFIRMED: (":warning:", "not confirmed"),
    Outcome.REFUSED: (":no_entry:", "refused by the platform"),
    Outcome.NOT_SENT: (":information_source:", "not sent"),
}


# Platform and region of each org by its name, for people.
Places = Mapping[str, str]
NOWHERE: Places = MappingProxyType({})


def whence(org: str, place: str = "") -> str:
    """Name an org, with its platform and region where they are known, in mrkdwn."""
    return f"Org {escaped(org, 40)}" + (f" ({escaped(place, 80)})" if place else "")


def purpose_of(participant: Participant) -> str:
    """Say why somebody takes part; a purpose without a word of its own is shown as it is."""
    try:
        return PURPOSES[Purpose(participant.purpose)]
    except ValueError:
        return outside(participant.purpose, 40) or "participant"


def name_of(participant: Participant) -> str:
    """Name a participant in plain text; outsiders never by number or address."""
    name = outside(participant.name or "", 80)
    if participant.is_outsider:
        if name and not is_address(name) and not shows(name, participant.address, participant.ani):
            return name
        hidden = masked(participant.address or participant.ani or participant.name)
        role = "Customer" if participant.purpose == Purpose.CUSTOMER else "Outside party"
        return f"{role} ({hidden})" if hidden else role
    if name and not (is_address(name) and not participant.is_person):
        return name
    return outside(participant.queue_name or "", 80) or purpose_of(participant).capitalize()


def named(participant: Participant) -> str:
    """Name a participant with its purpose in mrkdwn; the purpose is not said twice."""
    name = escaped(name_of(participant), 80)
    role = escaped(purpose_of(participant), 40)
    return f"*{name}*" if f"{name.casefold()} (".startswith(f"{role.casefold()} (") else f"*{name}* ({role})"


def standing_of(conversation: Conversation, participant: Participant, *, lasts: str = "") -> str:
    """Say the state in mrkdwn, how long it lasts, then mute and confinement; an unknown word is shown as it is."""
    standing = conversation.standing(participant)
    sign, word = STANDINGS[standing]
    if standing is Standing.UNKNOWN and participant.raw_state:
        word = f"State “{escaped(participant.raw_state, 40)}”"
    over = conversation.ended_at is not None
    if participant.held and not over:
        sign, word = ":double_vertical_bar:", f"{word}, on hold"
    adjectives = (("muted", participant.muted), ("hears hold music", participant.confined))
    return f"{sign} *{word}*{lasts}" + "".join(f" · {text}" for text, holds in adjectives if holds and not over)


def plain_standing(conversation: Conversation, participant: Participant) -> str:
    """Say the state in plain text, in lower case."""
    standing = conversation.standing(participant)
    if standing is Standing.UNKNOWN and participant.raw_state:
        return f"state “{outside(participant.raw_state, 40)}”"
    held = ", on hold" if participant.held and conversation.ended_at is None else ""
    return f"{STANDINGS[standing][1].lower()}{held}"


def left_by(participant: Participant) -> str:
    """Say how somebody left; a word that is not known is shown as it is, none as nothing."""
    kind = participant.disconnect_type
    if kind is None:
        return ""
    return LEFT_BY.get(kind.lower(), escaped(kind, 40))


def media_of(conversation: Conversation) -> str:
    """Say the media: `call`, `call and screen share`."""
    return " and ".join(medium.value for medium in conversation.media) or "conversation"


def direction_of(conversation: Conversation) -> str:
    """Say inbound or outbound as the customer's leg has it, else the first that says so."""
    people = sorted(conversation.participants, key=lambda p: not p.is_outsider)
    return next((outside(p.direction, 20) for p in people if p.direction), "")
