"""The load: signed requests at a steady rate, sent when they are due however slow the answers are."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import aiohttp

from bench.figure import percentile
from playground.slack.people import SIGNING_SECRET

OK = 200
# Slack gives up after three seconds; a late answer still counts here, as late.
GIVE_UP_SECONDS = 10.0
TOO_LATE_SECONDS = 3.0


@dataclass(slots=True)
class Times:
    """How many seconds the acknowledgements took."""

    seconds: list[float] = field(default_factory=list)

    def add(self, others: Sequence[float]) -> None:
        """Count the acknowledgements of one more window."""
        self.seconds.extend(others)

    def at(self, share: float) -> float:
        """Give the time within which so large a share was acknowledged."""
        return percentile(self.seconds, share)

    @property
    def late(self) -> int:
        """How many came later than Slack waits."""
        return sum(seconds > TOO_LATE_SECONDS for seconds in self.seconds)


class Load:
    """Sends bodies to an app; one for all, so that connections are kept."""

    def __init__(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=GIVE_UP_SECONDS)
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def steadily(self, url: str, bodies: Sequence[str], rate: float) -> list[float]:
        """Send so many bodies a second; gives the seconds that each acknowledgement took."""
        began = time.perf_counter()

        async def due(number: int, body: str) -> float:
            await asyncio.sleep(began + number / rate - time.perf_counter())
            return await self.send(url, body)

        return await asyncio.gather(*(due(number, body) for number, body in enumerate(bodies)))

    async def at_once(self, url: str, bodies: Sequence[str]) -> list[float]:
        """Send all of them at the same moment."""
        return await asyncio.gather(*(self.send(url, body) for body in bodies))

    async def send(self, url: str, body: str) -> float:
        """Send one, signed; gives the seconds until its acknowledgement was read whole."""
        raw, timestamp = body.encode(), str(int(time.time()))
        signature = hmac.new(SIGNING_SECRET.encode(), f"v0:{timestamp}:".encode() + raw, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        began = time.perf_counter()
        try:
            async with self._session.post(url, data=raw, headers=headers) as answer:
                await answer.read()
                if answer.status != OK:
                    raise RuntimeError(f"an acknowledgement of status {answer.status}")
        except TimeoutError:
            return GIVE_UP_SECONDS
        return time.perf_counter() - began
