"""THE composition root, used by production, the playground and the tests."""

import asyncio
import os
import secrets
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import aiohttp
import httpx
import structlog
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.adapters.genesys.auth import Credentials
from bot.adapters.genesys.capture import conflict_from_text
from bot.adapters.genesys.client import Endpoint, GenesysConversations, Routes
from bot.adapters.genesys.regions import region_of
from bot.adapters.ledger import DatabaseLedger
from bot.adapters.metrics import PrometheusMetrics
from bot.adapters.slack.client import shared_client
from bot.adapters.slack.messenger import Faces, SlackMessenger
from bot.adapters.slack.roster import SlackRoster
from bot.domain.errors import LedgerUnavailableError, SettingsError
from bot.domain.exchange import Org
from bot.ports import Clock, Conversations
from bot.settings import OrgSettings, Settings
from bot.use_cases.carry_out import CarryOut
from bot.use_cases.demand import PlaceDemand
from bot.use_cases.disconnect import Disconnect
from bot.use_cases.end_conversation import EndConversation
from bot.use_cases.explain_anything import ExplainAnything
from bot.use_cases.look_up import LookUp
from bot.use_cases.permit import Permit
from bot.use_cases.reconcile import Reconcile
from bot.use_cases.tasks import Tasks
from handlers import jobs
from handlers.blocks.card import conversation_card
from handlers.blocks.result import result_message, result_view
from handlers.desk import Desk
from handlers.signature import Signature
from handlers.web import web_app

SLACK_SECONDS = 10.0
DRAIN_SECONDS = 25.0
ANSWER_SECONDS = 3.0

log = structlog.get_logger()


