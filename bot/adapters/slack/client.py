"""Slack's Web API over one shared session."""

from typing import Any, Self

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient


class SharedClient(AsyncWebClient):
    """One client for every request.

    Bolt copies a request's context deeply before it starts a lazy listener, the client in it too; a session can't be
    copied, and a new one for each call would cost a TLS handshake each time.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def shared_client(token: str, base_url: str, session: aiohttp.ClientSession) -> SharedClient:
    """Make the client; a 429 is waited for once, by `Retry-After`."""
    client = SharedClient(token=token, base_url=base_url, session=session)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    return client


def patient_client(token: str, base_url: str, session: aiohttp.ClientSession) -> SharedClient:
    """Make the client of what is said without being asked: it tries once, since the outbox knows when to try again.

    Slack's own handlers would send a message again after a cut connection, though it may have arrived.
    """
    return SharedClient(token=token, base_url=base_url, session=session, retry_handlers=[])
