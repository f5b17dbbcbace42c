"""One NICE CXone tenant: a conversation is a master contact, its participants are that master's contacts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import httpx
import structlog

from bot.adapters.cxone import wire
from bot.adapters.cxone.assembly import conversation_from
from bot.adapters.cxone.auth import AccessKey, SignIn
from bot.adapters.cxone.contacts import DESCRIPTIONS, Contacts
from bot.adapters.cxone.hosts import Addresses, host_of, is_loopback, is_vendors
from bot.adapters.cxone.link import read_pasted
from bot.adapters.cxone.skills import Skills
from bot.adapters.cxone.transport import READ_ATTEMPTS, Answer, Transport
from bot.domain.conversation import Conversation
from bot.domain.exchange import Analytics, Exchange, Org, Reading, Reply, Request, TokenProbe
from bot.ports import Clock, Located, Priority

# No limit is published; this is Hangup's own caution.
PER_MINUTE = 240
VERSION = 30

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Options:
    """What an org's settings say about the API: its version, the pace, and whether digital contacts are ended."""

    version: int = VERSION
    per_minute: int = PER_MINUTE
    end_digital: bool = False


class CxoneConversations:
    """The port `Conversations` for one tenant.

    Paths and fields by https://github.com/calljacob/nice-cxone-api (generated from the vendor's OpenAPI documents);
    nothing here was tried on a tenant.
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
        self.contacts = Contacts(self._transport, clock)
        self.skills = Skills(self._transport, clock, org.name)

    @property
    def org(self) -> Org:
        """The org, with its host and area as soon as they were found out."""
        session = self._transport.session
        if session is None:
            return self._org
        host = session.api_url.partition("://")[2]
        return replace(self._org, host=host, region=session.area or self._org.region, api_url=session.api_url)

    async def discover(self) -> None:
        """Sign in, if that was not done yet: the tenant's hosts and area come with it."""
        if self._transport.session is None and not await self._transport.sign_in():
            log.warning("platform.not_discovered", org=self._org.name)

    def locate(self, text: str) -> Located | None:
        """Read a contact's id or a link; None for what is neither, a phone number as people write them among it."""
        pasted = read_pasted(text)
        if pasted is None:
            return None
        session = self._transport.session
        home = session.area if session is not None else self._addresses.home
        known = pasted.area is None or home is not None
        mine = not known or pasted.area in {None, home}
        region = (pasted.area or self._org.region) if pasted.linked else None
        return Located(pasted.contact_id, region, mine=mine, certain=known)

    async def read(self, conversation_id: str, *, priority: Priority = Priority.LOOK_UP) -> Reading:
        """Read the conversation of a master contact, or of any of its contacts; the master's id is the one it bears.

        Tried again after a 5xx, a lost connection or a short 429, but not as a read-back.
        """
        attempts = READ_ATTEMPTS if priority in {Priority.LOOK_UP, Priority.REFRESH} else 1
        if wire.id_in(conversation_id) is None:
            unknown = Reply(404, code="InvalidContactId", message="This is no contact id.")
            return Reading(at=self._clock.now(), reply=unknown)
        found = await self.contacts.gathered(conversation_id, priority, attempts)
        if isinstance(found, Answer):
            return Reading(at=self._clock.now(), reply=found.reply, silence=found.silence)
        table = await self.contacts.table(priority)
        conversation = conversation_from(found, table, org=self._org.name, end_digital=self._options.end_digital)
        return Reading(at=self._clock.now(), conversation=replace(conversation, place=self.org.place))

    async def still_there(self, conversation_id: str, participant_id: str) -> bool | None:
        """Ask for the one contact, or for what its agent does: a read lists every active contact."""
        return await self.contacts.still_active(conversation_id, participant_id)

    async def ready(self) -> None:
        """Take the turn of the next write now, and see to a session."""
        await self._transport.ready()

    async def disconnect(self, conversation: Conversation, participant_id: str, *, reason: str) -> Exchange:  # noqa: ARG002 - the call takes no reason
        """Ask, once, that a contact ends. Raises `ValueError` for who can't be disconnected.

        `POST /contacts/{contactId}/end`, 202 means accepted: https://github.com/calljacob/nice-cxone-api
        (AdminContactsService) for the path, https://github.com/WodongaTAFE/PSInContact (Remove-ICContact) for its use.
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
        return await self.contacts.records.of(conversation_id)

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

    async def ask(self, path: str, query: Mapping[str, str | int] | None = None) -> Answer:
        """Ask something that changes nothing."""
        return await self._transport.get(path, query, priority=Priority.LOOK_UP, attempts=READ_ATTEMPTS)
