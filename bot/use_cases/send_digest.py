"""Send the digest: once a day, at a time of day in a named time zone, whichever process does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

import structlog

from bot.domain.digest import Digest, digest_of, latest
from bot.domain.letter import Letter
from bot.ports import Alerts, Clock

# A digest that is later than this is not sent: the next one is nearer.
LATEST = timedelta(hours=6)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SendDigest:
    """The use case; without a channel there is nothing to do. `written` renders a digest as a letter."""

    alerts: Alerts
    clock: Clock
    channel: str
    at: time
    zone: tzinfo
    written: Callable[[Digest, str, datetime], Letter]

    async def __call__(self) -> bool:
        """Send what is due, unless some process has; returns whether this one did.

        The claim and the letter are written in one transaction, so that it is neither lost nor sent twice. Raises
        `LedgerUnavailableError`.
        """
        now = self.clock.now()
        day, until, since = latest(now, self.at, self.zone)
        if not self.channel or now - until > LATEST:
            return False
        last = await self.alerts.last_digest()
        if last is not None and last >= str(day):
            return False
        digest = digest_of(await self.alerts.happenings(since, until), since, until)
        if last is None and digest.empty:
            # Hangup is new here: what it says of a day before it came would be wrong.
            return False
        sent = await self.alerts.claim_digest(str(day), now, self.written(digest, self.channel, now))
        if sent:
            log.info("digest.queued", day=str(day), raised=digest.raised)
        return sent
