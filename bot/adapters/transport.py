"""How httpx's requests travel: over aiohttp, which Slack's own client needs anyway.

httpx's own way there costs several times the processor's time of a request, and everything else waits for that.
"""

import ssl
from functools import cache
from urllib.request import getproxies

import aiohttp
import httpx
from yarl import URL

KEEPALIVE_SECONDS = 5.0


class SessionTransport(httpx.AsyncBaseTransport):
    """Sends over one aiohttp session; certificates are judged as httpx does. It knows no proxies.

    Nothing is followed, decoded or remembered here: httpx does that. Where the other side let go of a kept connection,
    aiohttp sends a GET once more, and never a PATCH or a POST.
    """

    def __init__(self) -> None:
        # No bound of its own: each org's pace and time-outs bound it, and one that hangs must not hold up the others.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEPALIVE_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the whole answer; raises httpx's errors."""
        limits = request.extensions.get("timeout", {})
        connect, read = limits.get("connect"), limits.get("read")
        try:
            async with self._session.request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=_headers(request),
                data=await request.aread() or None,
                allow_redirects=False,
                ssl=_certificates() if request.url.scheme == "https" else True,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=connect, sock_read=read),
            ) as answer:
                content = await answer.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise httpx.ConnectTimeout(str(error), request=request) from error
        except TimeoutError as error:
            raise httpx.ReadTimeout(str(error), request=request) from error
        except aiohttp.ClientConnectorError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise httpx.NetworkError(str(error), request=request) from error
        return httpx.Response(answer.status, headers=answer.raw_headers, content=content, request=request)

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._session.close()


def transport() -> httpx.AsyncBaseTransport | None:
    """Give the way to the platforms; None, which is httpx's own, where the environment names a proxy."""
    return None if getproxies().keys() - {"no"} else SessionTransport()


def _headers(request: httpx.Request) -> list[tuple[str, str]]:
    return [(name.decode("ascii"), value.decode("latin-1")) for name, value in request.headers.raw]


@cache
def _certificates() -> ssl.SSLContext:
    """Load what httpx would trust, at the first request that needs it."""
    return httpx.create_ssl_context()
