"""What is asked about the contacts of one tenant, and which of them belong together."""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapters.cxone import wire
from bot.adapters.cxone.assembly import NOT_ACTIVE, OF_RECORD, OF_REPORTS, Gathered
from bot.adapters.cxone.contact import AgentState, Contact
from bot.adapters.cxone.pages import Pages, unread
from bot.adapters.cxone.recollection import Recollection
from bot.adapters.cxone.states import Described, condition_of, table_from
from bot.adapters.cxone.transport import READ_ATTEMPTS, Answer, Transport
from bot.domain.exchange import Analytics
from bot.ports import Clock, Priority

TABLE_LASTS = timedelta(hours=1)
DESCRIPTIONS = "/contact-state-descriptions"
ACTIVE = "/contacts/active"
AGENTS = "/agents/states"
_NO_CONTENT, _NOT_FOUND = 204, 404


@dataclass(frozen=True, slots=True)
class Listing:
    """The active contacts; `whole` where they came in one answer, so that who is missing was not between two pages.

    `truncated` where there are more than the twenty pages that are read.
    """

    contacts: Sequence[Contact] = ()
    whole: bool = True
    truncated: bool = False


class Contacts:
    """The contacts of one tenant; who was seen where is remembered, since who has left is known only by that."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport, self._clock = transport, clock
        self._seen = Recollection()
        self._table: Mapping[int, Described] = {}
        self._table_until: datetime | None = None
        self._pages = Pages(transport)
        # How many pages the agents' states took last: a small floor's are one.
        self._agent_pages = 1
        self._asks = itertools.count()

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
            record = _contact_in(answer)
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
        found = Gathered(master_id, live, missing, await self._doing(contacts, priority))
        self._seen.keep(found)
        return found

    async def still_active(self, master_id: str, contact_id: str) -> bool:
        """Ask whether a contact that was active when it was last read surely is so still, with one request.

        By turns the contact itself is asked for, and what the agent does who had it: either may be late to tell.
        """
        last = self._seen.last(master_id)
        if last is None or all(one.id != contact_id for one in last.live):
            return False
        holder = next((one for one in last.agents or () if one.contact_id == contact_id and not one.in_acw), None)
        if holder is not None and next(self._asks) % 2:
            rows = await self._states_of(holder.agent_id, Priority.READ_BACK)
            return any(one.contact_id == contact_id and not one.in_acw for one in rows or ())
        answer = await self._transport.get(ACTIVE, {"contactId": contact_id}, priority=Priority.READ_BACK)
        document = wire.object_in(answer.text) if answer.ok else None
        contacts = (wire.contacts_from(document) or ()) if document is not None else ()
        over = {"acw", "ended"}
        return any(one.id == contact_id and condition_of(one, self._table).meaning not in over for one in contacts)

    async def _doing(self, contacts: Sequence[Contact], priority: Priority) -> Sequence[AgentState] | None:
        """Ask what the agents do: of a large floor only those whose contacts these are."""
        agents = sorted({one.agent_id for one in contacts if one.agent_id is not None})
        if len(agents) >= self._agent_pages:
            return await self.agent_states(priority)
        found = await asyncio.gather(*(self._states_of(one, priority) for one in agents))
        # Where one can't be told, nothing is claimed of any.
        return None if any(rows is None for rows in found) else [row for rows in found for row in rows or ()]

    async def _states_of(self, agent_id: str, priority: Priority) -> Sequence[AgentState] | None:
        answer = await self._transport.get(f"/agents/{agent_id}/states", priority=priority)
        document = wire.object_in(answer.text) if answer.ok else None
        return wire.agent_states_from(document) if document is not None else None

    async def _known(
        self, master_id: str, record: Contact | None, priority: Priority, *, careful: bool
    ) -> Sequence[tuple[Contact, str]]:
        """List what was ever known to belong to a master: seen here, in the reports, by the record just read."""
        found = {contact.id: (contact, NOT_ACTIVE) for contact in self._seen.of(master_id).values()}
        if (careful and not self._seen.knows_kin(master_id, self._clock.now())) or not found:
            self._seen.keep_kin(master_id, self._clock.now())
            answer = await self._transport.get(wire.contact_path(master_id, "/hierarchy"), priority=priority)
            document = wire.object_in(answer.text) if answer.ok else None
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
        listed = await self._pages.rows(ACTIVE, ("activeContacts", "contacts"), wanted or {}, priority, attempts)
        if isinstance(listed, Answer):
            return listed
        found = {contact.id: contact for row in listed.rows if (contact := wire.contact_from(row)) is not None}
        return Listing(list(found.values()), whole=listed.pages == 1, truncated=listed.truncated)

    async def agent_states(self, priority: Priority) -> Sequence[AgentState] | None:
        """Ask what the agents do; None if that can't be told, and then nobody is claimed to be in after-call work."""
        listed = await self._pages.rows(AGENTS, ("agentStates",), {}, priority, 1)
        if isinstance(listed, Answer):
            return None
        self._agent_pages = listed.pages
        return None if listed.truncated else wire.agent_states_from({"agentstates": listed.rows})

    async def records(self, contact_id: str) -> Analytics | None:
        """Ask a contact's own record, else the history of its states; None if neither can be asked."""
        path = wire.contact_path(contact_id)
        answer = await self._transport.get(path, priority=Priority.READ_BACK)
        at, full = self._clock.now(), f"{self._transport.prefix}{path}"
        contact = _contact_in(answer)
        if contact is not None:
            return Analytics(at=at, known=True, started_at=contact.started_at, ended_at=contact.ended_at, path=full)
        if answer.status != _NOT_FOUND or answer.reply is None or answer.reply.code is None:
            return None
        return await self._history(contact_id) or Analytics(at=at, known=False, path=full)

    async def _history(self, contact_id: str) -> Analytics | None:
        """Ask the history of a contact's states; None if there is none."""
        path = wire.contact_path(contact_id, "/state-history")
        answer = await self._transport.get(path, priority=Priority.READ_BACK)
        document = wire.object_in(answer.text) if answer.ok else None
        rows = (wire.listed(document, "contactStateHistory") or ()) if document is not None else ()
        steps = [(moment, row) for row in rows if (moment := wire.time_from(row.get("startdate"))) is not None]
        if not steps:
            return None
        steps.sort(key=lambda step: step[0])
        moment, last = steps[-1]
        words = wire.text_in(last.get("contactstatename")) or ""
        over = condition_of(
            Contact(contact_id, contact_id, state_id=wire.number_in(last.get("contactstateid")), state_name=words),
            self._table,
        )
        return Analytics(
            at=self._clock.now(),
            known=True,
            started_at=steps[0][0],
            ended_at=moment if over.meaning == "ended" else None,
            path=f"{self._transport.prefix}{path}",
        )

    async def table(self, priority: Priority) -> Mapping[int, Described]:
        """Give the tenant's own table of contact states, as of an hour ago at most; empty where it can't be read."""
        now = self._clock.now()
        if self._table_until is None or now >= self._table_until:
            answer = await self._transport.get(DESCRIPTIONS, priority=priority)
            document = wire.object_in(answer.text) if answer.ok else None
            table = table_from(document) if document is not None else None
            if table is not None:
                self._table, self._table_until = table, now + TABLE_LASTS
        return self._table

    def _says_active(self, record: Contact) -> bool:
        return not record.completed and condition_of(record, self._table).meaning != "ended"


def _contact_in(answer: Answer) -> Contact | None:
    document = wire.object_in(answer.text) if answer.ok else None
    return wire.one_contact_from(document) if document is not None else None


def _nothing(answer: Answer) -> Answer:
    """Take an empty yes about one contact for what it says elsewhere: there is none."""
    if answer.reply is not None and answer.status == _NO_CONTENT:
        return replace(answer, reply=replace(answer.reply, status=_NOT_FOUND))
    return unread(answer)
