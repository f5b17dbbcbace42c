"""Slack's Web API over one shared session."""

from typing import Any, Self

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import async_default_handlers
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import Clock

LONGEST_WAIT = 5
TOO_MANY = 429


class SharedClient(AsyncWebClient):
    """One client for every request.

    Bolt copies a request's context deeply before it starts a lazy listener, the client in it too; a session can't be
    copied, and a new one for each call would cost a TLS handshake each time.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class _ShortWait(AsyncRetryHandler):
    """Wait once for a rate limit, by our clock, and only where it is soon over: an act must not be parked for an hour.

    https://docs.slack.dev/apis/web-api/rate-limits : 429 with `Retry-After` in seconds.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(max_retry_count=1)
        self._clock = clock

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the SDK calls it so
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return (
            error is None and response is not None and response.status_code == TOO_MANY and _wait(response) is not None
        )

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        seconds = _wait(response) if response is not None else None
        state.next_attempt_requested = True
        await self._clock.sleep(seconds or 0)
        state.increment_current_attempt()


def _wait(response: HttpResponse) -> int | None:
    """Read how long Slack wants us to wait; None for what is too long, and for what is no number."""
    given = next((values[0] for name, values in response.headers.items() if name.lower() == "retry-after"), "1")
    if not (given.isascii() and given.isdigit() and len(given) < 5):  # noqa: PLR2004
        return None
    return int(given) if int(given) <= LONGEST_WAIT else None


def shared_client(
    token: str, base_url: str, session: aiohttp.ClientSession, clock: Clock | None = None
) -> SharedClient:
    """Make the client; a short rate limit is waited for once, by the clock; without one none is."""
    client = SharedClient(token=token, base_url=base_url, session=session)
    if clock is not None:
        client.retry_handlers.append(_ShortWait(clock))
    return client


def hasty_client(client: AsyncWebClient) -> AsyncWebClient:
    """Make a client of the same session that waits for no rate limit, for whoever is waited for."""
    return AsyncWebClient(
        token=client.token, base_url=client.base_url, session=client.session, retry_handlers=async_default_handlers()
    )


def patient_client(token: str, base_url: str, session: aiohttp.ClientSession) -> SharedClient:
    """Make the client of what is said without being asked: it tries once, since the outbox knows when to try again.

    Slack's own handlers would send a message again after a cut connection, though it may have arrived.
    """
    return SharedClient(token=token, base_url=base_url, session=session, retry_handlers=[])
