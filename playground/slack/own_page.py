"""Only this server's own page may ask: no other site open in the same browser can press buttons or set faults here."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def guarded(handler: Handler) -> Handler:
    """Turn away requests with a foreign Host or Origin; programs, which send no Origin, pass."""

    async def guard(request: web.Request) -> web.StreamResponse:
        if not _is_own(request.host, request.headers):
            return web.json_response({"ok": False, "error": "only the page itself may ask this"}, status=403)
        return await handler(request)

    return guard


def _is_own(host: str, headers: Mapping[str, str]) -> bool:
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return False
    origin = headers.get("Origin")
    return origin is None or origin == f"http://{host}"
