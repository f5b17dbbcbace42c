"""A conversation as it was read at one moment: who is on it, who is live, who has left and how."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.communication import Media
from bot.domain.participant import Participant, Purpose, Standing


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer or consult that the platform lists: `state` in the platform's word, in lower case."""

    id: str
    state: str = ""
    kind: str | None = None
    initiator_user_id: str | None = None
    target_user_id: str | None = None
    issued_at: datetime | None = None

    @property
    def unfinished(self) -> bool:
        """Whether it is still under way."""
        return self.state in {"pending", "active"}


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation and its participants in the platform's order; times are aware and in UTC.

    `link` opens it in the platform's own pages; `place` names the platform and region of the org, for people. `fixed`
    says why it can't be ended as a whole, as a sentence without markup; None where that can be asked for.
    """

    id: str
    org: str
    participants: tuple[Participant, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    transfers: tuple[Transfer, ...] = ()
    division_ids: tuple[str, ...] = ()
    link: str | None = None
    fixed: str | None = None
    place: str = ""

    @property
    def ended(self) -> bool:
        """Whether it is over: it bears an end, or everybody on it has left."""
        return self.ended_at is not None or (bool(self.participants) and not any(p.live for p in self.participants))

    @property
    def live(self) -> tuple[Participant, ...]:
        """Who is still there, in the platform's order; nobody once the conversation has ended."""
        return () if self.ended_at is not None else tuple(p for p in self.participants if p.live)

    @property
    def gone(self) -> tuple[Participant, ...]:
        """Who has left, in the platform's order."""
        return tuple(p for p in self.participants if self.ended_at is not None or not p.live)

    @property
    def media(self) -> tuple[Media, ...]:
        """The media of the live participants, else of all, each once."""
        people = self.live or self.participants
        return tuple(dict.fromkeys(medium for person in people for medium in person.media))

    @property
    def queue_name(self) -> str | None:
        """The queue that the conversation came through, the latest named one."""
        return next((p.queue_name for p in reversed(self.participants) if p.queue_name), None)

    def participant(self, participant_id: str) -> Participant | None:
        """Find a participant by its id."""
        return next((p for p in self.participants if p.id == participant_id), None)

    def standing(self, participant: Participant) -> Standing:
        """Tell a participant's state on this conversation; nobody is live once it has ended."""
        if self.ended_at is not None and participant.live:
            return Standing.WRAP_UP if participant.wrapup_pending else Standing.ENDED
        return participant.standing

    def has_left(self, participant_id: str) -> bool:
        """Whether a participant is known to have left; one that is not listed is not known to have."""
        found = self.participant(participant_id)
        if found is None:
            return self.ended_at is not None
        return self.ended_at is not None or not found.live

    def others_live(self, participant_id: str) -> tuple[Participant, ...]:
        """Who would remain if one participant left."""
        return tuple(p for p in self.live if p.id != participant_id)

    def live_one_of(self, user_id: str) -> Participant | None:
        """Find where a person is live, who may be listed several times: newest first, voicemail aside."""
        mine = [p for p in self.live if p.user_id == user_id and p.purpose != Purpose.VOICEMAIL]
        return max(mine, key=lambda p: (p.started_at is not None, p.started_at), default=None)

    def stand_in_for(self, participant: Participant) -> Participant | None:
        """Find the live participant of the same person, if another row of that person is live."""
        if participant.user_id is None:
            return None
        found = self.live_one_of(participant.user_id)
        return None if found is None or found.id == participant.id else found
