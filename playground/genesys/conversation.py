"""One conversation that the pretend platform holds, with what is still to happen to it."""

import copy
import heapq
import itertools
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from playground.genesys import parties
from playground.genesys.behaviour import Behaviour, Happening
from playground.pretend.times import moment

# What a teardown writes over a wrap-up that an agent still owed.
SYSTEM_WRAP_UP = {"code": "7fb334b0-0e9e-11e4-9191-0800200c9a66", "name": "Default Wrap-up Code"}

Deed = Callable[[datetime], None]


class HeldConversation:
    """A document and an agenda.

    Nothing runs in the background: what fell due is done, with the time it fell due, before anybody looks.
    """

    def __init__(self, document: Mapping[str, Any], behaviour: Behaviour, now: datetime) -> None:
        self.document: dict[str, Any] = copy.deepcopy(dict(document))
        self.behaviour = behaviour
        self.refused = 0
        self.vanished = False
        self.writes = 0
        self._reads = 0
        self._agenda: list[tuple[datetime, int, Deed]] = []
        self._number = itertools.count()
        for happening in behaviour.happenings:
            if happening.on_read is None and happening.on_write is None:
                self._await(happening, now)

    @property
    def id(self) -> str:
        """Tell the conversation's id."""
        return str(self.document["id"])

    @property
    def people(self) -> list[dict[str, Any]]:
        """List the participants as they now stand."""
        people: list[dict[str, Any]] = self.document.setdefault("participants", [])
        return people

    def participant(self, participant_id: str) -> dict[str, Any] | None:
        """Find a participant by id."""
        return next((one for one in self.people if one.get("id") == participant_id), None)

    @property
    def live(self) -> bool:
        """Tell whether anybody still has a live leg, or nobody ever said that it ended."""
        return not self.document.get("endTime")

    def settle(self, now: datetime) -> None:
        """Do everything that fell due."""
        while self._agenda and self._agenda[0][0] <= now:
            at, _, deed = heapq.heappop(self._agenda)
            deed(at)

    def read(self, now: datetime) -> dict[str, Any]:
        """Count one read, and give what that read sees."""
        self._reads += 1
        for happening in self.behaviour.happenings:
            if happening.on_read == self._reads:
                self._await(happening, now)
        self.settle(now)
        return copy.deepcopy(self.document)

    def write(self, now: datetime) -> None:
        """Count one write that is about to be judged."""
        self.writes += 1
        for happening in self.behaviour.happenings:
            if happening.on_write == self.writes:
                self._await(happening, now)
        self.settle(now)

    def disconnect(
        self, participant_id: str, at: datetime, *, medium: str | None = None, leg_id: str | None = None
    ) -> None:
        """Disconnect a participant at that moment, unless this conversation ignores it."""
        if "disconnect" not in self.behaviour.ignores:
            self._at(at, lambda when: self._leave(participant_id, "client", when, medium=medium, leg_id=leg_id))

    def tear_down(self, at: datetime) -> None:
        """End everything at that moment, and write a system wrap-up code over what agents still owe."""
        if "teardown" not in self.behaviour.ignores:
            self._at(at, self._end_all)

    def _end_all(self, at: datetime) -> None:
        for party in self.people:
            parties.end(party, "system", at)
            if parties.wrap_up_pending(party):
                parties.wrap_up(party, SYSTEM_WRAP_UP, at)
        self._conclude(at)

    def _at(self, at: datetime, deed: Deed) -> None:
        heapq.heappush(self._agenda, (at, next(self._number), deed))

    def _await(self, happening: Happening, now: datetime) -> None:
        self._at(now + timedelta(seconds=happening.after), lambda at: self._happen(happening, at))

    def _happen(self, happening: Happening, at: datetime) -> None:
        for party in list(self.people):
            if happening.participant not in (None, party.get("id")):
                continue
            match happening.does:
                case "leaves":
                    self._leave(str(party["id"]), happening.disconnect_type, at)
                case "connects":
                    parties.connect(party, at)
                case "holds" | "resumes":
                    parties.hold(party, at, held=happening.does == "holds")
                case "moves":
                    self._move(party, happening.disconnect_type, at)
                case "vanishes":
                    self.vanished = True

    def _move(self, party: dict[str, Any], how: str, at: datetime) -> None:
        self.people.append(parties.another_row(party, len(self.people) + 1, at))
        parties.end(party, how, at)

    def _leave(
        self, participant_id: str, how: str, at: datetime, *, medium: str | None = None, leg_id: str | None = None
    ) -> None:
        party = self.participant(participant_id)
        if party is None or not parties.live_legs(party):
            return
        parties.end(party, how, at, medium=medium, leg_id=leg_id)
        if not parties.live_legs(party):
            self._conclude(at)

    def _conclude(self, at: datetime) -> None:
        """End whoever has nobody left to talk with, and then the conversation."""
        remaining = [one for one in self.people if parties.live_legs(one)]
        talking = [one for one in remaining if not parties.listens_only(one)]
        if len(talking) <= 1:
            for one in remaining:
                parties.end(one, "peer", at)
            for one in self.people:
                one.setdefault("endTime", moment(at))
            self.document.setdefault("endTime", moment(at))
