"""The lease on a demand: while it is renewed, no other process touches the demand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from bot.domain.disconnection import LEASE_SECONDS, RENEW_SECONDS, Disconnection
from bot.domain.errors import HangupError, LedgerUnavailableError
from bot.ports import Clock, Ledger

log = structlog.get_logger()


class LeaseLostError(HangupError):
    """Another process owns the demand by now; this one must not touch it any more."""


@asynccontextmanager
async def leased(demand: Disconnection, ledger: Ledger, clock: Clock) -> AsyncIterator[None]:
    """Renew the lease every 5 s while the block runs."""
    renewing = asyncio.create_task(_renew(demand, ledger, clock))
    try:
        yield
    finally:
        renewing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await renewing


async def _renew(demand: Disconnection, ledger: Ledger, clock: Clock) -> None:
    while True:
        await clock.sleep(RENEW_SECONDS)
        try:
            if not await ledger.renew(demand.id, demand.owner or "", clock.now() + timedelta(seconds=LEASE_SECONDS)):
                return
        except LedgerUnavailableError:
            log.warning("act.lease_not_renewed", reference=demand.id)
