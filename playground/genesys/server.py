"""The pretend org over HTTP, on loopback: login host and API host on one port."""

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.ports import Clock
from playground.genesys import control, routes
from playground.genesys.exchange import Answer, Asked
from playground.genesys.faults import Fault, Faults
from playground.genesys.journal import Entry, Journal
from playground.genesys.platform import CLIENT_SECRET, DisconnectRoute, Platform
from playground.genesys.refusals import body_for

_GRACE_SECONDS = 0.2


class PretendGenesys(Platform):
    """One pretend Genesys Cloud org, served.

    Answers carry `ININ-Correlation-Id`; accepted writes show only after `effect_delay` seconds of the clock.
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
        super().__init__(
            clock,
            region=region,
            client_id=client_id,
            client_secret=client_secret,
            disconnect_route=disconnect_route,
            rate_limit_per_minute=rate_limit_per_minute,
            effect_delay=effect_delay,
        )
        self.url = ""
        self.faults = Faults()
        self._journal = Journal()
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def requests(self) -> list[Entry]:
        """List what was asked of the platform, oldest first; control requests are not in it."""
        return self._journal.entries

    @property
    def on_request(self) -> Callable[[Entry], None] | None:
        """Call this with an entry for the wire when a request has been answered."""
        return self._journal.on_request

    @on_request.setter
    def on_request(self, callback: Callable[[Entry], None] | None) -> None:
        self._journal.on_request = callback

    def fault(
        self,
        *,
        method: str = "*",
        path: str = "*",
        status: int | None = None,
        body: Mapping[str, Any] | str | None = None,
        headers: Mapping[str, str] | None = None,
        delay_ms: float = 0,
        times: int = 1,
        hang: bool = False,
        drop: bool = False,
        after_work: bool = False,
    ) -> None:
        """Give the next `times` requests that fit a fault; see `Fault`."""
        self.faults.add(
            Fault(
                method=method,
                path=path,
                status=status,
                body=body,
                headers=headers or {},
                delay_ms=delay_ms,
                times=times,
                hang=hang,
                drop=drop,
                after_work=after_work,
            )
        )

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; `url` then says where."""
        app = web.Application(client_max_size=8 * 1024**2)
        control.add_to(app, self)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stop listening, and let go of whoever hangs."""
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, request: web.Request) -> web.Response:
        raw = (await request.read()).decode(errors="replace")
        entry = self._journal.asked(
            request.method,
            request.path,
            query=request.query_string,
            headers=request.headers,
            raw=raw,
            at=self.clock.now(),
        )
        asked = Asked(
            method=request.method, path=request.path, headers=request.headers, raw=raw, query=request.query_string
        )
        trace = str(uuid.uuid4())
        fault = self.faults.take(request.method, request.path)
        given = await self._answer(asked, fault)
        if given is not None and given.delay:
            await self.clock.sleep(given.delay)
        if given is None:
            self._journal.answered(entry, None, None, trace, self.clock.now())
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if isinstance(given.body, dict) and {"code", "status", "errors"} <= given.body.keys():
            given.body = {**given.body, "contextId": trace}
        self._journal.answered(entry, given.status, given.body, trace, self.clock.now())
        return _response(given, trace)

    async def _answer(self, asked: Asked, fault: Fault | None) -> Answer | None:
        """Answer, with the fault; None when the connection is to be dropped without an answer."""
        given = routes.answer(self, asked) if fault is None or fault.after_work else None
        if fault is not None:
            if fault.delay_ms:
                await self.clock.sleep(fault.delay_ms / 1000)
            if fault.hang:
                await self._closing.wait()
            if fault.hang or fault.drop:
                return None
            if fault.status is not None:
                body = (
                    body_for(fault.status, fault.headers.get("Retry-After", "60")) if fault.body is None else fault.body
                )
                return Answer(status=fault.status, body=body, headers=dict(fault.headers))
        return given or routes.answer(self, asked)


def _response(given: Answer, trace: str) -> web.Response:
    headers = {"ININ-Correlation-Id": trace, **given.headers}
    text = given.body if isinstance(given.body, str) else json.dumps(given.body, ensure_ascii=False)
    if given.body is None:
        text = ""
    if all(name.lower() != "content-type" for name in headers):
        headers["Content-Type"] = "text/html; charset=utf-8" if text.lstrip().startswith("<") else "application/json"
    return web.Response(status=given.status, body=text.encode(), headers=headers)
