"""What the pretend org knows: its conversations, its permissions, its settings."""

import copy
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.ports import Clock
from playground.genesys.behaviour import Behaviour
from playground.genesys.conversation import HeldConversation
from playground.genesys.refusals import refusal
from playground.genesys.tokens import Tokens

CLIENT_SECRET = "pretend-secret"

DisconnectRoute = Literal["absent", "published", "gateway"]
Kind = Literal["users", "queues"]

NEEDED_PERMISSIONS = frozenset(
    {
        "conversation:communication:view",
        "conversation:communication:disconnect",
        "analytics:agentState:view",
        "analytics:conversationDetail:view",
        "analytics:queueObservation:view",
        "directory:user:view",
        "routing:queue:view",
    }
)


class Platform:
    """One org, whose attributes may be changed at any time.

    `disconnect_route`: what the participant's disconnect path does. `rate_limit_per_minute`: requests per token.
    `effect_delay`: seconds from an accepted write to its effect. `permissions`: those of the client's roles.
    `user_context`: whether its tokens count as a user's. `ended_kept`: seconds for which an ended conversation is
    still served live; analytics keeps it.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        region: str = "apse1.pure.cloud",
        client_id: str = "pretend-client",
        client_secret: str = CLIENT_SECRET,
        disconnect_route: DisconnectRoute = "absent",
        rate_limit_per_minute: int = 300,
        effect_delay: float = 1.2,
    ) -> None:
        self.clock = clock
        self.region = region
        self.client_id = client_id
        self.client_secret = client_secret
        self.disconnect_route: DisconnectRoute = disconnect_route
        self.rate_limit_per_minute = rate_limit_per_minute
        self.effect_delay = effect_delay
        self.permissions: set[str] = set(NEEDED_PERMISSIONS)
        self.user_context = False
        self.ended_kept = 86400.0
        self.org_id = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{client_id}.{region}"))
        self.org_name = "Merlion Bank (pretend)"
        self.tokens = Tokens(client_id, client_secret)
        self._held: dict[str, HeldConversation] = {}
        self._directory: dict[Kind, dict[str, dict[str, str]]] = {"users": {}, "queues": {}}

    def holds(self, conversation: Mapping[str, Any], behaviour: Behaviour | None = None) -> str:
        """Put or replace a conversation, as the platform would send it; gives its id.

        A `_pretend` key in the document, or `behaviour`, says how it behaves. Raises `ValueError` without an id.
        """
        document = dict(conversation)
        words = document.pop("_pretend", None)
        if not document.get("id"):
            raise ValueError("a conversation needs an id")
        if behaviour is None:
            behaviour = Behaviour.read(words or {})
        held = HeldConversation(document, behaviour, self.clock.now())
        self._held[held.id] = held
        return held.id

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        """Give a conversation as it now stands. Looking does not count as a read. Raises `KeyError` if unknown."""
        held = self._held[conversation_id]
        held.settle(self.clock.now())
        return copy.deepcopy(held.document)

    def revoke_tokens(self) -> None:
        """Make every token given out so far worthless."""
        self.tokens.revoke_all()

    def known(self, conversation_id: str) -> HeldConversation:
        """Find a conversation that analytics knows, live or not. Raises the platform's 404."""
        held = self._held.get(conversation_id)
        if held is None or held.vanished:
            raise refusal("conversation.error.conversation.not.found")
        held.settle(self.clock.now())
        return held

    def served(self, conversation_id: str) -> HeldConversation:
        """Find a conversation that is still served live. Raises the platform's refusals."""
        held = self.known(conversation_id)
        if held.behaviour.wrong_org:
            raise refusal("postino.error.wrong.org")
        if held.behaviour.gone or self._forgotten(held):
            raise refusal("conversation.error.conversation.not.found")
        return held

    def effect_of(self, held: HeldConversation) -> datetime:
        """Tell when a write accepted now will show."""
        own = held.behaviour.effect_delay
        return self.clock.now() + timedelta(seconds=self.effect_delay if own is None else own)

    def knows(self, kind: Kind, found_id: str, name: str, email: str = "") -> None:
        """Put somebody, or a queue, into the directory; whoever a conversation names is put there by itself."""
        entry = {"id": found_id, "name": name}
        if kind == "users":
            entry |= {"email": email or f"{'.'.join(name.lower().split())}@example.com", "state": "active"}
        self._directory[kind][found_id] = entry

    def directory(self, kind: Kind) -> list[dict[str, str]]:
        """List who is in the directory, or its queues, by name."""
        for party in self.people():
            if party.get("userId") and party["userId"] not in self._directory["users"]:
                self.knows("users", party["userId"], str(party.get("name") or ""))
            if party.get("queueId") and party["queueId"] not in self._directory["queues"]:
                self.knows("queues", party["queueId"], str(party.get("queueName") or ""))
        return sorted(self._directory[kind].values(), key=lambda one: one["name"].casefold())

    def recorded(self) -> list[dict[str, Any]]:
        """List the conversations that analytics knows, as they now stand, in the order of their start."""
        now = self.clock.now()
        for held in self._held.values():
            held.settle(now)
        known = [held.document for held in self._held.values() if not held.vanished and not held.behaviour.wrong_org]
        return sorted(known, key=lambda one: str(one.get("startTime")))

    def people(self) -> list[dict[str, Any]]:
        """List the participants of all conversations."""
        return [party for held in self._held.values() for party in held.people]

    def _forgotten(self, held: HeldConversation) -> bool:
        ended = held.document.get("endTime")
        if not ended:
            return False
        return self.clock.now() - datetime.fromisoformat(ended) > timedelta(seconds=self.ended_kept)
