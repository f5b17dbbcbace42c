"""A participant of a conversation, and the one state that its several communications add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.communication import ENDED_STATES, Communication, Media, State


class Purpose(StrEnum):
    """Why somebody takes part; purposes are free words on the wire, what is not listed is shown as it is."""

    AGENT = "agent"
    USER = "user"
    CUSTOMER = "customer"
    EXTERNAL = "external"
    STATION = "station"
    ACD = "acd"
    IVR = "ivr"
    BOTFLOW = "botflow"
    WORKFLOW = "workflow"
    SURVEY = "voicesurveyflow"
    DIALER = "dialer"
    CAMPAIGN = "campaign"
    API = "api"
    VOICEMAIL = "voicemail"


PEOPLE = frozenset({Purpose.AGENT, Purpose.USER, Purpose.CUSTOMER, Purpose.EXTERNAL, Purpose.STATION})
STAFF = frozenset({Purpose.AGENT, Purpose.USER})
FLOWS = frozenset({Purpose.ACD, Purpose.IVR, Purpose.BOTFLOW, Purpose.WORKFLOW, Purpose.DIALER, Purpose.CAMPAIGN})
OUTSIDERS = frozenset({Purpose.CUSTOMER, Purpose.EXTERNAL})


class Standing(StrEnum):
    """One state per participant, in order of precedence (the earlier wins across media)."""

    CONNECTED = "connected"
    TRANSMITTING = "transmitting"
    UPLOADING = "uploading"
    CONVERTING = "converting"
    DIALING = "dialing"
    CONTACTING = "contacting"
    OFFERING = "offering"
    ALERTING = "alerting"
    PARKED = "parked"
    SCHEDULED = "scheduled"
    NONE = "none"
    UNKNOWN = "unknown"
    WRAP_UP = "in wrap-up"
    ENDED = "ended"


GONE = frozenset({Standing.WRAP_UP, Standing.ENDED})
IN_TRANSITION = frozenset(
    {
        Standing.TRANSMITTING,
        Standing.UPLOADING,
        Standing.CONVERTING,
        Standing.DIALING,
        Standing.CONTACTING,
        Standing.OFFERING,
        Standing.ALERTING,
    }
)
_PRECEDENCE = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody, or some flow, on a conversation. Customers' `attributes` are never read into it.

    `fixed` says why nobody can disconnect them, as a sentence without markup; None where it can be asked for.
    `remark` says what should be known about how this was found out, in the same manner. `consequence` says what becomes
    of the others when this one is disconnected, where the platform does not just leave them; `caution` what may be in
    the way, as what follows the name.
    """

    id: str
    purpose: str = ""
    name: str | None = None
    user_id: str | None = None
    queue_id: str | None = None
    queue_name: str | None = None
    address: str | None = None
    ani: str | None = None
    dnis: str | None = None
    started_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    communications: tuple[Communication, ...] = ()
    wrapup_required: bool = False
    wrapup_given: bool = False
    wrapup_skipped: bool = False
    acw_started_at: datetime | None = None
    acw_ended_at: datetime | None = None
    consult_participant_id: str | None = None
    monitored_participant_id: str | None = None
    coached_participant_id: str | None = None
    barged_participant_id: str | None = None
    fixed: str | None = None
    remark: str | None = None
    consequence: str | None = None
    caution: str | None = None

    @property
    def leading(self) -> Communication | None:
        """The communication that decides the state: the best of each medium's deciding one."""
        deciding = [_deciding(legs) for legs in _by_media(self.communications)]
        return min(deciding, key=lambda leg: _PRECEDENCE[_standing_of(leg)], default=None)

    @property
    def standing(self) -> Standing:
        """The one state of this participant."""
        leg = self.leading
        if leg is None:
            over = self.ended_at is not None
            return self._over() if over else Standing.UNKNOWN
        if leg.ended or self.ended_at is not None:
            return self._over()
        return _standing_of(leg)

    @property
    def raw_state(self) -> str:
        """The platform's own word for the state, for a state that has no word here."""
        leg = self.leading
        return "" if leg is None else leg.raw_state

    @property
    def live(self) -> bool:
        """Whether this participant is still there; wrap-up counts as left."""
        return self.standing not in GONE

    @property
    def held(self) -> bool:
        """Whether the deciding communication is on hold."""
        return self.live and self.leading is not None and self.leading.held

    @property
    def muted(self) -> bool:
        """Whether the deciding communication is muted."""
        return self.live and self.leading is not None and self.leading.muted

    @property
    def confined(self) -> bool:
        """Whether the deciding communication hears hold music and nobody."""
        return self.live and self.leading is not None and self.leading.confined

    @property
    def media(self) -> tuple[Media, ...]:
        """The media of this participant's live communications, else of all, each once."""
        legs = [leg for leg in self.communications if not leg.ended] or list(self.communications)
        return tuple(dict.fromkeys(leg.media for leg in legs))

    @property
    def direction(self) -> str | None:
        """Inbound or outbound, where the platform says so."""
        return self.leading.direction if self.leading else None

    @property
    def since(self) -> datetime | None:
        """When the present state began, as far as the platform tells."""
        leg, standing = self.leading, self.standing
        match standing:
            case Standing.ENDED:
                return self.left_at
            case Standing.WRAP_UP:
                return self.acw_started_at or self.left_at
            case Standing.ALERTING | Standing.OFFERING:
                return (leg.alerting_since if leg else None) or self.started_at
            case Standing.SCHEDULED:
                return self.started_at
            case _:
                if leg is not None and leg.held and leg.held_since is not None:
                    return leg.held_since
                return (leg.connected_at if leg else None) or self.connected_at or self.started_at

    @property
    def left_at(self) -> datetime | None:
        """When this participant left, if it has: its own end, else the last end of its communications."""
        ends = [leg.ended_at for leg in self.communications if leg.ended_at is not None]
        return self.ended_at or max(ends, default=None)

    @property
    def disconnect_type(self) -> str | None:
        """How this participant left, in the platform's word, from the communication that ended last."""
        ended = [leg for leg in self.communications if leg.ended and leg.disconnect_type]
        if not ended:
            return None
        return max(ended, key=lambda leg: (leg.ended_at is not None, leg.ended_at)).disconnect_type

    @property
    def is_person(self) -> bool:
        """Whether this is a human being, by purpose."""
        return self.purpose in PEOPLE

    @property
    def is_flow(self) -> bool:
        """Whether a queue, a flow or a dialer owns this leg."""
        return self.purpose in FLOWS

    @property
    def is_outsider(self) -> bool:
        """Whether this is a customer or another person outside, whose number and name are masked."""
        return self.purpose in OUTSIDERS

    @property
    def wrapup_pending(self) -> bool:
        """Whether wrap-up is owed: required and neither given nor skipped, or after-call work pending."""
        given = self.wrapup_given or any(leg.wrapup_given for leg in self.communications)
        owed = self.wrapup_required and not given and not self.wrapup_skipped
        return owed or any(leg.wrapup_pending for leg in self.communications)

    def _over(self) -> Standing:
        return Standing.WRAP_UP if self.wrapup_pending else Standing.ENDED


def _by_media(communications: Sequence[Communication]) -> list[list[Communication]]:
    found: dict[Media, list[Communication]] = {}
    for leg in communications:
        found.setdefault(leg.media, []).append(leg)
    return list(found.values())


def _deciding(legs: Sequence[Communication]) -> Communication:
    """Pick a medium's deciding leg: the only live one if there is just one, else the last."""
    live = [leg for leg in legs if not leg.ended]
    return live[0] if len(live) == 1 else legs[-1] if not live else live[-1]


def _standing_of(leg: Communication) -> Standing:
    return Standing.ENDED if leg.state in ENDED_STATES else Standing(State(leg.state).value)
