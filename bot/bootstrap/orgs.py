"""From an org's settings to its conversations."""

from functools import partial

import httpx

from bot.adapters.genesys.auth import Credentials
from bot.adapters.genesys.client import Endpoint, GenesysConversations, Routes
from bot.adapters.genesys.regions import region_of
from bot.adapters.genesys.search import GenesysSearch
from bot.domain.exchange import Org
from bot.ports import Clock, Search
from bot.settings import OrgSettings


def conversations_of(name: str, org: OrgSettings, clock: Clock, http: httpx.AsyncClient) -> GenesysConversations:
    """Make the port to one org's conversations."""
    region = region_of(org.region)
    endpoint = Endpoint(org.api_url or region.api_url, org.login_url or org.api_url or region.login_url)
    host = endpoint.api_url.partition("://")[2]
    return GenesysConversations(
        Org(name, org.platform, host, region.domain, endpoint.api_url, endpoint.login_url),
        endpoint,
        partial(_credentials, org),
        clock=clock,
        http=http,
        routes=Routes(org.disconnect_route, org.disconnect_payload, org.disconnect_reason),
        per_minute=org.requests_per_minute,
    )


def search_of(conversations: GenesysConversations, clock: Clock) -> Search:
    """Make the port to an org's searches, through the same client and within the same pace."""
    return GenesysSearch(conversations, clock)


def _credentials(org: OrgSettings) -> Credentials:
    return Credentials(org.client_id, org.secret())
