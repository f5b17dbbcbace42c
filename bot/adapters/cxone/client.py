"""One NICE CXone tenant: a conversation is a master contact, its participants are that master's contacts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx

from bot.adapters.cxone import wire
from bot.adapters.cxone.assembly import (
    NOT_ACTIVE,
    OF_RECORD,
    OF_REPORTS,
    Gathered,
    conversation_from,
)
from bot.adapters.cxone.auth import AccessKey, SignIn
from bot.adapters.cxone.contact import AgentState, Contact
from bot.adapters.cxone.hosts import Addresses, area_of, host_of, is_loopback, is_vendors
from bot.adapters.cxone.link import read_pasted
from bot.adapters.cxone.recollection import Recollection
from bot.adapters.cxone.states import Described, condition_of, table_from
from bot.adapters.cxone.transport import READ_ATTEMPTS, Answer, Transport
from bot.domain.conversation import Conversation
from bot.domain.exchange import Analytics, Exchange, Org, Reading, Reply, Request, TokenProbe
from bot.ports import Clock, Located, Priority

# No limit is published; this is Hangup's own caution.
PER_MINUTE = 240
VERSION = 30
PAGE = 500
MOST_PAGES = 20
TABLE_LASTS = timedelta(hours=1)
DESCRIPTIONS = "/contact-state-descriptions"
ACTIVE = "/contacts/active"
AGENTS = "/agents/states"
_NO_CONTENT, _NOT_FOUND, _BAD_GATEWAY = 204, 404, 502


@dataclass(frozen=True, slots=True)
class Options:
    """What an org's settings say about the API: its version, the pace, and whether digital contacts are ended."""

    version: int = VERSION
    per_minute: int = PER_MINUTE
    end_digital: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The active contacts; `whole` where they came in one answer, so that who is missing was not between two pages.

    `truncated` where there are more than the twenty pages that are read.
    """

    contacts: Sequence[Contact] = ()
    whole: bool = True
    truncated: bool = False


class CxoneConversations:
    """The port `Conversations` for one tenant.

    https://developer.niceincontact.com/API/RealTimeDataAPI and …/AdminAPI ; nothing here was tried on a tenant.
    """

    def __init__(
        self,
        org: Org,
        addresses: Addresses,
        key: Callable[[], AccessKey],
        *,
        clock: Clock,
        http: httpx.AsyncClient,
        tenant_id: str | None = None,
        options: Options | None = None,
    ) -> None:
        self._org, self._addresses, self._clock, self._http = org, addresses, clock, http
        self._key, self._tenant_id, self._options = key, tenant_id, options or Options()
        self._transport = Transport(
            org.name,
            SignIn(http, clock, addresses, key, tenant_id),
            clock=clock,
            http=http,
            version=self._options.version,
            per_minute=self._options.per_minute,
        )
        self._seen = Recollection()
        self._table: Mapping[int, Described] = {}
        self._table_until: datetime | None = None

    @property
    def org(self) -> Org:
        """The org, with its host and area as soon as they were found out."""
        session = self._transport.session
        if session is None:
            return self._org
        host = session.api_url.partition("://")[2]
        return replace(self._org, host=host, region=session.area or self._org.region, api_url=session.api_url)

    def locate(self, text: str) -> Located | None:
        """Read a contact's id or a link; None for what is neither, a phone number as people write them among it."""
        pasted = read_pasted(text)
        if pasted is None:
            return None
        session = self._transport.session
        home = session.area if session is not None else area_of(host_of(self._addresses.api_url or ""))
        mine = pasted.area is None or home is None or pasted.area == home
        return Located(pasted.contact_id, (pasted.area or self._org.region) if pasted.linked else None, mine=mine)

    async def read(self, conversation_id: str, *, priority: Priority = Priority.LOOK_UP) -> Reading:
        """Read the conversation of a master contact, or of any of its contacts; the master's id is the one it bears.

        Tried again after a 5xx, a lost connection or a short 429, but not as a read-back.
        """
        attempts = READ_ATTEMPTS if priority in {Priority.LOOK_UP, Priority.REFRESH} else 1
        if wire.id_in(conversation_id) is None:
            return self._failed(Answer(Reply(_NOT_FOUND, code="InvalidContactId", message="This is no contact id.")))
        await self.table(priority)
        listing = await self.listing(priority, attempts)
        if isinstance(listing, Answer):
            return self._failed(listing)
        found = await self._found(conversation_id, listing, priority, attempts)
        if isinstance(found, Answer):
            return self._failed(found)
        conversation = conversation_from(found, self._table, org=self._org.name, end_digital=self._options.end_digital)
        return Reading(at=self._clock.now(), conversation=conversation)

    async def ready(self) -> None:
        """Take the turn of the next write now, and see to a session."""
        await self._transport.ready()

    async def disconnect(self, conversation: Conversation, participant_id: str, *, reason: str) -> Exchange:  # noqa: ARG002 - the call takes no reason
        """Ask, once, that a contact ends. Raises `ValueError` for who can't be disconnected.

        https://developer.niceincontact.com/API/AdminAPI : POST /contacts/{contactId}/end, 202 means accepted.
        """
        person = conversation.participant(participant_id)
        if person is not None and person.fixed is not None:
            raise ValueError(person.fixed)
        return await self._transport.post(wire.end_path(participant_id))

    async def end(self, conversation_id: str) -> Exchange:
        """Send nothing: several contacts would take several calls, and what ending the master does nobody documents."""
        path = f"{self._transport.prefix}{wire.end_path(conversation_id)}"
        reply = Reply(405, message="NICE CXone ends one contact at a time.")
        return Exchange(Request("POST", path, None, self._clock.now()), reply, sent=False)

    async def recall(self, conversation_id: str) -> Analytics | None:
        """Ask the contact's own record, else the history of its states."""
        path = wire.contact_path(conversation_id)
        answer = await self._transport.get(path, priority=Priority.READ_BACK)
        at, full = self._clock.now(), f"{self._transport.prefix}{path}"
        contact = self._contact_in(answer)
        if contact is not None:
            return Analytics(at=at, known=True, started_at=contact.started_at, ended_at=contact.ended_at, path=full)
        if answer.status != _NOT_FOUND or answer.reply is None or answer.reply.code is None:
            return None
        return await self._history(conversation_id) or Analytics(at=at, known=False, path=full)

    async def probe_token(self, at: Org | None = None) -> TokenProbe:
        """Ask for the table of contact states, here or at another tenant's host."""
        if at is not None:
            return await self._probe_elsewhere(at)
        answer = await self._transport.get(DESCRIPTIONS, priority=Priority.LOOK_UP)
        return TokenProbe(self._clock.now(), self.org.host, accepted=answer.ok, status=answer.status)

    async def _probe_elsewhere(self, at: Org) -> TokenProbe:
        """Try our own key there, if that is a host of the same vendor's, or of the playground as ours is."""
        mine, host = host_of(self.org.api_url), host_of(at.api_url)
        both_pretend = is_loopback(host) and is_loopback(mine)
        if at.platform != self._org.platform or not (is_vendors(host) or both_pretend):
            return TokenProbe(self._clock.now(), at.host, accepted=False)
        elsewhere = CxoneConversations(
            at,
            replace(self._addresses, api_url=at.api_url),
            self._key,
            clock=self._clock,
            http=self._http,
            tenant_id=self._tenant_id,
            options=self._options,
        )
        return await elsewhere.probe_token()

    async def _found(self, asked: str, listing: Listing, priority: Priority, attempts: int) -> Gathered | Answer:
        """Gather what belongs to an id: its master, the master's active contacts, and those that are over."""
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
            record = self._contact_in(answer)
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
        self._seen.keep(master_id, [*live, *(contact for contact, _ in missing)])
        return Gathered(master_id, live, missing, await self.agent_states(priority))

    async def _known(
        self, master_id: str, record: Contact | None, priority: Priority, *, careful: bool
    ) -> Sequence[tuple[Contact, str]]:
        """List what was ever known to belong to a master: seen here, in the reports, by the record just read."""
        found = {contact.id: (contact, NOT_ACTIVE) for contact in self._seen.of(master_id).values()}
        if careful or not found:
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
        """List the active contacts, page by page; `wanted` are filters, of which the platform knows none by master."""
        found: dict[str, Contact] = {}
        rows = 0
        for page in range(MOST_PAGES):
            # By what has come so far: a platform may give fewer than were asked for.
            query: dict[str, str | int] = {**(wanted or {}), "top": PAGE, "skip": rows}
            answer = await self._transport.get(ACTIVE, query, priority=priority, attempts=attempts)
            if answer.status == _NO_CONTENT:
                return Listing(list(found.values()), whole=page == 0)
            document = wire.object_in(answer.text) if answer.ok else None
            contacts = wire.contacts_from(document) if document is not None else None
            if document is None or contacts is None:
                return _unread(answer)
            found |= {contact.id: contact for contact in contacts}
            rows += len(contacts)
            if not contacts or not wire.more_in(document, rows):
                return Listing(list(found.values()), whole=page == 0)
        return Listing(list(found.values()), whole=False, truncated=True)

    async def agent_states(self, priority: Priority) -> Sequence[AgentState] | None:
        """Ask what the agents do; None if that can't be told, and then nobody is claimed to be in after-call work."""
        answer = await self._transport.get(AGENTS, priority=priority)
        if answer.status == _NO_CONTENT:
            return ()
        document = wire.object_in(answer.text) if answer.ok else None
        return wire.agent_states_from(document) if document is not None else None

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

    async def ask(self, path: str, query: Mapping[str, str | int] | None = None) -> Answer:
        """Ask something that changes nothing."""
        return await self._transport.get(path, query, priority=Priority.LOOK_UP, attempts=READ_ATTEMPTS)

    def _says_active(self, record: Contact) -> bool:
        return not record.completed and condition_of(record, self._table).meaning != "ended"

    def _contact_in(self, answer: Answer) -> Contact | None:
        document = wire.object_in(answer.text) if answer.ok else None
        return wire.one_contact_from(document) if document is not None else None

    def _failed(self, answer: Answer) -> Reading:
        return Reading(at=self._clock.now(), reply=answer.reply, silence=answer.silence)


def _unread(answer: Answer) -> Answer:
    """Take a yes that holds nothing readable, a proxy's page, for the trouble that it is."""
    return replace(answer, reply=replace(answer.reply, status=_BAD_GATEWAY)) if answer.reply and answer.ok else answer


def _nothing(answer: Answer) -> Answer:
    """Take an empty yes about one contact for what it says elsewhere: there is none."""
    if answer.reply is not None and answer.status == _NO_CONTENT:
        return replace(answer, reply=replace(answer.reply, status=_NOT_FOUND))
    return _unread(answer)
