"""What is asked about the contacts of one tenant, and which of them belong together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapters.cxone import wire
from bot.adapters.cxone.agents import Agents
from bot.adapters.cxone.assembly import NOT_ACTIVE, OF_RECORD, OF_REPORTS, Gathered
from bot.adapters.cxone.contact import Contact
from bot.adapters.cxone.pages import ACTIVE, LISTS, Pages, unread
from bot.adapters.cxone.recollection import Recollection
from bot.adapters.cxone.records import Records, contact_in
from bot.adapters.cxone.states import Described, condition_of, table_from
from bot.adapters.cxone.transport import READ_ATTEMPTS, Answer, Transport
from bot.ports import Clock, Priority

TABLE_LASTS, TABLE_AGAIN = timedelta(hours=1), timedelta(minutes=1)
DESCRIPTIONS = "/contact-state-descriptions"
_NO_CONTENT, _NOT_FOUND = 204, 404
# What is no trouble of the moment: asked again at once, the reports would say the same.
_ANSWERED = frozenset({200, 204, 403, 404})


@dataclass(frozen=True, slots=True)
class Listing:
    """The active contacts; `whole` where they came in one answer, so that who is missing was not between two pages.

    `truncated` where there are more than the twenty pages that are read.
    """

    contacts: Sequence[Contact] = ()
    whole: bool = True
    truncated: bool = False


# One of these is in every row of contacts; an id alone may be of anything.
_CONTACTS_KEYS = frozenset({"contactid", "mastercontactid", "stateid", "statename", "contactstatecategory"})


class Contacts:
    """The contacts of one tenant; who was seen where is remembered, since who has left is known only by that."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport, self._clock = transport, clock
        self._seen = Recollection()
        self._table: Mapping[int, Described] = {}
        self._table_until: datetime | None = None
        self._pages = Pages(transport)
        self.agents = Agents(transport)
        self.records = Records(transport, clock, self.table)

    async def gathered(self, asked: str, priority: Priority, attempts: int) -> Gathered | Answer:
        """Gather what belongs to an id: its master, the master's active contacts, and those that are over."""
        await self.table(priority)
        listing = await self.listing(priority, attempts)
        if isinstance(listing, Answer):
            return listing
        by_id = {contact.id: contact for contact in listing.contacts}
        masters = {contact.master_id for contact in listing.contacts}
        record: Contact | None = None
        master_id = by_id[asked].master_id if asked in by_id else asked if asked in masters else None
        remembered = self._seen.master_of(asked)
        if remembered is not None and (master_id is None or asked not in masters):
            master_id = master_id or remembered
        careful = priority in {Priority.LOOK_UP, Priority.REFRESH}
        if master_id is None or (careful and master_id not in masters):
            answer = await self._transport.get(wire.contact_path(asked), priority=priority, attempts=attempts)
            record = contact_in(answer)
            if record is None and master_id is None:
                return _nothing(answer)
            master_id = master_id or (record.master_id if record is not None else asked)
        live = [contact for contact in listing.contacts if contact.master_id == master_id]
        if record is not None and record.id not in by_id and self._says_active(record):
            live.append(record)
        known = await self._known(master_id, record, priority, careful=careful)
        missing: list[tuple[Contact, str]] = []
        for contact, how in known:
            if contact.id in {one.id for one in live}:
                continue
            elsewhere = by_id.get(contact.id) or await self._still_active(contact, listing, priority)
            if elsewhere is not None:
                live.append(elsewhere)
            else:
                missing.append((contact, how))
        contacts = [*live, *(contact for contact, _ in missing)]
        found = Gathered(master_id, live, missing, await self.agents.of(contacts, priority))
        self._seen.keep(found)
        return found

    async def still_active(self, master_id: str, contact_id: str) -> bool | None:
        """Ask whether a contact that was active when it was last read is so still, with one request or two.

        By turns the contact itself is asked for, and what the agent does who had it: either may be late to tell, and
        only the agent's state tells after-call work. None, and nothing is asked, for one that was not seen active.
        """
        seen = self._seen.of(master_id)
        if contact_id not in seen.live:
            return None
        holder = seen.holders.get(contact_id)
        seen.asks[contact_id] += 1
        if holder is not None and seen.asks[contact_id] % 2 == 0:
            return await self._still_had(holder, contact_id)
        answer = await self._transport.get(ACTIVE, {"contactId": contact_id}, priority=Priority.READ_BACK)
        document = wire.object_in(answer.text) if answer.ok else None
        contacts = (wire.contacts_from(document) or ()) if document is not None else ()
        over = {"acw", "ended"}
        if any(one.id == contact_id and condition_of(one, self._table).meaning not in over for one in contacts):
            return True
        return holder is not None and answer.status == _NO_CONTENT and await self._still_had(holder, contact_id)

    async def _still_had(self, agent_id: str, contact_id: str) -> bool:
        rows = await self.agents.one(agent_id, Priority.READ_BACK)
        return any(one.contact_id == contact_id and not one.in_acw for one in rows or ())

    async def _known(
        self, master_id: str, record: Contact | None, priority: Priority, *, careful: bool
    ) -> Sequence[tuple[Contact, str]]:
        """List what was ever known to belong to a master: seen here, in the reports, by the record just read."""
        found = dict(self._seen.of(master_id).contacts)
        if (careful and not self._seen.knows_kin(master_id, self._clock.now())) or not found:
            answer = await self._transport.get(wire.contact_path(master_id, "/hierarchy"), priority=priority)
            document = wire.object_in(answer.text) if answer.ok else None
            if answer.status in _ANSWERED:
                self._seen.keep_kin(master_id, self._clock.now())
            for child in wire.children_from(document) if document is not None else ():
                seen = found[child.contact_id][0] if child.contact_id in found else Contact(child.contact_id, master_id)
                times = replace(
                    seen, started_at=seen.started_at or child.started_at, ended_at=child.ended_at or seen.ended_at
                )
                found[child.contact_id] = (times, OF_REPORTS if child.ended_at else NOT_ACTIVE)
        if record is not None:
            found[record.id] = (record, OF_RECORD if record.completed else NOT_ACTIVE)
        return list(found.values())

    async def _still_active(self, contact: Contact, listing: Listing, priority: Priority) -> Contact | None:
        """Ask for one contact that a listing of several pages lacks: it may have been between two of them."""
        if listing.whole:
            return None
        answer = await self._transport.get(ACTIVE, {"contactId": contact.id}, priority=priority)
        if answer.status == _NO_CONTENT:
            return None
        document = wire.object_in(answer.text) if answer.ok else None
        contacts = wire.contacts_from(document) if document is not None else None
        if contacts is None:
            # Not known to be over, so it is taken for what it was.
            return contact
        return next((one for one in contacts if one.id == contact.id), None)

    async def listing(
        self, priority: Priority, attempts: int = READ_ATTEMPTS, wanted: Mapping[str, str] | None = None
    ) -> Listing | Answer:
        """List the active contacts; `wanted` are filters, of which the platform knows none by master."""
        listed = await self._pages.rows(ACTIVE, wanted or {}, priority, attempts)
        if isinstance(listed, Answer):
            return listed
        found = {contact.id: contact for row in listed.rows if (contact := wire.contact_from(row)) is not None}
        if listed.rows and not (found and any(_CONTACTS_KEYS & row.keys() for row in listed.rows)):
            # Rows of another kind than contacts prove that nobody is there as little as a proxy's page does.
            return unread(listed.last, LISTS[ACTIVE])
        return Listing(list(found.values()), whole=listed.pages == 1, truncated=listed.truncated)

    async def table(self, priority: Priority) -> Mapping[int, Described]:
        """Give the tenant's own table of contact states, as of an hour ago at most.

        Empty where it can't be read; then it is asked for again after a minute.
        """
        now = self._clock.now()
        if self._table_until is None or now >= self._table_until:
            answer = await self._transport.get(DESCRIPTIONS, priority=priority)
            document = wire.object_in(answer.text) if answer.ok else None
            table = table_from(document) if document is not None else None
            self._table = table if table is not None else self._table
            self._table_until = now + (TABLE_LASTS if table is not None else TABLE_AGAIN)
        return self._table

    def _says_active(self, record: Contact) -> bool:
        return not record.completed and condition_of(record, self._table).meaning != "ended"


def _nothing(answer: Answer) -> Answer:
    """Take an empty yes about one contact for what it says elsewhere: there is none."""
    if answer.reply is not None and answer.status == _NO_CONTENT:
        return replace(answer, reply=replace(answer.reply, status=_NOT_FOUND))
    return unread(answer, "the contact")
