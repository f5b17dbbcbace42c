"""The whole examination: every check in the order in which one would mend."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import httpx

from bot.adapters.cxone.client import CxoneConversations
from bot.adapters.genesys.client import GenesysConversations
from bot.adapters.slack.client import shared_client
from bot.bootstrap import SystemClock, connections, conversations_of, search_of
from bot.cli.doctor import cxone, platform, slack
from bot.cli.doctor.access import access
from bot.cli.doctor.alerts import alerts
from bot.cli.doctor.channels import channels
from bot.cli.doctor.database import database
from bot.cli.doctor.finding import Finding, Level, org_named
from bot.cli.doctor.rules import rules
from bot.cli.doctor.searches import searches
from bot.ports import Clock
from bot.settings import CxoneOrgSettings, Settings

SLACK_SECONDS = 10.0

Client = GenesysConversations | CxoneConversations


async def examine(settings: Settings, say: Callable[[str], None], *, clock: Clock | None = None) -> list[Finding]:
    """Make every check; `say` is told what is being looked at."""
    clock = clock or SystemClock()
    found: list[Finding] = []
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS)) as session:
        client = shared_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session, clock)
        say("Asking Slack about the tokens…")
        found += await slack.tokens(client, settings)
        found += access(settings)
        found += channels(settings)
        if groups := sorted(settings.access_table.group_ids):
            say("Reading the user groups…")
            found += await slack.groups(client, groups)
        say("Looking at where alerts go…")
        found += await alerts(client, settings)
    say("Looking at the ledger…")
    found += await database(settings.database_url, clock)
    async with orgs(settings, clock) as (conversations, https):
        say(f"Asking {', '.join(settings.orgs)}…")
        # All at once: one that hangs keeps nobody waiting for what there is to say of the others.
        told = await asyncio.gather(
            *(_of_org(name, settings, conversations[name], https[name], clock) for name in settings.orgs)
        )
    return [*found, *(finding for findings in told for finding in findings)]


async def _of_org(
    name: str, settings: Settings, client: Client, http: httpx.AsyncClient, clock: Clock
) -> list[Finding]:
    """Look at one org, and where it lets us in, at each of its searches and at the queues that rules name."""
    org = settings.orgs[name]
    if isinstance(org, CxoneOrgSettings):
        return await cxone.org_findings(name, org, http, clock)
    found = await platform.org_findings(org, client, http, clock)
    if not any(one.level is Level.FAIL for one in found):
        search = search_of(client, clock)
        found += await searches(org_named(client.org), search)
        found += await rules(client.org, search, settings)
    return found


@asynccontextmanager
async def orgs(
    settings: Settings, clock: Clock
) -> AsyncIterator[tuple[dict[str, Client], dict[str, httpx.AsyncClient]]]:
    """Give the orgs as the bot itself would reach them, each with connections of its own."""
    async with AsyncExitStack() as opened:
        https = connections(settings.orgs)
        for http in https.values():
            await opened.enter_async_context(http)
        yield {name: conversations_of(name, org, clock, https[name]) for name, org in settings.orgs.items()}, https
