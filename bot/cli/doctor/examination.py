"""The whole examination: every check in the order in which one would mend."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import httpx

from bot.adapters.genesys.client import GenesysConversations
from bot.adapters.slack.client import shared_client
from bot.bootstrap import SystemClock, conversations_of, search_of
from bot.cli.doctor import platform, slack
from bot.cli.doctor.access import access
from bot.cli.doctor.alerts import alerts
from bot.cli.doctor.database import database
from bot.cli.doctor.finding import Finding, Level
from bot.cli.doctor.rules import rules
from bot.cli.doctor.searches import searches
from bot.ports import Clock
from bot.settings import Settings

SLACK_SECONDS = 10.0


async def examine(settings: Settings, say: Callable[[str], None], *, clock: Clock | None = None) -> list[Finding]:
    """Make every check; `say` is told what is being looked at."""
    clock = clock or SystemClock()
    found: list[Finding] = []
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS)) as session:
        client = shared_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session, clock)
        say("Asking Slack about the tokens…")
        found += await slack.tokens(client, settings)
        found += access(settings)
        if groups := sorted(settings.access_table.group_ids):
            say("Reading the user groups…")
            found += await slack.groups(client, groups)
        say("Looking at where alerts go…")
        found += await alerts(client, settings)
    say("Looking at the ledger…")
    found += await database(settings.database_url, clock)
    async with orgs(settings, clock) as (conversations, http):
        for name, org in settings.orgs.items():
            say(f"Asking {name}…")
            looked = await platform.org_findings(name, org, conversations[name], http, clock)
            found += looked
            if not any(one.level is Level.FAIL for one in looked):
                search = search_of(conversations[name], clock)
                found += await searches(name, search)
                found += await rules(name, search, settings)
    return found


@asynccontextmanager
async def orgs(
    settings: Settings, clock: Clock
) -> AsyncIterator[tuple[dict[str, GenesysConversations], httpx.AsyncClient]]:
    """Give the orgs as the bot itself would reach them."""
    async with httpx.AsyncClient(timeout=httpx.Timeout(15.0, connect=5.0), follow_redirects=False) as http:
        yield {name: conversations_of(name, org, clock, http) for name, org in settings.orgs.items()}, http
