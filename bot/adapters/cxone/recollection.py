"""Which contacts were seen on which master contact: who has left is known only by having been there."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from bot.adapters.cxone.contact import Contact

MASTERS = 1000


class Recollection:
    """The contacts of the last 1,000 masters that this process looked at, as they were last seen."""

    def __init__(self, masters: int = MASTERS) -> None:
        self._masters = masters
        self._seen: OrderedDict[str, dict[str, Contact]] = OrderedDict()
        self._master_of: dict[str, str] = {}

    def keep(self, master_id: str, contacts: Sequence[Contact]) -> None:
        """Remember contacts of a master."""
        legs = self._seen.setdefault(master_id, {})
        self._seen.move_to_end(master_id)
        for contact in contacts:
            legs[contact.id] = contact
            self._master_of[contact.id] = master_id
        while len(self._seen) > self._masters:
            _, forgotten = self._seen.popitem(last=False)
            for contact_id in forgotten:
                self._master_of.pop(contact_id, None)

    def of(self, master_id: str) -> Mapping[str, Contact]:
        """Give the contacts that were seen on a master, by id."""
        return self._seen.get(master_id, {})

    def master_of(self, contact_id: str) -> str | None:
        """Tell the master under which a contact was seen last."""
        return contact_id if contact_id in self._seen else self._master_of.get(contact_id)