class SystemClock:
    """The one place that asks the system for the time."""

    def now(self) -> datetime:
        """Tell the present moment, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        await asyncio.sleep(seconds)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """Bound a block in time."""
        return asyncio.timeout(seconds)


@dataclass(slots=True)
class Bot:
    """The whole bot, wired and not yet listening. Close it: it holds connections."""

    settings: Settings
    clock: Clock
    app: AsyncApp
    orgs: Mapping[str, Conversations]
    ledger: DatabaseLedger
    reconcile: Reconcile
    tasks: Tasks
    session: aiohttp.ClientSession
    http: httpx.AsyncClient
    scheduler: AsyncIOScheduler
    _signature: Signature | None = None
    _socket: AsyncSocketModeHandler | None = None
    _runner: web.AppRunner | None = None
    _address: str = field(default="")

    @property
    def address(self) -> str:
        """Where the bot listens, once it does."""
        return self._address

    async def start(self) -> None:
        """Listen, and settle what is left over meanwhile."""
        token = self.settings.metrics_token
        self.scheduler.start()
        self._runner = web.AppRunner(
            web_app(
                self.app,
                socket_mode=self.settings.socket_mode,
                check=self.check,
                verify=self._signature.verify if self._signature is not None else None,
                metrics_token=token.get_secret_value() if token is not None else None,
            ),
            access_log=None,
            shutdown_timeout=ANSWER_SECONDS,
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.host, self.settings.port).start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"http://{host}:{port}"
        if self.settings.slack_app_token is not None:
            self._socket = AsyncSocketModeHandler(self.app, self.settings.slack_app_token.get_secret_value())
            await self._socket.connect_async()  # type: ignore[no-untyped-call]
        self.tasks.start(self._settle_leftovers(), "settle leftovers")
        log.info("bot.listening", address=self._address, socket_mode=self.settings.socket_mode, orgs=list(self.orgs))

    async def _settle_leftovers(self) -> None:
        await jobs.settle(self.reconcile)
        await jobs.tell(self.reconcile)

    async def check(self) -> dict[str, str]:
        """Name each part that is not ready; empty when all are."""
        wrong = {}
        try:
            await self.ledger.check()
        except LedgerUnavailableError as unavailable:
            wrong["ledger"] = str(unavailable)
        if self._socket is not None and not await self._socket.client.is_connected():
            wrong["slack"] = "Socket Mode is not connected"
        if self.tasks.draining:
            wrong["process"] = "shutting down"
        return wrong

    async def close(self, *, drain: float = DRAIN_SECONDS) -> None:
        """Take no more, finish what is under way for so many seconds, let go of everything."""
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        if self._runner is not None:
            # No more requests; those that are being answered are.
            await self._runner.cleanup()
        if self._socket is not None:
            await self._socket.client.disconnect()  # type: ignore[no-untyped-call]
        left = await self.tasks.drain(drain)
        if left:
            log.warning("bot.left_unfinished", tasks=left)
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self.http.aclose()
        await self.session.close()
        await self.ledger.close()


async def bootstrap(settings: Settings, *, clock: Clock | None = None, owner: str | None = None) -> Bot:
    """Bring everything together; raises `SettingsError` when Slack does not know the token.

    `owner` names this process in the ledger; no two processes may share one.
    """
    clock = clock or SystemClock()
    owner = owner or f"{os.getpid()}-{secrets.token_hex(4)}"
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS))
    http = httpx.AsyncClient(timeout=httpx.Timeout(15.0, connect=5.0), follow_redirects=False)
    try:
        client = shared_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session, clock)
        identity = await _identity(client)
        ledger = await DatabaseLedger.open(settings.database_url, clock)
    except BaseException:
        await session.close()
        await http.aclose()
        raise
    orgs: dict[str, Conversations] = {
        name: conversations_of(name, org, clock, http) for name, org in settings.orgs.items()
    }
    roster = SlackRoster(client, clock)
    permit = Permit(settings.access_table, roster, read_only=settings.read_only)
    faces = Faces(
        result_view,
        result_message,
        lambda conversation, now, acts: conversation_card(conversation, now, acts=acts, read_only=settings.read_only),
    )
    messenger = SlackMessenger(client, ledger, clock, faces)
    tasks = Tasks()
    metrics = PrometheusMetrics()
    carry_out = CarryOut(orgs, ledger, messenger, permit, clock, metrics)
    place = PlaceDemand(ledger, permit, carry_out, messenger, tasks, clock, owner)
    look_up = LookUp(orgs, ledger, permit, clock)
    # A name of its own: a claim must fence off this process's own stalled act too.
    reconcile = Reconcile(orgs, ledger, messenger, clock, f"{owner}-settling")
    desk = Desk(
        look_up=look_up,
        disconnect=Disconnect(look_up, place),
        end_conversation=EndConversation(look_up, place),
        explain=ExplainAnything(orgs, ledger, permit, clock, metrics, conflict_from_text),
        ledger=ledger,
        tasks=tasks,
        clock=clock,
        reasons=settings.reasons,
        read_only=settings.read_only,
    )
    app = _app(settings, client, identity)
    handlers.register(app, desk)
    scheduler = AsyncIOScheduler(timezone=UTC)
    refresh_roster = partial(roster.refresh, settings.access_table.group_ids)
    jobs.register(scheduler, reconcile, refresh_roster)
    await refresh_roster()
    return Bot(
        settings, clock, app, orgs, ledger, reconcile, tasks, session, http, scheduler, _signature(settings, clock)
    )


async def _identity(client: AsyncWebClient) -> AuthorizeResult:
    """Ask Slack once who we are; Bolt would ask at every first request, before it acknowledges."""
    try:
        who = await client.auth_test()
    except SlackApiError as refused:
        raise SettingsError(
            f"Slack does not take SLACK_BOT_TOKEN ({refused.response.get('error')}): "
            "reinstall the app, and copy the token from OAuth & Permissions"
        ) from None
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as silent:
        raise SettingsError(
            f"Slack can't be reached ({type(silent).__name__}): check the network and SLACK_API_URL"
        ) from None
    return AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who.get("team_id"),
        team=who.get("team"),
        url=who.get("url"),
        bot_user_id=who.get("user_id"),
        bot_id=who.get("bot_id"),
        bot_token=client.token,
    )


class _App(AsyncApp):
    """One workspace, one client: Bolt would make a client for each request, and copy its session, which it can't."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        super()._init_context(req)
        req.context["client"] = self.client


def _signature(settings: Settings, clock: Clock) -> Signature | None:
    if settings.socket_mode or settings.slack_signing_secret is None:
        return None
    return Signature(settings.slack_signing_secret.get_secret_value(), clock)


def _app(settings: Settings, client: AsyncWebClient, identity: AuthorizeResult) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return identity

    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    return _App(
        name="hangup",
        client=client,
        authorize=authorize,
        signing_secret=secret or "socket-mode-needs-none",
        request_verification_enabled=False,  # the server asks ours, of the raw bytes, before Bolt reads them
        raise_error_for_unhandled_request=False,
    )


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


def _credentials(org: OrgSettings) -> Credentials:
    return Credentials(org.client_id, org.secret())
