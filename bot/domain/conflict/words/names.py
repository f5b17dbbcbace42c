"""What to call somebody: a name where there is a safe one, never an id and never a number."""

import re
from collections.abc import Sequence

from bot.domain.participant import Participant, Purpose, Standing

_NAME_CHARACTERS = 40
_ROLES = {
    Purpose.AGENT: "the agent",
    Purpose.USER: "the colleague",
    Purpose.CUSTOMER: "the customer",
    Purpose.EXTERNAL: "the outside caller",
    Purpose.STATION: "the phone",
    Purpose.ACD: "the queue",
    Purpose.IVR: "the phone menu",
    Purpose.BOTFLOW: "the bot flow",
    Purpose.WORKFLOW: "the workflow",
    Purpose.SURVEY: "the survey",
    Purpose.DIALER: "the dialer",
    Purpose.CAMPAIGN: "the campaign",
    Purpose.API: "an outside program",
    Purpose.VOICEMAIL: "voicemail",
}
_STATES = {
    "connected": "connected",
    "alerting": "ringing",
    "dialing": "being dialled",
    "contacting": "being contacted",
    "offering": "being offered",
    "transmitting": "in the middle of sending",
    "uploading": "in the middle of uploading",
    "converting": "being moved to another call",
    "parked": "parked",
    "scheduled": "scheduled for later",
    "none": "idle",
    "unknown": "in an unknown state",
    "in wrap-up": "in wrap-up",
    "ended": "gone",
}
_LEAVINGS = {
    "endpoint": "ended at the phone or browser",
    "client": "ended in the Genesys client",
    "system": "ended by the platform",
    "timeout": "timed out",
    "transport.failure": "lost by a network failure",
    "error": "ended by an error",
    "peer": "ended because the other side left",
    "spam": "ended as spam",
    "uncallable": "ended as not callable",
    "inactivity": "ended for inactivity",
    "session.expired": "ended because the session ran out",
    "takeover": "taken over",
}


def who(participant: Participant | None) -> str:
    """Name a participant inside a sentence."""
    if participant is None:
        return "this participant"
    if participant.is_outsider:
        return _ROLES[Purpose(participant.purpose)]
    if participant.purpose == Purpose.ACD:
        queue = _safe(participant.queue_name) or _safe(participant.name)
        return f"the queue {queue}" if queue else "the queue"
    role = _ROLES[Purpose(participant.purpose)] if participant.purpose in set(Purpose) else "this participant"
    if not participant.is_person and participant.purpose in set(Purpose):
        return role
    return _safe(participant.name) or role


def who_all(participants: Sequence[Participant]) -> str:
    """Name several participants, each once; the fourth and later are counted."""
    named = list(dict.fromkeys(who(p) for p in participants))
    if len(named) > 3:  # noqa: PLR2004 - three names fit a sentence
        named = [*named[:2], f"{len(named) - 2} others"]
    return named[0] if len(named) == 1 else " and ".join([", ".join(named[:-1]), named[-1]]) if named else "nobody"


def state(word: str) -> str:
    """Say a state in everyday words."""
    return _STATES.get(word, "in an unknown state")


def condition(participant: Participant) -> str:
    """Say a participant's state with what qualifies it: on hold, muted."""
    if participant.standing is Standing.UNKNOWN and re.fullmatch(r"[A-Za-z][A-Za-z ]{1,29}", participant.raw_state):
        return f"in the state “{participant.raw_state}”, which Hangup does not know"
    more = [word for word, so in (("on hold", participant.held), ("muted", participant.muted)) if so]
    return ", ".join([state(participant.standing.value), *more])


def leaving(disconnect_type: str | None) -> str:
    """Say how somebody left; empty where the platform does not tell."""
    word = (disconnect_type or "").lower()
    if word in {"transfer.noanswer", "transfer.notavailable"}:
        return "did not take the call"
    if word.startswith("transfer"):
        return "moved on by transfer"
    return _LEAVINGS.get(word, "")


def opening(text: str) -> str:
    """Begin a sentence: the first letter large."""
    return text[:1].upper() + text[1:]


def _safe(name: str | None) -> str:
    """Keep a name that is one: no number, no address, not too long."""
    text = " ".join((name or "").split())
    if not text or "@" in text or re.search(r"\d{4}", re.sub(r"[\s().+-]", "", text)):
        return ""
    return text if len(text) <= _NAME_CHARACTERS else text[: _NAME_CHARACTERS - 1] + "…"
