"""From an org's settings to its conversations."""

from collections.abc import Iterable, Iterator, Mapping

import httpx

from bot.adapters.cxone.auth import AccessKey
from bot.adapters.cxone.client import CxoneConversations, Options
from bot.adapters.cxone.hosts import GLOBAL_URL, Addresses
from bot.adapters.cxone.search import CxoneSearch
from bot.adapters.genesys.auth import Credentials
from bot.adapters.genesys.client import Endpoint, GenesysConversations
from bot.adapters.genesys.regions import region_of
from bot.adapters.genesys.routes import Routes
from bot.adapters.genesys.search import GenesysSearch
from bot.adapters.transport import transport
from bot.domain.exchange import Org
from bot.ports import Clock, Conversations, Search
from bot.settings import CxoneOrgSettings, GenesysOrgSettings, OrgSettings


def connections(names: Iterable[str]) -> dict[str, httpx.AsyncClient]:
    """Make each org's own connections: those that hang at one org are never waited for by another.

    There are as many as are asked for, since each org's pace bounds them; a write never waits for one to be free.
    """
    return {
        name: httpx.AsyncClient(
            transport=transport(),
            timeout=httpx.Timeout(15.0, connect=5.0),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
            follow_redirects=False,
        )
        for name in names
    }


def conversations_of(
    name: str, org: OrgSettings, clock: Clock, http: httpx.AsyncClient
) -> GenesysConversations | CxoneConversations:
    """Make the port to one org's conversations."""
    if isinstance(org, CxoneOrgSettings):
        return cxone_of(name, org, clock, http)
    return genesys_of(name, org, clock, http)


def genesys_of(name: str, org: GenesysOrgSettings, clock: Clock, http: httpx.AsyncClient) -> GenesysConversations:
    """Make the client of a Genesys Cloud org."""
    region = region_of(org.region)
    endpoint = Endpoint(org.api_url or region.api_url, org.login_url or org.api_url or region.login_url)
    host = endpoint.api_url.partition("://")[2]
    return GenesysConversations(
        Org(name, org.platform, host, region.domain, endpoint.api_url, endpoint.login_url),
        endpoint,
        lambda: Credentials(org.client_id, org.secret()),
        clock=clock,
        http=http,
        routes=Routes(org.disconnect_route, org.disconnect_payload, org.disconnect_reason),
        per_minute=org.requests_per_minute,
    )


def cxone_of(name: str, org: CxoneOrgSettings, clock: Clock, http: httpx.AsyncClient) -> CxoneConversations:
    """Make the client of a NICE CXone tenant, whose hosts are found out at the first request."""
    addresses = addresses_of(org)
    api_url = org.api_url or ""
    return CxoneConversations(
        Org(name, org.platform, api_url.partition("://")[2], addresses.home or "", api_url),
        addresses,
        lambda: AccessKey(org.access_key_id, org.secret()),
        clock=clock,
        http=http,
        tenant_id=org.tenant_id,
        options=Options(org.api_version, org.requests_per_minute, org.end_digital),
    )


def addresses_of(org: CxoneOrgSettings) -> Addresses:
    """Tell where a tenant is asked, as far as its settings say."""
    return Addresses(org.auth_url or GLOBAL_URL, org.discovery_url or GLOBAL_URL, org.api_url, org.area)


def search_of(conversations: GenesysConversations | CxoneConversations, clock: Clock) -> Search:
    """Make the port to an org's searches, through the same client and within the same pace."""
    if isinstance(conversations, CxoneConversations):
        return CxoneSearch(conversations, clock)
    return GenesysSearch(conversations, clock)


def region_in(orgs: Mapping[str, Conversations], name: str) -> str:
    """Tell the region of an org, as it is known now; empty for an org that is not here, or not yet known."""
    return orgs[name].org.region if name in orgs else ""


class Places(Mapping[str, str]):
    """Platform and region of each org by its name, for people; as they are known now, since some are told late."""

    def __init__(self, orgs: Mapping[str, Conversations]) -> None:
        self._orgs = orgs

    def __getitem__(self, name: str) -> str:
        return self._orgs[name].org.place

    def __iter__(self) -> Iterator[str]:
        return iter(self._orgs)

    def __len__(self) -> int:
        return len(self._orgs)
