"""The scene of a refusal: what the reads, in their order, add up to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.domain.conflict import claims, presence
from bot.domain.conflict.facts import Conflict
from bot.domain.conversation import Conversation
from bot.domain.exchange import Reading, Reply, Silence
from bot.domain.family import home_of, platform_of_host, platform_of_path, region_in
from bot.domain.participant import Participant, Standing

UNCHANGED_SECONDS = 20.0
NOT_FOUND = 404
HANGUP = "Hangup"


@dataclass(frozen=True)
class Scene:
    """A conflict, with the questions that the rows ask of it. Nothing here compares our clock with the platform's."""

    conflict: Conflict

    @property
    def reply(self) -> Reply | None:
        """The platform's answer, if there was one; to the last read, where nothing was sent."""
        if self.conflict.exchange is not None:
            return self.conflict.exchange.reply
        return self.reads[-1].reply if self.reads else None

    @property
    def status(self) -> int | None:
        """The answer's status."""
        return self.reply.status if self.reply else None

    @property
    def silence(self) -> Silence | None:
        """Why there is no answer, if there is none."""
        if self.conflict.exchange is not None:
            return self.conflict.exchange.silence
        return self.reads[-1].silence if self.reads else None

    @property
    def caller(self) -> str:
        """Who sent the request."""
        return self.conflict.caller or HANGUP

    @property
    def by_others(self) -> bool:
        """Whether somebody else than Hangup sent it."""
        return bool(self.conflict.caller)

    @property
    def accepted(self) -> bool:
        """Whether the platform said yes."""
        return self.reply is not None and self.reply.ok

    @property
    def families(self) -> tuple[str, str] | None:
        """Whose the request's path is, and whose the host that it went to; None where either is not known."""
        facts = self.conflict
        path = facts.path_platform or (platform_of_path(facts.exchange.request.path) if facts.exchange else None)
        host = facts.host_platform or platform_of_host(facts.sent_host or facts.org.host)
        return (path, host) if path and host else None

    @property
    def regions(self) -> tuple[str, str] | None:
        """The region that the request went to, and the one that its org is in; None where either is not known."""
        org = self.conflict.org
        sent, home = home_of(self.conflict.sent_host or org.host), home_of(org.host)
        here = region_in(org.platform, org.region) or (home.region if home else "")
        known = sent is not None and sent.platform == org.platform
        return (sent.region, here) if known and sent and sent.region and here else None

    @property
    def participant_id(self) -> str | None:
        """The participant that the request really named."""
        return self.conflict.sent_participant_id or self.conflict.participant_id

    @property
    def asked_at(self) -> datetime:
        """When the request was sent, else now."""
        exchange = self.conflict.exchange
        return (exchange.request.sent_at if exchange else None) or self.conflict.now

    @cached_property
    def reads(self) -> tuple[Reading, ...]:
        """The re-reads in the order of their times."""
        return tuple(sorted(self.conflict.rereads, key=lambda reading: reading.at))

    @cached_property
    def latest(self) -> Reading | None:
        """The last re-read that showed the conversation."""
        return next((r for r in reversed(self.reads) if r.conversation is not None), None)

    @property
    def conversation(self) -> Conversation | None:
        """The conversation as it was last re-read."""
        return self.latest.conversation if self.latest else None

    @property
    def known(self) -> Conversation | None:
        """The conversation as it was last seen at all."""
        return self.conversation or self.conflict.before

    @cached_property
    def missing(self) -> Reading | None:
        """The re-read that found no such conversation, unless a later one found it."""
        last = next((r for r in reversed(self.reads) if r.status is not None), None)
        return last if last is not None and last.not_found else None

    @property
    def not_found(self) -> bool:
        """Whether the conversation could not be found: by a re-read, or by the answer if none was made."""
        if self.missing is not None:
            return True
        if self.contact_unknown:
            return False
        return self.status == NOT_FOUND and self.latest is None

    @property
    def contact_unknown(self) -> bool:
        """Whether the answer to the request says that there is no such leg, which says nothing of the others."""
        exchange = self.conflict.exchange
        return exchange is not None and exchange.reply is not None and claims.names_contact(exchange.reply)

    @property
    def was_live(self) -> bool:
        """Whether the conversation was seen live at any time."""
        return self.conflict.seen_live_at is not None or any(not presence.over(c) for c in self.sightings)

    @property
    def sightings(self) -> Iterator[Conversation]:
        """The conversation at every sight of it, the read before the act first."""
        if self.conflict.before is not None:
            yield self.conflict.before
        for reading in self.reads:
            if reading.conversation is not None:
                yield reading.conversation

    @cached_property
    def party(self) -> Participant | None:
        """The participant in question, as last re-read."""
        return presence.row(self.conversation, self.participant_id) if self.conversation else None

    @cached_property
    def party_known(self) -> Participant | None:
        """The participant in question, as last seen at all."""
        found = self.party
        for sighting in reversed(list(self.sightings)):
            found = found or presence.row(sighting, self.participant_id)
        return found

    @property
    def party_present(self) -> bool:
        """Whether the last re-read shows the participant, or the conversation that was to end, still there."""
        if self.conversation is None or presence.over(self.conversation):
            return False
        if self.participant_id is None:
            return True
        return self.party is not None and not presence.gone(self.party)

    @property
    def party_left(self) -> bool:
        """Whether the last re-read shows that the participant has left."""
        return self.conversation is not None and self.party is not None and presence.gone(self.party)

    @cached_property
    def others(self) -> tuple[Participant, ...]:
        """Who else was there at the last re-read."""
        if self.conversation is None:
            return ()
        mine = (self.participant_id or "").lower()
        return tuple(p for p in presence.present_ones(self.conversation) if p.id.lower() != mine)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The participant's states in the order of the reads, each as often as it was seen; unknown ones left out."""
        found: list[Standing] = []
        for sighting in self.sightings:
            party = presence.row(sighting, self.participant_id)
            if party is not None:
                found.append(presence.standing(sighting, party))
        return tuple(state for state in found if state is not Standing.UNKNOWN)

    @property
    def state_moved(self) -> bool:
        """Whether two reads differ in the participant's state."""
        return len(set(self.standings)) > 1

    @property
    def unchanged(self) -> bool:
        """Whether the re-reads show the participant there, in the state that it had."""
        return self.party_present and not self.state_moved

    @property
    def unchanged_for(self) -> float:
        """For how many seconds after the act the participant was seen unchanged."""
        if not self.unchanged or self.latest is None:
            return 0.0
        exchange = self.conflict.exchange
        start = exchange.request.sent_at if exchange and exchange.request.sent_at else self.reads[0].at
        return (self.latest.at - start).total_seconds()
