"""Which contacts were seen on which master contact: who has left is known only by having been there."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.adapters.cxone.assembly import Gathered
from bot.adapters.cxone.contact import Contact

MASTERS = 1000
# Who belongs to a master is asked of the reports for a card, and not again for the view that the card's button opens.
KIN_LASTS = timedelta(seconds=60)


class Recollection:
    """The contacts of the last 1,000 masters that this process looked at, as they were last seen."""

    def __init__(self, masters: int = MASTERS) -> None:
        self._masters = masters
        self._seen: OrderedDict[str, dict[str, Contact]] = OrderedDict()
        self._last: dict[str, Gathered] = {}
        self._kin_until: dict[str, datetime] = {}
        self._master_of: dict[str, str] = {}

    def keep(self, found: Gathered) -> None:
        """Remember what was gathered about a master."""
        legs = self._seen.setdefault(found.master_id, {})
        self._seen.move_to_end(found.master_id)
        self._last[found.master_id] = found
        for contact in (*found.live, *(contact for contact, _ in found.gone)):
            legs[contact.id] = contact
            self._master_of[contact.id] = found.master_id
        while len(self._seen) > self._masters:
            master_id, forgotten = self._seen.popitem(last=False)
            self._last.pop(master_id, None)
            self._kin_until.pop(master_id, None)
            for contact_id in forgotten:
                self._master_of.pop(contact_id, None)

    def keep_kin(self, master_id: str, now: datetime) -> None:
        """Remember that the reports were just asked who belongs to a master that is kept."""
        self._kin_until[master_id] = now + KIN_LASTS

    def knows_kin(self, master_id: str, now: datetime) -> bool:
        """Tell whether the reports were asked a moment ago."""
        return now < self._kin_until.get(master_id, now)

    def of(self, master_id: str) -> Mapping[str, Contact]:
        """Give the contacts that were seen on a master, by id."""
        return self._seen.get(master_id, {})

    def last(self, master_id: str) -> Gathered | None:
        """Give what was gathered last about a master."""
        return self._last.get(master_id)

    def master_of(self, contact_id: str) -> str | None:
        """Tell the master under which a contact was seen last."""
        return contact_id if contact_id in self._seen else self._master_of.get(contact_id)
