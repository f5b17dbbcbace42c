"""The whole bot: what it holds, how it starts, how it lets go."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import httpx
import structlog
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.async_app import AsyncApp

from bot.adapters.ledger import DatabaseLedger
from bot.adapters.slack.outbound import Outbound
from bot.bootstrap.alarm import Alarm
from bot.bootstrap.hearing import Hearing
from bot.bootstrap.watching import Watching
from bot.domain.errors import LedgerUnavailableError
from bot.ports import Clock, Conversations
from bot.settings import Settings
from bot.use_cases.announce_head import AnnounceHead
from bot.use_cases.discover import Discover
from bot.use_cases.reconcile import Reconcile
from bot.use_cases.tasks import Tasks
from handlers import jobs
from handlers.signature import Signature
from handlers.web import web_app
from handlers.webhooks import PATH as WEBHOOKS_PATH

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

DRAIN_SECONDS = 25.0
ANSWER_SECONDS = 3.0
LEAST_FOR_THE_OUTBOX = 2.0

log = structlog.get_logger()


@dataclass(slots=True)
class Bot:
    """The whole bot, wired and not yet listening. Close it: it holds connections."""

    settings: Settings
    clock: Clock
    app: AsyncApp
    orgs: Mapping[str, Conversations]
    ledger: DatabaseLedger
    outbound: Outbound
    alarm: Alarm
    hearing: Hearing
    watching: Watching
    reconcile: Reconcile
    discover: Discover
    announce_head: AnnounceHead
    tasks: Tasks
    session: aiohttp.ClientSession
    https: Sequence[httpx.AsyncClient]
    scheduler: AsyncIOScheduler
    _signature: Signature | None = None
    _socket: "AsyncSocketModeHandler | None" = None
    _runner: web.AppRunner | None = None
    _address: str = field(default="")

    @property
    def address(self) -> str:
        """Where the bot listens, once it does."""
        return self._address

    async def start(self) -> None:
        """Listen, and settle what is left over meanwhile."""
        token = self.settings.metrics_token
        self.outbound.start()
        self.scheduler.start()
        server = web_app(
            self.app,
            socket_mode=self.settings.socket_mode,
            check=self.check,
            remarks=self.remarks,
            verify=self._signature.verify if self._signature is not None else None,
            metrics_token=token.get_secret_value() if token is not None else None,
        )
        server.router.add_post(WEBHOOKS_PATH, self.hearing.webhooks.answer)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=ANSWER_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.host, self.settings.port).start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"http://{host}:{port}"
        if self.settings.slack_app_token is not None:
            from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

            self._socket = AsyncSocketModeHandler(self.app, self.settings.slack_app_token.get_secret_value())
            await self._socket.connect_async()  # type: ignore[no-untyped-call]
        self.tasks.start(self.discover(), "discover")
        self.tasks.start(jobs.settle(self.reconcile), "settle")
        self.tasks.start(jobs.tell(self.reconcile), "tell")
        self.tasks.start(jobs.announce(self.announce_head), "announce")
        self.tasks.start(jobs.escalate(self.alarm.escalate), "escalate")
        self.tasks.start(jobs.hear(self.hearing.see_to), "hear")
        self.tasks.start(jobs.watch(self.watching.keep), "watch")
        log.info("bot.listening", address=self._address, socket_mode=self.settings.socket_mode, orgs=list(self.orgs))

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

    async def remarks(self) -> dict[str, str]:
        """Name what is not well though this process is ready: another would do no better."""
        try:
            stuck = await self.outbound.stuck()
        except LedgerUnavailableError:
            return {}
        return {"outbox": stuck} if stuck else {}

    async def close(self, *, drain: float = DRAIN_SECONDS) -> None:
        """Take no more, finish what is under way for so many seconds, let go of everything."""
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        if self._runner is not None:
            # No more requests; those that are being answered are.
            await self._runner.cleanup()
        if self._socket is not None:
            await self._socket.client.disconnect()  # type: ignore[no-untyped-call]
        until = self.clock.now() + timedelta(seconds=drain)
        left = await self.tasks.drain(drain)
        if left:
            log.warning("bot.left_unfinished", tasks=left)
        # What was said last is only in the outbox yet.
        seconds = max(LEAST_FOR_THE_OUTBOX, (until - self.clock.now()).total_seconds())
        await self.outbound.close(min(seconds, drain))
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await asyncio.gather(*(http.aclose() for http in self.https))
        await self.session.close()
        await self.ledger.close()
