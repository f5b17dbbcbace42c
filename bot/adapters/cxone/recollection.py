"""Which contacts were seen on which master contact: who has left is known only by having been there."""

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.adapters.cxone.assembly import NOT_ACTIVE, Gathered
from bot.adapters.cxone.contact import Contact

MASTERS = 1000
# Who belongs to a master is asked of the reports for a card, and not again for the view that the card's button opens.
KIN_LASTS = timedelta(seconds=60)


@dataclass(slots=True)
class Remembered:
    """What was seen of one master: its contacts, each with how it is known if it is over.

    `live` are those that were active when it was last read, `holders` the agents who had them then, by contact.
    `asks` counts, for each contact, how often it was asked whether it is still there.
    """

    contacts: dict[str, tuple[Contact, str]] = field(default_factory=dict)
    live: frozenset[str] = frozenset()
    holders: Mapping[str, str] = field(default_factory=dict)
    asks: Counter[str] = field(default_factory=Counter)
    kin_until: datetime | None = None


class Recollection:
    """The contacts of the last 1,000 masters that this process looked at, as they were last seen."""

    def __init__(self, masters: int = MASTERS) -> None:
        self._masters = masters
        self._seen: OrderedDict[str, Remembered] = OrderedDict()
        self._master_of: dict[str, str] = {}

    def keep(self, found: Gathered) -> None:
        """Remember what was gathered about a master."""
        known = self._seen.setdefault(found.master_id, Remembered())
        self._seen.move_to_end(found.master_id)
        for contact, how in (*((one, NOT_ACTIVE) for one in found.live), *found.gone):
            known.contacts[contact.id] = (contact, how)
            self._master_of[contact.id] = found.master_id
        known.live = frozenset(contact.id for contact in found.live)
        had = {one.contact_id: one.agent_id for one in found.agents or () if one.contact_id and not one.in_acw}
        known.holders = {contact_id: had[contact_id] for contact_id in known.live if contact_id in had}
        while len(self._seen) > self._masters:
            _, forgotten = self._seen.popitem(last=False)
            for contact_id in forgotten.contacts:
                self._master_of.pop(contact_id, None)

    def keep_kin(self, master_id: str, now: datetime) -> None:
        """Remember that the reports have just said who belongs to a master."""
        self._seen.setdefault(master_id, Remembered()).kin_until = now + KIN_LASTS

    def knows_kin(self, master_id: str, now: datetime) -> bool:
        """Tell whether the reports said so a moment ago."""
        until = self._seen[master_id].kin_until if master_id in self._seen else None
        return until is not None and now < until

    def of(self, master_id: str) -> Remembered:
        """Give what was seen of a master; nothing for one that was not."""
        return self._seen.get(master_id) or Remembered()

    def master_of(self, contact_id: str) -> str | None:
        """Tell the master under which a contact was seen last."""
        return contact_id if contact_id in self._seen else self._master_of.get(contact_id)
