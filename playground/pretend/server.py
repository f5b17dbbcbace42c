"""A pretend platform over HTTP, on loopback: login host and API host on one port."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from aiohttp import web

from bot.ports import Clock
from playground.pretend import control
from playground.pretend.exchange import Answer, Asked
from playground.pretend.faults import Fault, Faults
from playground.pretend.journal import Entry, Journal

_GRACE_SECONDS = 0.2


class PretendPlatform(ABC):
    """One org of some platform, served.

    `trace_header` is the answers' header with the id of the exchange.
    """

    trace_header: str

    def __init__(self, clock: Clock, *, api_root: str) -> None:
        self.clock = clock
        self.url = ""
        self.faults = Faults()
        self._journal = Journal(api_root=api_root, trace_header=self.trace_header)
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @abstractmethod
    def answer(self, asked: Asked) -> Answer:
        """Answer a request as the platform would, refusals included."""

    @abstractmethod
    def answer_to(self, fault: Fault) -> Answer:
        """Compose the answer that a fault with a status asks for; one without a body gets the platform's own."""

    @abstractmethod
    def trace(self, asked: Asked) -> str:
        """Name this exchange."""

    @abstractmethod
    def stage(self, conversation_id: str, document: Any, behaviour: Any) -> str:
        """Put or replace a conversation with a behaviour of this platform's; gives its id."""

    @abstractmethod
    def put(self, conversation_id: str, document: Any) -> str:
        """Put or replace a conversation that a program outside sent; gives its id. Raises `ValueError`, in words."""

    @abstractmethod
    def conversation(self, conversation_id: str) -> dict[str, Any]:
        """Give a conversation as it now stands. Looking does not count as a read. Raises `KeyError` if unknown."""

    @abstractmethod
    def change(self, wanted: Mapping[str, Any]) -> None:
        """Change settings. Raises `ValueError`, in words, for what cannot be set."""

    @abstractmethod
    async def sign_in(self, client: httpx.AsyncClient) -> str:
        """Sign in as a script of this org would, over HTTP; gives the token."""

    @abstractmethod
    def revoke_tokens(self) -> None:
        """Make every token given out so far worthless."""

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
        trace = self.trace(asked)
        fault = self.faults.take(request.method, request.path)
        given = await self._answer(asked, fault)
        if given is not None and given.delay:
            await self.clock.sleep(given.delay)
        if given is None:
            self._journal.answered(entry, None, None, trace, self.clock.now())
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        self.sign(given, trace)
        self._journal.answered(entry, given.status, given.body, trace, self.clock.now())
        return _response(given)

    def sign(self, given: Answer, trace: str) -> None:
        """Put the id of the exchange into an answer."""
        given.headers = {self.trace_header: trace, **given.headers}

    async def _answer(self, asked: Asked, fault: Fault | None) -> Answer | None:
        """Answer, with the fault; None when the connection is to be dropped without an answer."""
        given = self.answer(asked) if fault is None or fault.after_work else None
        if fault is not None:
            if fault.delay_ms:
                await self.clock.sleep(fault.delay_ms / 1000)
            if fault.hang:
                await self._closing.wait()
            if fault.hang or fault.drop:
                return None
            if fault.status is not None:
                return self.answer_to(fault)
        return given or self.answer(asked)


def _response(given: Answer) -> web.Response:
    headers = dict(given.headers)
    text = given.body if isinstance(given.body, str) else json.dumps(given.body, ensure_ascii=False)
    if given.body is None:
        text = ""
    if all(name.lower() != "content-type" for name in headers):
        headers["Content-Type"] = "text/html; charset=utf-8" if text.lstrip().startswith("<") else "application/json"
    return web.Response(status=given.status, body=text.encode(), headers=headers)
