"""What the pretend tenant knows: its contacts, its people, its settings."""

import copy
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.ports import Clock
from playground.cxone.behaviour import Behaviour
from playground.cxone.contact import Contact
from playground.cxone.conversation import HeldConversation
from playground.cxone.refusals import INVALID_CONTACT, RefusalError, SaysReasons
from playground.cxone.tokens import Tokens

ACCESS_KEY_SECRET = "pretend-key-secret"
# The versions of the interface that are known to be in use; each endpoint has its own history.
VERSIONS = frozenset({*range(1, 14), 23, 25, 26, 27, 28, 30, 31, 34})

_WINDOW = timedelta(seconds=60)


class Tenant:
    """One tenant, whose attributes may be changed at any time. Where nobody knows what CXone does, one of them says.

    `effect_delay`: seconds from an accepted end to its effect. `already_ended`: the status for an end of what has
    ended. `ends_after_work`, `ends_digital`, `master_ends_all`: whether an end closes after-call work, closes a digital
    contact, and takes the other legs along when it names the master. `may_end`: whether the key's role may end
    contacts. `says_reasons`: where error answers say why. `array`: what the list of active contacts is called.
    `largest_page`: the rows of one answer at most. `requests_per_minute`: None for no limit; none is
    published. `unrendered_status`: the status of the answer to a request that does not accept JSON.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        area: str = "au1",
        access_key_id: str = "pretend-key",
        access_key_secret: str = ACCESS_KEY_SECRET,
        effect_delay: float = 1.2,
    ) -> None:
        self.clock = clock
        self.area = area
        self.cluster = f"{area}-pretend1"
        self.access_key_id = access_key_id
        self.access_key_secret = access_key_secret
        self.effect_delay = effect_delay
        self.already_ended: Literal[202, 404, 409] = 404
        self.ends_after_work = True
        self.ends_digital = False
        self.master_ends_all = False
        self.may_end = True
        self.says_reasons: SaysReasons = "header"
        self.array: Literal["activeContacts", "contacts"] = "activeContacts"
        self.largest_page = 1000
        self.requests_per_minute: int | None = None
        self.unrendered_status = 400
        self.tenant_id = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{access_key_id}.{area}"))
        self.business_unit = 4590001
        claims = {
            "tenant": "merlion_bank_pretend",
            "tenantId": self.tenant_id,
            "icBUId": self.business_unit,
            "icClusterId": self.cluster,
            "role": {"legacyId": "Hangup"},
        }
        self.tokens = Tokens(access_key_id, access_key_secret, claims)
        self.agents: dict[int, dict[str, Any]] = {}
        self.skills: dict[int, dict[str, Any]] = {}
        self.sessions: dict[str, bool] = {}
        self._held: dict[int, HeldConversation] = {}
        self._window = (clock.now(), 0)

    def holds(
        self,
        master: int | str,
        contacts: Sequence[Mapping[str, Any]],
        behaviour: Behaviour | None = None,
    ) -> str:
        """Put or replace a conversation: the contacts of one master, as the platform would send them; gives its id.

        Raises `ValueError` or `KeyError` for contacts that lack what every contact has.
        """
        number = int(master)
        held = HeldConversation(number, contacts, behaviour or Behaviour(), self.clock.now())
        self._held[number] = held
        for contact in held.contacts:
            self._meet(contact.document)
        for happening in held.behaviour.happenings:
            self._meet({"teamId": 2101, "teamName": "Retail", **happening.fields})
        return str(number)

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        """Give a conversation as it now stands. Looking does not count as a read. Raises `KeyError` if unknown."""
        if not conversation_id.isdecimal():
            raise KeyError(conversation_id)
        held = self._held[int(conversation_id)]
        held.settle(self.clock.now())
        return {"masterContactId": held.master, "contacts": [copy.deepcopy(one.document) for one in held.contacts]}

    def revoke_tokens(self) -> None:
        """Make every token given out so far worthless."""
        self.tokens.revoke_all()

    def held(self) -> list[HeldConversation]:
        """List what is held, as it now stands."""
        for one in self._held.values():
            one.settle(self.clock.now())
        return [one for one in self._held.values() if not one.vanished]

    def found(self, contact_id: str) -> tuple[HeldConversation, Contact]:
        """Find a contact. Raises the platform's 404."""
        if re.fullmatch(r"[0-9]{1,19}", contact_id):
            for held in self.held():
                contact = held.contact(int(contact_id))
                if contact is not None:
                    return held, contact
        raise RefusalError(404, INVALID_CONTACT)

    def effect_of(self, held: HeldConversation) -> datetime:
        """Tell when an end accepted now will show."""
        own = held.behaviour.effect_delay
        return self.clock.now() + timedelta(seconds=self.effect_delay if own is None else own)

    def spend(self) -> None:
        """Count one request. Raises 429 where a limit is set; the platform says nothing about when to come back."""
        began, count = self._window
        now = self.clock.now()
        if now - began >= _WINDOW:
            began, count = now, 0
        self._window = (began, count + 1)
        if self.requests_per_minute is not None and count >= self.requests_per_minute:
            raise RefusalError(429)

    def _meet(self, document: Mapping[str, Any]) -> None:
        """Take a contact's skill and its agent among those of the tenant."""
        if document.get("skillId") is not None:
            self.skills[int(document["skillId"])] = {
                "skillId": int(document["skillId"]),
                "skillName": document.get("skillName", ""),
                "mediaTypeId": document.get("mediaTypeId"),
                "mediaTypeName": document.get("mediaTypeName"),
                "isActive": True,
                "isOutbound": bool(document.get("isOutbound")),
            }
        number = document.get("agentId")
        if number is None:
            return
        self.agents[int(number)] = {
            "agentId": int(number),
            "firstName": document.get("firstName", ""),
            "lastName": document.get("lastName", ""),
            "userName": f"agent{number}@pretend.example",
            "teamId": document.get("teamId"),
            "teamName": document.get("teamName"),
            "isActive": True,
        }
