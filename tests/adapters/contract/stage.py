"""One org of either platform with one call on it: what the same sentences need to know of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from bot.adapters.cxone.auth import AccessKey
from bot.adapters.cxone.client import CxoneConversations
from bot.adapters.cxone.client import Options as CxoneOptions
from bot.adapters.cxone.hosts import Addresses
from bot.adapters.cxone.search import CxoneSearch
from bot.adapters.genesys.auth import Credentials
from bot.adapters.genesys.client import Endpoint, GenesysConversations
from bot.adapters.genesys.search import GenesysSearch
from bot.domain.exchange import Org
from bot.ports import Clock, Conversations, Search
from playground.cxone import PretendCxone
from playground.cxone.documents import Agent, Skill, contact
from playground.documents import Named, agent, call_with, customer, derived, waiting_in
from playground.genesys import PretendGenesys
from playground.pretend import PretendPlatform

Json = dict[str, Any]


@dataclass
class Stage:
    """A pretend org, the adapter before it, and where things are on both.

    `read` and `write` are patterns of the paths that a look and an act use, `token` is the path of the sign-in;
    `secrets` are what the next sign-ins use, the last one stands; `agent` is the id of who has the call.
    """

    pretend: PretendPlatform
    conversations: Conversations
    conversation_id: str
    agent_id: str
    unknown_id: str
    read: str
    write: str
    token: str
    secrets: list[str] = field(default_factory=list)
    opened: Callable[..., Conversations] = field(repr=False, default=lambda **_: None)  # type: ignore[assignment]
    searching: Callable[[Any], Search] = field(repr=False, default=lambda _: None)  # type: ignore[assignment]
    agent: str = ""
    key_id: str = ""

    def search(self) -> Search:
        """Give the search through the adapter at hand."""
        return self.searching(self.conversations)

    def asked(self, pattern: str = "") -> list[Json]:
        """List the requests whose path has a part."""
        return [one for one in self.pretend.requests if pattern.strip("*") in one["path"]]

    def writes(self) -> list[Json]:
        """List what was asked that changes something."""
        return [one for one in self.asked(self.write) if one["method"] in {"PATCH", "POST"}]


def genesys(clock: Clock, http: httpx.AsyncClient, now: datetime) -> Stage:
    """Set a call up at a pretend Genesys Cloud, not yet started."""
    call = "ca110001-0000-4000-8000-000000000000"
    pretend = PretendGenesys(clock)
    cards = Named("90e0e000-0000-4000-8000-000000000001", "Cards")
    wei_ling = Named("a9e27000-0000-4000-8000-000000000001", "Tan Wei Ling")
    pretend.holds(
        call_with(call, now, customer("Jordan Rivera", "+15550100"), waiting_in(cards), agent(wei_ling, cards))
    )
    secrets = ["pretend-secret"]

    def opened(url: str = "", per_minute: int = 300) -> GenesysConversations:
        return GenesysConversations(
            Org("singapore", host="api.apse1.pure.cloud", region="apse1.pure.cloud"),
            Endpoint(url or pretend.url, url or pretend.url),
            lambda: Credentials("pretend-client", secrets[-1]),
            clock=clock,
            http=http,
            per_minute=per_minute,
        )

    return Stage(
        pretend,
        opened(),
        call,
        derived(call, 3),
        "ca119999-0000-4000-8000-000000000000",
        read=f"*/conversations/{call}",
        write=f"*/participants/{derived(call, 3)}",
        token="/oauth/token",
        secrets=secrets,
        opened=opened,
        searching=lambda client: GenesysSearch(client, clock),
        agent=wei_ling.id,
        key_id="pretend-client",
    )


def cxone(clock: Clock, http: httpx.AsyncClient, now: datetime) -> Stage:
    """Set a call up at a pretend NICE CXone, not yet started."""
    call = 500000099001
    pretend = PretendCxone(clock)
    pretend.holds(call, [contact(call, now, Skill(4401, "Cards"), Agent(7001, "Wei Ling", "Tan"))])
    secrets = [pretend.access_key_secret]

    def opened(url: str = "", per_minute: int = 300) -> CxoneConversations:
        return CxoneConversations(
            Org("sydney", platform="cxone"),
            Addresses(url or pretend.url, url or pretend.url),
            lambda: AccessKey(pretend.access_key_id, secrets[-1]),
            clock=clock,
            http=http,
            options=CxoneOptions(per_minute=per_minute),
        )

    return Stage(
        pretend,
        opened(),
        str(call),
        str(call),
        "599999999999",
        read="*/contacts/active",
        write=f"*/contacts/{call}/end",
        token="/authentication/v1/token/access-key",
        secrets=secrets,
        opened=opened,
        searching=lambda client: CxoneSearch(client, clock),
        agent="7001",
        key_id=pretend.access_key_id,
    )
