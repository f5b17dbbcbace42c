"""One conversation that the pretend platform holds: the contacts of one master, and what is still to happen to them."""

import heapq
import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from playground.cxone.behaviour import Behaviour, Happening
from playground.cxone.contact import Contact
from playground.cxone.states import ACTIVE, AFTER_WORK, HOLD

Deed = Callable[[datetime], None]


class HeldConversation:
    """Contacts and an agenda.

    Nothing runs in the background: what fell due is done, with the time it fell due, before anybody looks.
    """

    def __init__(self, master: int, contacts: Sequence[Mapping[str, Any]], behaviour: Behaviour, now: datetime) -> None:
        self.master = master
        self.behaviour = behaviour
        self.contacts = [Contact({"masterContactId": master, **one}) for one in contacts]
        self.refused = 0
        self.writes = 0
        self.vanished = False
        self._reads: dict[str, int] = {}
        self._agenda: list[tuple[datetime, int, Deed]] = []
        self._number = itertools.count()
        for happening in behaviour.happenings:
            if happening.on_read is None and happening.on_write is None:
                self._await(happening, now)

    def contact(self, contact_id: int) -> Contact | None:
        """Find a contact by id."""
        return next((one for one in self.contacts if one.id == contact_id), None)

    def settle(self, now: datetime) -> None:
        """Do everything that fell due."""
        while self._agenda and self._agenda[0][0] <= now:
            at, _, deed = heapq.heappop(self._agenda)
            deed(at)

    def read(self, kind: str, now: datetime) -> None:
        """Count one read that names a contact of this conversation, which still sees it as it was.

        A look takes several requests of different kinds, so looks are counted by the kind that was asked most.
        """
        self.settle(now)
        looks = max(self._reads.values(), default=0)
        self._reads[kind] = self._reads.get(kind, 0) + 1
        if max(self._reads.values()) > looks:
            for happening in self.behaviour.happenings:
                if happening.on_read == looks + 1:
                    self._await(happening, now)

    def write(self, now: datetime) -> None:
        """Count one write, and let happen what happens in that very second."""
        self.writes += 1
        for happening in self.behaviour.happenings:
            if happening.on_write == self.writes:
                self._await(happening, now)
        self.settle(now)

    def end(self, contact: Contact, at: datetime) -> None:
        """End a contact at that moment; an agent's may go on as after-call work."""
        self._at(at, lambda when: self._hang_up(contact, when))

    def close(self, contact: Contact, at: datetime) -> None:
        """Close a contact at that moment, after-call work or not."""
        self._at(at, lambda when: contact.end(when, "Contact Ended"))

    def _hang_up(self, contact: Contact, at: datetime) -> None:
        if not contact.open:
            return
        work = self.behaviour.wraps_up
        if work and contact.document.get("agentId") and not contact.wraps_up:
            contact.go(AFTER_WORK, at)
            self.close(contact, at + timedelta(seconds=work))
        else:
            contact.end(at, "Contact Ended")

    def _at(self, at: datetime, deed: Deed) -> None:
        heapq.heappush(self._agenda, (at, next(self._number), deed))

    def _await(self, happening: Happening, now: datetime) -> None:
        self._at(now + timedelta(seconds=happening.after), lambda at: self._happen(happening, at))

    def _happen(self, happening: Happening, at: datetime) -> None:
        for contact in list(self.contacts):
            if happening.contact not in (None, contact.id) or not contact.open:
                continue
            match happening.does:
                case "ends":
                    self._hang_up(contact, at)
                case "transfers":
                    into = happening.into or max(one.id for one in self.contacts) + 1
                    self.contacts.append(contact.transferred(into, happening.fields, at))
                    contact.end(at, "Transferred")
                case "holds":
                    contact.go(HOLD, at)
                case "resumes":
                    contact.go(ACTIVE, at)
                case "wraps_up":
                    contact.go(AFTER_WORK, at)
                case "vanishes":
                    self.vanished = True
